package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dcm.cli.DemoCommand;
import dcm.cli.ResetDemoCommand;
import dcm.demo.DemoClient;
import dcm.demo.DemoScenario;
import dcm.demo.DemoSeeder;
import dcm.entity.Guilds;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Origin;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaAdministration;
import dcm.node.Await;
import dcm.view.OccurrenceHistory;
import dcm.view.ReadModels;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Seeds the demo guilds through their regular commands, once. */
class DemoIT {
  private static final Clock SATURDAY = at("2026-03-21T09:30:00Z");

  private static final AtomicLong GUILDS = new AtomicLong(5_100);
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static ActorSystem<Void> system;
  private static Guilds guilds;
  private static ReadModels readModels;

  private final DemoScenario house = inNewGuild(DemoScenario.all().getFirst());

  private static Clock at(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  /** The same scenario in a new guild for each test. */
  private static DemoScenario inNewGuild(DemoScenario scenario) {
    return with(scenario, new GuildId(GUILDS.incrementAndGet()), scenario.tasks());
  }

  private static DemoScenario with(
      DemoScenario scenario, GuildId guild, List<DemoScenario.ScriptedTask> tasks) {
    return new DemoScenario(
        guild,
        scenario.name(),
        scenario.locale(),
        scenario.zone(),
        scenario.channel(),
        scenario.roles(),
        scenario.people(),
        scenario.founder(),
        scenario.groupings(),
        tasks);
  }

  private static ActorSystem<Void> process() {
    return ActorSystem.create(
        Behaviors.empty(),
        "demo",
        DemoCommand.SEPARATE_SYSTEM.withFallback(DATABASE.config()).resolve());
  }

  private static void terminate(ActorSystem<Void> process) {
    process.terminate();
    Await.result(process.getWhenTerminated());
  }

  @BeforeAll
  static void open() {
    system = process();
    guilds = DemoCommand.openGuilds(system);
    readModels = ReadModels.open(system);
  }

  @AfterAll
  static void close() {
    terminate(system);
  }

  private DemoSeeder.Result seed(DemoScenario scenario, Clock clock) {
    return new DemoSeeder(scenario, new DemoClient(scenario, guilds), readModels, clock).seed();
  }

  private GuildReply.Answered ask(DemoScenario scenario, GuildQuery query) {
    return (GuildReply.Answered)
        new DemoClient(scenario, guilds).query(new Caller.SystemCaller(), query, Instant.now());
  }

  private long revision(DemoScenario scenario) {
    return ask(scenario, new GuildQuery.ShowSettings()).revision();
  }

  private List<Task> tasks(DemoScenario scenario) {
    var query = new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.NUMBER, 0, 200);
    return ((QueryResult.Tasks) ask(scenario, query).answer()).tasks();
  }

