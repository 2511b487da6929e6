package dcm;

import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.Due;
import dcm.guild.GroupingCommand;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Occurrence;
import dcm.guild.Outcome;
import dcm.guild.Refusal;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskRef;
import dcm.view.View;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tells a story to its guild, deed by deed in the order in which it happened, each at its own
 * instant in the past. What the guild knows already is not told again, and a task that somebody
 * deleted stays away: a story that broke off goes on where it was.
 *
 * <p>Meanwhile the guild reminds nobody: what was due then is no news.
 */
final class DemoSeeding {
  private final DemoStory story;
  private final DemoDesk desk;
  private final View view;
  private final Instant now;
  private final PriorityQueue<Step> ahead = new PriorityQueue<>(Comparator.comparing(Step::at));
  private int made;
  private int closed;

  /**
   * What happens next to a task.
   *
   * @param open null: it is made
   */
  private record Step(Instant at, DemoStory.Chore chore, @Nullable Occurrence open) {}

  /** How much was told. */
  record Told(int made, int closed) {}

  DemoSeeding(DemoStory story, DemoDesk desk, View view, Clock clock) {
    this.story = story;
    this.desk = desk;
    this.view = view;
    this.now = clock.instant();
  }

  Told tell() {
    desk.open(now);
    var known = known();
    if (ahead.isEmpty()) {
      return new Told(0, 0);
    }
    var silence = DemoSilence.begin(desk, now, known ? null : story.zone());
    group();
    while (!ahead.isEmpty()) {
      tell(ahead.poll());
    }
    silence.end(now);
    return new Told(made, closed);
  }

  /** Looks how far the story is; returns whether it had begun. */
  private boolean known() {
    var known = false;
    for (var chore : story.tasks()) {
      var reply =
          desk.ask(
              new Caller.Clockwork(),
              new GuildQuery.OneTask(new TaskRef.ById(story.id(chore))),
              now);
      switch (reply) {
        case GuildReply.Answered(Answer.OneTask(var task), _) -> {
          known = true;
          follow(chore, task);
        }
        default -> {
          if (isGone(chore)) {
            known = true;
          } else {
            ahead.add(new Step(story.made(chore, now), chore, null));
          }
        }
      }
    }
    return known;
  }

  private boolean isGone(DemoStory.Chore chore) {
    return !Waiting.on(view.history().ofTask(story.guild(), story.id(chore), Integer.MAX_VALUE, 1))
        .isEmpty();
  }

  private void group() {
    for (var group : story.groupings()) {
      var create =
          new GroupingCommand.Create(
              story.id(group.kind(), group.name()), group.kind(), group.name(), group.colour());
      desk.expect(
          story.founder(),
          group.kind() + "/" + group.name(),
          create,
          now,
          // it is there, or people made one of the same name
          refusal -> refusal instanceof Refusal.Invalid || refusal instanceof Refusal.NameTaken);
    }
  }

  private void tell(Step step) {
    var chore = step.chore();
    var open = step.open();
    if (open == null) {
      var create = new TaskCommand.Create(story.id(chore), story.draft(chore, now));
      made++;
      follow(chore, desk.expect(story.founder(), chore.title(), create, step.at(), _ -> false));
      return;
    }
    var deed = chore.done().get(open.ordinal() - 1);
    var who = deed.by() == null ? holder(open) : deed.by();
    var ref = new TaskRef.ById(story.id(chore));
    TaskCommand command =
        deed.skip() == null
            ? new TaskCommand.Complete(
                ref, open.ordinal(), story.somebody(who).id(), null, deed.note())
            : new TaskCommand.Skip(ref, open.ordinal(), deed.skip(), true);
    // who swaps or helps out has it written down by the founder, who may do so for all
    var teller = open.holders().isEmpty() || deed.by() == null ? who : story.founder();
    closed++;
    follow(
        chore,
        desk.expect(
            teller,
            chore.title() + "/" + open.ordinal(),
            command,
            step.at(),
            // somebody was quicker
            refusal ->
                refusal instanceof Refusal.WrongState
                    || refusal instanceof Refusal.UnknownOccurrence));
  }

  private void follow(DemoStory.Chore chore, @Nullable Outcome outcome) {
    if (outcome != null && outcome.subject() instanceof Outcome.OfTask(var task)) {
      follow(chore, task);
    }
  }

  private void follow(DemoStory.Chore chore, Task task) {
    var open = task.open();
    if (open == null || open.ordinal() > chore.done().size()) {
      return;
    }
    var deed = chore.done().get(open.ordinal() - 1);
    var due = from(open.due(), task.createdAt(), story.zone());
    var at = deed.offset() == null ? due : due.plus(deed.offset());
    if (!at.isAfter(story.told(chore, task.createdAt())) && !at.isAfter(now)) {
      ahead.add(new Step(at, chore, open));
    }
  }

  /** A day's end is what its offsets count from. */
  private static Instant from(Due due, Instant made, ZoneId zone) {
    return switch (due) {
      case Due.Never _ -> made;
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.date().plusDays(1).atStartOfDay(zone).toInstant();
    };
  }

  private String holder(Occurrence open) {
    return story.people().entrySet().stream()
        .filter(somebody -> open.holders().contains(somebody.getValue().id()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(story.founder());
  }
}
