package dcm.guild;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * All that a guild is, subject by subject. Immutable; an event costs O(log n) in the number of
 * tasks, except for the rare ones that concern them all.
 *
 * @param agenda when each task has to be looked at next; derived from the tasks and the settings
 * @param arrears what former commands left to the next wake-ups
 */
record State(
    GuildId id,
    long revision,
    House house,
    Matrix matrix,
    People people,
    Board board,
    Post post,
    Memory memory,
    TreePSet<Slot<TaskId>> agenda,
    Arrears arrears) {

  static State unknown(GuildId id, ZoneId zone) {
    return new State(
        id,
        0,
        House.unknown(zone),
        Matrix.EMPTY,
        People.EMPTY,
        Board.EMPTY,
        Post.EMPTY,
        Memory.EMPTY,
        TreePSet.empty(),
        Arrears.NONE);
  }

  /** The role of everybody has the guild's own id. */
  RoleId everyone() {
    return new RoleId(id.value());
  }

  /** The next instant at which the guild has to act; null: none, or it sleeps. */
  @Nullable Instant nextWakeUp() {
    if (!house.open()) {
      return null;
    }
    Instant task = agenda.isEmpty() ? null : agenda.first().at();
    Instant retry = post.retries().isEmpty() ? null : post.retries().first().at();
    Instant next = task == null || (retry != null && retry.isBefore(task)) ? retry : task;
    Instant left = arrears.since();
    return left == null || (next != null && next.isBefore(left)) ? next : left;
  }

  State apply(Recorded recorded) {
    long next = revision + 1;
    Instant at = recorded.at();
    State after =
        switch (recorded.event()) {
          case TaskEvent event ->
              with(next, board.apply(event, recorded, next))
                  .rescheduled(this, event.task())
                  .withArrearsAfter(event.task());
          case OccurrenceEvent event ->
              with(next, board.apply(event, recorded, next))
                  .rescheduled(this, event.task())
                  .withArrearsAfter(event.task());
          case GroupingEvent event -> with(next, board.apply(event, next));
          case MemberEvent event -> with(next, people.apply(event, at, next)).after(event, at);
          case PermissionEvent event -> with(next, matrix.apply(event, next));
          case SettingsEvent.Restored mark -> restored(mark, at);
          case SettingsEvent event -> {
            House now = house.apply(event, at, next);
            yield with(next, now)
                .with(next, post.apply(event, now.settings().channel()))
                .after(this, event, at)
                .rescheduled();
          }
          case NotificationEvent event -> with(next, post.apply(event, at, next));
          case RefusalEvent _ -> with(next, board);
        };
    return after.remembering(recorded);
  }

  /**
   * Tokens of before are stale, also those of an epoch that the members would have had again; what
   * was owed may have been sent since the export, and is not sent again.
   */
  private State restored(SettingsEvent.Restored mark, Instant at) {
    long now = mark.revision();
    return new State(
            id,
            now,
            house.apply(mark, at, now),
            matrix,
            people.inEpoch(now),
            board,
            post.withoutOutbox(),
            memory,
            agenda,
            arrears.withoutReminders())
        .rescheduled();
  }

  private State with(long next, Board changed) {
    return new State(id, next, house, matrix, people, changed, post, memory, agenda, arrears);
  }

  private State with(long next, People changed) {
    return new State(id, next, house, matrix, changed, board, post, memory, agenda, arrears);
  }

  private State with(long next, Matrix changed) {
    return new State(id, next, house, changed, people, board, post, memory, agenda, arrears);
  }

  private State with(long next, House changed) {
    return new State(id, next, changed, matrix, people, board, post, memory, agenda, arrears);
  }

  private State with(long next, Post changed) {
    return new State(id, next, house, matrix, people, board, changed, memory, agenda, arrears);
  }

  private State with(Arrears changed) {
    return changed.isEmpty() && arrears.isEmpty()
        ? this
        : new State(id, revision, house, matrix, people, board, post, memory, agenda, changed);
  }

  private State withArrearsAfter(TaskId task) {
    return with(arrears.after(task, board, people));
  }

  private State after(MemberEvent event, Instant at) {
    return switch (event) {
      case MemberEvent.Left _ -> with(arrears.withHandovers(board, people, at));
      case MemberEvent.Observed _ -> arrears.isEmpty() ? this : with(arrears.after(board, people));
      case MemberEvent.ProfileEdited _ -> this;
    };
  }

  /** What would have been sent while the bot is away is not sent when it comes back. */
  private State after(State before, SettingsEvent event, Instant at) {
    return switch (event) {
      case SettingsEvent.Changed(var former, var now) ->
          House.sameLadder(former, now)
              ? this
              : with(arrears.withDue(board, before.house, before.agenda, at));
      case SettingsEvent.Slept _ -> with(arrears.withoutReminders());
      case SettingsEvent.GuildObserved _,
          SettingsEvent.ChannelsObserved _,
          SettingsEvent.Restored _ ->
          this;
    };
  }

  private State with(TreePSet<Slot<TaskId>> changed) {
    return new State(id, revision, house, matrix, people, board, post, memory, changed, arrears);
  }

  private State rescheduled(State before, TaskId task) {
    Slot<TaskId> old = Reminders.slot(before.board.chores().get(task), before.house);
    Slot<TaskId> now = Reminders.slot(board.chores().get(task), house);
    if (Objects.equals(old, now)) {
      return this;
    }
    TreePSet<Slot<TaskId>> without = old == null ? agenda : agenda.minus(old);
    return with(now == null ? without : without.plus(now));
  }

  /** The agenda of all tasks anew. */
  State rescheduled() {
    return with(
        TreePSet.from(
            board
                .all()
                .map(chore -> Reminders.slot(chore, house))
                .filter(Objects::nonNull)
                .toList()));
  }

  /**
   * Discord's news of a member and refusals answer no knock: a knock that led to nothing else may
   * be decided again.
   */
  private State remembering(Recorded recorded) {
    MemberId by = recorded.by().member();
    boolean aside =
        recorded.event() instanceof MemberEvent.Observed
            || recorded.event() instanceof RefusalEvent;
    if (by == null || aside) {
      return this;
    }
    Memory.Remembered before = memory.find(recorded.command());
    Outcome.Subject subject = Subjects.of(this, recorded.event());
    Outcome outcome =
        new Outcome(
            revision,
            subject != null
                ? subject
                : before != null ? before.outcome().subject() : new Outcome.OfNothing());
    Memory grown = memory.with(recorded, by, outcome);
    return new State(id, revision, house, matrix, people, board, post, grown, agenda, arrears);
  }
}
