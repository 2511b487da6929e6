package dcm.guild.state;

import dcm.guild.event.AttachmentEvent;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.CommentEvent;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.ImportEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.SwapEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.event.WorkloadEvent;
import dcm.guild.reply.Outcome;
import dcm.guild.value.GuildId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.Standing;
import dcm.guild.value.Swap;
import dcm.guild.value.TaskId;
import dcm.guild.workload.Workload;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * The state of a guild, subject by subject. Immutable; an event costs O(log n) in the number of
 * tasks, except for the rare ones that concern all tasks.
 *
 * @param agenda when each task has to be processed next; derived from tasks and settings
 * @param deferredWork work of former commands, left to the next wake-ups
 * @param attachments the photos, without their bytes
 * @param workload who was given how much work
 * @param swaps offers to hand over or exchange turns
 * @param scores points and streaks
 * @param calendarTokens of members, for their calendar programs
 */
@RecordBuilder
public record GuildState(
    GuildId id,
    long revision,
    GuildProfile profile,
    PermissionMatrix matrix,
    Members members,
    TaskCatalog catalog,
    Notifications notifications,
    ProcessedCommands processedCommands,
    TreePSet<AgendaEntry<TaskId>> agenda,
    DeferredWork deferredWork,
    Attachments attachments,
    Workload workload,
    Swaps swaps,
    Scores scores,
    CalendarTokens calendarTokens)
    implements GuildStateBuilder.With {

  public static GuildState unknown(GuildId id, ZoneId zone) {
    return new GuildState(
        id,
        0,
        GuildProfile.unknown(zone),
        PermissionMatrix.EMPTY,
        Members.EMPTY,
        TaskCatalog.EMPTY,
        Notifications.EMPTY,
        ProcessedCommands.EMPTY,
        TreePSet.empty(),
        DeferredWork.NONE,
        Attachments.EMPTY,
        Workload.EMPTY,
        Swaps.EMPTY,
        Scores.EMPTY,
        CalendarTokens.EMPTY);
  }

  /** Whether a current member has a role; all have that of everyone. */
  public boolean hasRole(MemberId id, RoleId role) {
    Member member = members.find(id);
    return member != null
        && member.active()
        && (role.equals(everyone()) || member.roles().contains(role));
  }

  /** The role of all members, which has the guild's own id. */
  public RoleId everyone() {
    return new RoleId(id.value());
  }

  /** A member's points and streaks. */
  public Standing standing(Member member) {
    MemberScore score = scores.of(member.id());
    return new Standing(
        member.id(),
        member.displayName(),
        score.balance(),
        score.streak(),
        score.bestStreak(),
        member.onLeaderboard());
  }

  /** The next instant at which the guild has to act; null: none, or it is inactive. */
  @Nullable
  public Instant nextWakeUp() {
    if (!profile.active()) {
      return null;
    }
    Instant task = agenda.isEmpty() ? null : agenda.first().at();
    Instant retry = notifications.retries().isEmpty() ? null : notifications.retries().first().at();
    Instant absence = members.transitions().isEmpty() ? null : members.transitions().first().at();
    return Stream.of(
            task,
            retry,
            absence,
            deferredWork.since(),
            catalog.bin().nextExpiry(),
            workload.nextDecay())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  public GuildState apply(RecordedEvent recorded) {
    long next = revision + 1;
    Instant at = recorded.at();
    GuildState advanced = withRevision(next);
    GuildState after =
        switch (recorded.event()) {
          case TaskEvent event ->
              advanced
                  .withCatalog(catalog.apply(event, recorded, next))
                  .withAttachments(
                      event instanceof TaskEvent.Purged
                          ? attachments.without(event.task())
                          : attachments)
                  .rescheduled(this, event.task())
                  .reconciled(this, event.task(), event, at);
          case OccurrenceEvent event ->
              advanced
                  .withCatalog(catalog.apply(event, recorded, next))
                  .rescheduled(this, event.task())
                  .reconciled(this, event.task(), event, at);
          case SwapEvent event ->
              advanced.withSwaps(swaps.apply(event)).withCatalog(swapped(event, at));
          case CalendarTokenEvent event -> advanced.withCalendarTokens(calendarTokens.apply(event));
          case GroupingEvent event -> advanced.withCatalog(catalog.apply(event, next));
          case MemberEvent event ->
              advanced.withMembers(members.apply(event, at, next)).adjustedDeferredWork(event, at);
          case PermissionEvent event -> advanced.withMatrix(matrix.apply(event, next));
          case SettingsEvent.Restored restored -> restored(restored, at);
          case SettingsEvent event -> {
            GuildProfile now = profile.apply(event, at, next);
            GuildState changed =
                advanced
                    .withProfile(now)
                    .withWorkload(
                        workload.decaying(now.settings().balanceHalfLifeWeeks() != null, at))
                    .withNotifications(notifications.apply(event, now.settings().channel()))
                    .adjustedDeferredWork(this, event, at);
            yield now.hasReminderTimesOf(profile) ? changed : changed.rescheduled();
          }
          case NotificationEvent event ->
              advanced.withNotifications(notifications.apply(event, at, next));
          case AttachmentEvent event ->
              advanced
                  .withAttachments(attachments.apply(event, recorded))
                  .withCatalog(catalog.touched(event.task(), event.ordinal()));
          case WorkloadEvent.Decayed event ->
              advanced.withWorkload(workload.decayed(event.until(), event.remaining()));
          case PointsEvent.Recorded event ->
              advanced
                  .withScores(scores.apply(event, catalog.payment(event), next))
                  .withCatalog(catalog.apply(event, next));
          // comments are only queried from the read model
          case CommentEvent _, ImportEvent _, CommandRefused _ -> advanced;
        };
    return after.withProcessed(recorded);
  }

  private TaskCatalog swapped(SwapEvent event, Instant at) {
    Swap swap = event instanceof SwapEvent.Accepted accepted ? swaps.find(accepted.swap()) : null;
    return swap == null ? catalog : catalog.swapped(swap, ((SwapEvent.Accepted) event).by(), at);
  }

  /**
   * Applies a restore. Earlier tokens become stale, including those of epochs that members would
   * have reached again. Queued deliveries may have been sent since the export and are not sent
   * again.
   */
  private GuildState restored(SettingsEvent.Restored restored, Instant at) {
    long now = restored.revision();
    return with(changed ->
            changed
                .revision(now)
                .profile(profile.apply(restored, at, now))
                .members(members.withEpoch(now))
                .notifications(notifications.withoutOutbox())
                .deferredWork(deferredWork.withoutReminders()))
        .rescheduled();
  }

  /** Adjusts what depends on the occurrences of a task to an event of it. */
  private GuildState reconciled(GuildState before, TaskId task, GuildEvent event, Instant at) {
    return with(changed ->
            changed
                .workload(WorkloadUpdate.of(before, this, task, event, at))
                .swaps(swaps.reconciled(task, catalog)))
        .reconciledDeferredWork(task, at);
  }

  private GuildState reconciledDeferredWork(TaskId task, Instant at) {
    return deferredWork.isEmpty()
        ? this
        : withDeferredWork(deferredWork.reconciled(task, catalog, members, at));
  }

  private GuildState adjustedDeferredWork(MemberEvent event, Instant at) {
    return switch (event) {
      case MemberEvent.Left _, MemberEvent.AbsenceStarted _ ->
          withDeferredWork(deferredWork.withHandovers(catalog, members, at));
      case MemberEvent.Observed _, MemberEvent.AbsenceEnded _, MemberEvent.AbsenceRemoved _ ->
          deferredWork.isEmpty()
              ? this
              : withDeferredWork(deferredWork.reconciled(catalog, members, at));
      case MemberEvent.ProfileEdited _, MemberEvent.Forgotten _, MemberEvent.AbsenceAdded _ -> this;
    };
  }

  /**
   * Adjusts deferred work to a change of the settings. Reminders due while the bot is absent are
   * not sent after it returns.
   */
  private GuildState adjustedDeferredWork(GuildState before, SettingsEvent event, Instant at) {
    return switch (event) {
      case SettingsEvent.Changed(var former, var now) ->
          GuildProfile.sameReminderSchedule(former, now)
              ? this
              : withDeferredWork(
                  deferredWork.withDueReminders(catalog, before.profile, before.agenda, at));
      case SettingsEvent.Deactivated _ -> withDeferredWork(deferredWork.withoutReminders());
      case SettingsEvent.GuildObserved _,
          SettingsEvent.ChannelsObserved _,
          SettingsEvent.BoardLayoutChanged _,
          SettingsEvent.HolidaysChanged _,
          SettingsEvent.BoardMessagePosted _,
          SettingsEvent.BoardMessageRemoved _,
          SettingsEvent.Restored _ ->
          this;
    };
  }

  private GuildState rescheduled(GuildState before, TaskId task) {
    AgendaEntry<TaskId> old =
        ReminderRules.nextEntry(before.catalog.tasks().get(task), before.profile);
    AgendaEntry<TaskId> now = ReminderRules.nextEntry(catalog.tasks().get(task), profile);
    if (Objects.equals(old, now)) {
      return this;
    }
    TreePSet<AgendaEntry<TaskId>> without = old == null ? agenda : agenda.minus(old);
    return withAgenda(now == null ? without : without.plus(now));
  }

  /** The state with the agenda rebuilt from all tasks. */
  public GuildState rescheduled() {
    return withAgenda(
        TreePSet.from(
            catalog
                .inNumberOrder(TaskSelection.ALL)
                .map(taskState -> ReminderRules.nextEntry(taskState, profile))
                .filter(Objects::nonNull)
                .toList()));
  }

  /**
   * Records the answer of a person's command. Observations of members and refusals are no answers:
   * a command without other events may be decided again.
   */
  private GuildState withProcessed(RecordedEvent recorded) {
    MemberId member = recorded.initiator().member();
    boolean unanswered =
        recorded.event() instanceof MemberEvent.Observed
            || recorded.event() instanceof CommandRefused;
    if (member == null || unanswered) {
      return this;
    }
    ProcessedCommands.ProcessedCommand before = processedCommands.find(recorded.command());
    // the turns that pass on with an absence are not its subject
    boolean keepsMember =
        before != null
            && before.outcome().subject() instanceof Outcome.MemberSubject
            && !(recorded.event() instanceof MemberEvent);
    Outcome.Subject subject = keepsMember ? null : OutcomeSubjects.of(this, recorded.event());
    Outcome outcome =
        new Outcome(
            revision,
            subject != null
                ? subject
                : before != null ? before.outcome().subject() : new Outcome.NoSubject());
    return withProcessedCommands(processedCommands.with(recorded, member, outcome));
  }

  /** An entry of the agenda: a key that has to be processed at an instant. */
  public record AgendaEntry<K extends Comparable<K>>(Instant at, K key)
      implements Comparable<AgendaEntry<K>> {
    @Override
    public int compareTo(AgendaEntry<K> other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }
}
