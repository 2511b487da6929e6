package dcm;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.guild.Assignment;
import dcm.guild.ChannelId;
import dcm.guild.CommandId;
import dcm.guild.Due;
import dcm.guild.Effort;
import dcm.guild.Grouping;
import dcm.guild.GroupingId;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.Priority;
import dcm.guild.Recurrence;
import dcm.guild.RoleId;
import dcm.guild.Schedule;
import dcm.guild.TaskDraft;
import dcm.guild.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened lately in one of the demo guilds of the local Discord, as {@code demo/*.yaml} tells
 * it. Ids of tasks and commands are made from titles: told twice, they are the same.
 *
 * @param founder who makes the tasks
 */
record DemoStory(
    GuildId guild,
    String name,
    String locale,
    ZoneId zone,
    ChannelId channel,
    Map<RoleId, String> roles,
    Map<String, Somebody> people,
    String founder,
    List<Group> groupings,
    List<Chore> tasks) {
  /** Somebody of the guild, as Discord shows them. */
  record Somebody(MemberId id, Set<RoleId> roles, boolean administrator) {}

  /** A category or a label. */
  record Group(Grouping.Kind kind, String name, String colour) {}

  /**
   * What became of one occurrence.
   *
   * @param offset when it was done, from its due; from when the task was made where there is none
   * @param by who did it; null: whose turn it was
   * @param skip why it was skipped; null: it was done
   */
  record Deed(
      @Nullable Duration offset,
      @Nullable String by,
      @Nullable String note,
      @Nullable String skip) {}

  /**
   * A task.
   *
   * @param weeks it was made on the Monday so many weeks ago; 0: so many {@code days} ago
   * @param rule an RRULE; null: once, {@code dueIn} days from now
   * @param dueIn 0: it has no due
   * @param done its first occurrences, in order
   */
  record Chore(
      String title,
      @Nullable String description,
      @Nullable String category,
      @Nullable List<String> labels,
      int minutes,
      int difficulty,
      @Nullable Priority priority,
      int weeks,
      int days,
      @Nullable String rule,
      @Nullable LocalTime time,
      Schedule.@Nullable Anchor anchor,
      int dueIn,
      Assignment.Strategy strategy,
      @Nullable List<String> order,
      @Nullable List<Deed> done) {
    Chore {
      labels = Objects.requireNonNullElse(labels, List.of());
      order = Objects.requireNonNullElse(order, List.of());
      done = Objects.requireNonNullElse(done, List.of());
    }
  }

  /** Both demo guilds. */
  static List<DemoStory> all() {
    return List.of(read("/demo/house.yaml"), read("/demo/club.yaml"));
  }

  private static DemoStory read(String resource) {
    var reader =
        YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    try (var file = DemoStory.class.getResourceAsStream(resource)) {
      return reader.readValue(file, DemoStory.class);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  Somebody somebody(String name) {
    return Objects.requireNonNull(people.get(name), () -> "nobody is called " + name);
  }

  CommandId command(String what) {
    return new CommandId(named("command/" + what));
  }

  TaskId id(Chore chore) {
    return new TaskId(named("task/" + chore.title()));
  }

  GroupingId id(Grouping.Kind kind, String group) {
    return new GroupingId(named(kind + "/" + group));
  }

  private UUID named(String what) {
    return UUID.nameUUIDFromBytes(("demo/" + guild + "/" + what).getBytes(StandardCharsets.UTF_8));
  }

  /** When the task was made; all at different minutes of the same early morning. */
  Instant made(Chore chore, Instant now) {
    var today = now.atZone(zone).toLocalDate();
    var day =
        chore.weeks() > 0
            ? today
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(chore.weeks())
            : today.minusDays(chore.days());
    return day.atTime(6, tasks.indexOf(chore)).atZone(zone).toInstant();
  }

  /** Until when the story of a task goes: what happens later, it leaves to people. */
  Instant told(Chore chore, Instant made) {
    return made.plus(Duration.ofDays(7L * chore.weeks() + chore.days()));
  }

  TaskDraft draft(Chore chore, Instant now) {
    var category = chore.category();
    return new TaskDraft(
        chore.title(),
        Objects.requireNonNullElse(chore.description(), ""),
        category == null ? null : id(Grouping.Kind.CATEGORY, category),
        chore.labels().stream().map(label -> id(Grouping.Kind.LABEL, label)).toList(),
        new Effort(chore.minutes(), chore.difficulty()),
        Objects.requireNonNullElse(chore.priority(), Priority.NORMAL),
        schedule(chore, now),
        new Assignment(
            chore.strategy(), chore.order().stream().map(who -> somebody(who).id()).toList()));
  }

  private Schedule schedule(Chore chore, Instant now) {
    LocalDate start = made(chore, now).atZone(zone).toLocalDate();
    if (chore.rule() != null) {
      return new Schedule.Recurring(
          new Recurrence(chore.rule(), start, chore.time(), zone, Recurrence.MonthEnd.CLAMP),
          Objects.requireNonNullElse(chore.anchor(), Schedule.Anchor.FROM_DUE));
    }
    return new Schedule.Once(
        chore.dueIn() == 0
            ? new Due.Never()
            : new Due.AllDay(now.atZone(zone).toLocalDate().plusDays(chore.dueIn()), zone));
  }
}