  private List<OccurrenceHistory.OccurrenceRecord> history(DemoScenario scenario, String title) {
    var scripted = scenario.tasks().stream().filter(task -> task.title().equals(title)).findFirst();
    return Await.result(
        readModels
            .occurrenceHistory()
            .findByTask(scenario.guild(), scenario.id(scripted.orElseThrow()), 1_000, 100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-28T23:30:00Z", // the end of a short month, and no Sunday in the zones of the demo
        // guilds
        "2026-03-30T05:00:00Z", // the Monday after the start of daylight saving time, early in the
        // morning
        "2026-11-25T12:00:00Z"
      })
  void both_scenarios_can_be_seeded_on_any_day(String day) {
    for (var original : DemoScenario.all()) {
      var scenario = inNewGuild(original);
      var done = seed(scenario, at(day));
      assertThat(done.created()).isEqualTo(scenario.tasks().size());
      assertThat(done.completed()).isGreaterThan(15);
      assertThat(tasks(scenario)).hasSize(scenario.tasks().size());
    }
  }

  @Test
  void the_history_is_in_the_past_in_order_and_turns_rotated() {
    seed(house, SATURDAY);
    var bathroom = history(house, "Badkamer schoonmaken").reversed();
    assertThat(bathroom)
        .extracting(OccurrenceHistory.OccurrenceRecord::state)
        .containsExactly(
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.OPEN);
    assertThat(bathroom.subList(0, 5))
        .extracting(OccurrenceHistory.OccurrenceRecord::doneAt)
        .isSortedAccordingTo(Comparator.naturalOrder())
        .allMatch(done -> done.isBefore(SATURDAY.instant()));
    assertThat(bathroom.subList(0, 5))
        .extracting(OccurrenceHistory.OccurrenceRecord::completedBy)
        .containsExactly(
            house.person("Sanne").id(),
            house.person("Milan").id(),
            house.person("Noor").id(),
            house.person("Noor").id(), // swapped with Daan
            house.person("Sanne").id());
    assertThat(history(house, "Keuken dweilen"))
        .extracting(OccurrenceHistory.OccurrenceRecord::state)
        .contains(Occurrence.State.SKIPPED);
    assertThat(Await.result(readModels.rebuild().rebuild(house.guild())))
        .as("the read models can be rebuilt from these events")
        .isEqualTo(revision(house));
  }

  @Test
  void seeding_twice_changes_nothing() {
    seed(house, SATURDAY);
    var before = revision(house);
    assertThat(seed(house, SATURDAY)).isEqualTo(new DemoSeeder.Result(0, 0));
    assertThat(seed(house, at("2026-04-15T12:00:00Z"))).isEqualTo(new DemoSeeder.Result(0, 0));
    assertThat(revision(house)).isEqualTo(before);
  }

  @Test
  void an_interrupted_seeding_continues() {
    var halfSize = house.tasks().size() / 2;
    var partial = with(house, house.guild(), house.tasks().subList(0, halfSize));
    seed(partial, SATURDAY);
    assertThat(seed(house, SATURDAY).created()).isEqualTo(house.tasks().size() - halfSize);
    assertThat(tasks(house)).hasSize(house.tasks().size());
  }

  @Test
  void deleted_tasks_are_not_created_again() {
    seed(house, SATURDAY);
    var deleted = tasks(house).getFirst();
    new DemoClient(house, guilds)
        .execute(
            "Sanne",
            "test/delete",
            new TaskCommand.Delete(new TaskRef.ById(deleted.id()), null),
            SATURDAY.instant(),
            _ -> false);
    assertThat(seed(house, SATURDAY)).isEqualTo(new DemoSeeder.Result(0, 0));
    assertThat(tasks(house)).extracting(Task::id).doesNotContain(deleted.id());
  }

  @Test
  void reminders_are_sent_for_the_future_only() throws SQLException {
    seed(house, SATURDAY);
    var shown = (QueryResult.ShownSettings) ask(house, new GuildQuery.ShowSettings()).answer();
    assertThat(shown.settings().reminderOffsets())
        .isEqualTo(GuildSettings.INITIAL.reminderOffsets());
    assertThat(shown.settings().escalateAfter()).isEqualTo(GuildSettings.INITIAL.escalateAfter());
    assertThat(inbox("Milan")).isEmpty();
    try (var connection = DATABASE.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select due_at from dcm.guild_wakeup where guild_id = " + house.guild())) {
      assertThat(rows.next()).as("a wake-up is planned").isTrue();
      assertThat(rows.getTimestamp(1).toInstant()).isAfterOrEqualTo(SATURDAY.instant());
    }
  }

  private List<?> inbox(String who) {
    var person = house.person(who);
    var evidence =
        new MembershipEvidence.FromDiscord(who, person.roles(), person.administrator(), null);
    var caller = new Caller.Person(person.id(), evidence, Origin.DISCORD);
    var reply =
        new DemoClient(house, guilds)
            .query(caller, new GuildQuery.Inbox(Long.MAX_VALUE, 50), SATURDAY.instant());
    return ((QueryResult.Inbox) ((GuildReply.Answered) reply).answer()).notifications();
  }

  @Test
  void a_reset_guild_has_its_members_only() {
    seed(house, SATURDAY);
    var operatorSystem = process();
    try {
      var client = new DemoClient(house, DemoCommand.openGuilds(operatorSystem));
      SchemaAdministration.open(operatorSystem).drop(house.guild().value());
      client.observeGuild(SATURDAY.instant());
      var original =
          new DemoSeeder(house, client, ReadModels.open(operatorSystem), SATURDAY).seed();
      assertThat(original.created()).isEqualTo(house.tasks().size());
    } finally {
      terminate(operatorSystem);
    }
    // the previous owner notices the takeover
    await().untilAsserted(() -> assertThat(tasks(house)).hasSize(house.tasks().size()));
    var members = (QueryResult.Members) ask(house, new GuildQuery.Members()).answer();
    assertThat(members.members()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1100000000000000003", "1", "no-id"})
  void no_other_guild_is_reset(String guild) {
    assertThat(new CommandLine(new ResetDemoCommand()).setErr(silent()).execute("--yes", guild))
        .isEqualTo(2);
  }

  @Test
  void a_reset_requires_confirmation() {
    assertThat(new CommandLine(new ResetDemoCommand()).setErr(silent()).execute()).isEqualTo(2);
  }

  private static PrintWriter silent() {
    return new PrintWriter(Writer.nullWriter());
  }

  @Test
  void with_the_real_discord_seeding_is_rejected() {
    var real =
        ConfigFactory.parseString("dcm.discord { token = t, url = \"https://discord.com\" }");
    assertThatThrownBy(() -> DemoCommand.checkLocal(real)).hasMessageContaining("local Discord");
    assertThatCode(() ->
            DemoCommand.checkLocal(
                ConfigFactory.parseString("dcm.discord.url = \"http://127.0.0.1:8081\"")
                    .withFallback(real)))
        .doesNotThrowAnyException();
  }
}
