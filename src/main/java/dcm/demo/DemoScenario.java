package dcm.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.guild.value.Assignment;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
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
 * The recent history of a demo guild of the local Discord, read from {@code demo/*.yaml}. Ids of
 * tasks and commands are derived from titles, so that seeding twice has no further effect.
 *
 * @param founder name of the person who creates the tasks
 */
public record DemoScenario(
    GuildId guild,
    String name,
    String locale,
    ZoneId zone,
    ChannelId channel,
    Map<RoleId, String> roles,
    Map<String, Person> people,
    String founder,
    List<Group> groupings,
    List<ScriptedTask> tasks) {
  /** A member of the guild. */
  public record Person(MemberId id, Set<RoleId> roles, boolean administrator) {}

  /** A category or a label. */
  record Group(Grouping.Kind kind, String name, String colour) {}

  /**
   * The completion or skip of one occurrence.
   *
   * @param offset time of the action, relative to the due date, or to the creation of the task if
   *     there is none
   * @param by name of the person; null: the assignee
   * @param skip reason for skipping; null: it was completed
   */
  record ScriptedAction(
      @Nullable Duration offset,
      @Nullable String by,
      @Nullable String note,
      @Nullable String skip) {}

  /**
   * A task of the scenario.
   *
   * @param weeks it was created on the Monday this many weeks ago; 0: {@code days} ago
   * @param rule an RRULE; null: it does not recur and is due in {@code dueIn} days
   * @param dueIn 0: no due date
   * @param done the actions on its first occurrences, in order
   */
  public record ScriptedTask(
      String title,
      @Nullable String description,
      @Nullable String category,
      @Nullable List<String> labels,
      int minutes,
      int difficulty,
      Task.@Nullable Priority priority,
      int weeks,
      int days,
      @Nullable String rule,
      @Nullable LocalTime time,
      Schedule.@Nullable Anchor anchor,
      int dueIn,
      Assignment.Strategy strategy,
      @Nullable List<String> order,
      @Nullable List<ScriptedAction> done) {
    public ScriptedTask {
      labels = Objects.requireNonNullElse(labels, List.of());
      order = Objects.requireNonNullElse(order, List.of());
      done = Objects.requireNonNullElse(done, List.of());
    }
  }

  /** Both demo guilds. */
  public static List<DemoScenario> all() {
    return List.of(read("/demo/house.yaml"), read("/demo/club.yaml"));
  }

  private static DemoScenario read(String resource) {
    var reader =
        YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    try (var file = DemoScenario.class.getResourceAsStream(resource)) {
      return reader.readValue(file, DemoScenario.class);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  public Person person(String name) {
    return Objects.requireNonNull(
        people.get(name), () -> "unknown person in the demo scenario: " + name);
  }

  CommandId commandId(String key) {
    return new CommandId(nameBasedId("command/" + key));
  }

  public TaskId id(ScriptedTask scripted) {
    return new TaskId(nameBasedId("task/" + scripted.title()));
  }

  GroupingId id(Grouping.Kind kind, String group) {
    return new GroupingId(nameBasedId(kind + "/" + group));
  }

  private UUID nameBasedId(String key) {
    return UUID.nameUUIDFromBytes(("demo/" + guild + "/" + key).getBytes(StandardCharsets.UTF_8));
  }

  /** The creation time of the task; each task of a day is created at a different minute. */
  Instant createdAt(ScriptedTask scripted, Instant now) {
    var today = now.atZone(zone).toLocalDate();
    var day =
        scripted.weeks() > 0
            ? today
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(scripted.weeks())
            : today.minusDays(scripted.days());
    return day.atTime(6, tasks.indexOf(scripted)).atZone(zone).toInstant();
  }

  /** The time until which the actions of a task are seeded. */
  Instant endsAt(ScriptedTask scripted, Instant createdAt) {
    return createdAt.plus(Duration.ofDays(7L * scripted.weeks() + scripted.days()));
  }

  TaskFields taskFields(ScriptedTask scripted, Instant now) {
    var category = scripted.category();
    return new TaskFields(
        scripted.title(),
        Objects.requireNonNullElse(scripted.description(), ""),
        category == null ? null : id(Grouping.Kind.CATEGORY, category),
        scripted.labels().stream().map(label -> id(Grouping.Kind.LABEL, label)).toList(),
        new Task.Effort(scripted.minutes(), scripted.difficulty()),
        Objects.requireNonNullElse(scripted.priority(), Task.Priority.NORMAL),
        schedule(scripted, now),
        new Assignment(
            scripted.strategy(),
            scripted.order().stream().map(personName -> person(personName).id()).toList()));
  }

  private Schedule schedule(ScriptedTask scripted, Instant now) {
    LocalDate start = createdAt(scripted, now).atZone(zone).toLocalDate();
    if (scripted.rule() != null) {
      return new Schedule.Recurring(
          new Recurrence(scripted.rule(), start, scripted.time(), zone, Recurrence.MonthEnd.CLAMP),
          Objects.requireNonNullElse(scripted.anchor(), Schedule.Anchor.FROM_DUE));
    }
    return new Schedule.Once(
        scripted.dueIn() == 0
            ? new Due.Never()
            : new Due.AllDay(now.atZone(zone).toLocalDate().plusDays(scripted.dueIn()), zone));
  }
}
