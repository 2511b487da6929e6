package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dcm.entity.Guilds;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.Door;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Occurrence;
import dcm.guild.Settings;
import dcm.guild.Standing;
import dcm.guild.Task;
import dcm.guild.TaskCommand;
import dcm.guild.TaskFilter;
import dcm.guild.TaskRef;
import dcm.journal.TestDatabase;
import dcm.journal.Upkeep;
import dcm.view.PastOccurrence;
import dcm.view.View;
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

/** The demo guilds get a past that the guild itself decided on, once. */
class DemoIT {
  private static final Clock SATURDAY = at("2026-03-21T09:30:00Z");

  private static final AtomicLong GUILDS = new AtomicLong(5_100);
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static ActorSystem<Void> system;
  private static Guilds guilds;
  private static View view;

  private final DemoStory house = elsewhere(DemoStory.all().getFirst());

  private static Clock at(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  /** The same story in a guild of each test's own. */
  private static DemoStory elsewhere(DemoStory story) {
    return with(story, new GuildId(GUILDS.incrementAndGet()), story.tasks());
  }

  private static DemoStory with(DemoStory story, GuildId guild, List<DemoStory.Chore> tasks) {
    return new DemoStory(
        guild,
        story.name(),
        story.locale(),
        story.zone(),
        story.channel(),
        story.roles(),
        story.people(),
        story.founder(),
        story.groupings(),
        tasks);
  }

  private static ActorSystem<Void> process() {
    return ActorSystem.create(
        Behaviors.empty(), "demo", DemoCommand.APART.withFallback(DATABASE.config()).resolve());
  }

  private static void end(ActorSystem<Void> process) {
    process.terminate();
    Waiting.on(process.getWhenTerminated());
  }

  @BeforeAll
  static void open() {
    system = process();
    guilds = DemoCommand.desk(system);
    view = View.open(system);
  }

  @AfterAll
  static void close() {
    end(system);
  }

  private DemoSeeding.Told tell(DemoStory story, Clock clock) {
    return new DemoSeeding(story, new DemoDesk(story, guilds), view, clock).tell();
  }

  private GuildReply.Answered ask(DemoStory story, GuildQuery query) {
    return (GuildReply.Answered)
        new DemoDesk(story, guilds).ask(new Caller.Clockwork(), query, Instant.now());
  }

  private long revision(DemoStory story) {
    return ask(story, new GuildQuery.ShowSettings()).revision();
  }

  private List<Task> tasks(DemoStory story) {
    var query = new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.NUMBER, 0, 200);
    return ((Answer.Tasks) ask(story, query).answer()).tasks();
  }

  private List<PastOccurrence> history(DemoStory story, String title) {
    var chore = story.tasks().stream().filter(task -> task.title().equals(title)).findFirst();
    return Waiting.on(
        view.history().ofTask(story.guild(), story.id(chore.orElseThrow()), 1_000, 100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-28T23:30:00Z", // the end of a short month, and a Sunday in no place of ours
        "2026-03-30T05:00:00Z", // the Monday after the clock went on, before anybody is up
        "2026-11-25T12:00:00Z"
      })
  void both_stories_can_be_told_on_any_day(String day) {
    for (var told : DemoStory.all()) {
      var story = elsewhere(told);
      var done = tell(story, at(day));
      assertThat(done.made()).isEqualTo(story.tasks().size());
      assertThat(done.closed()).isGreaterThan(15);
      assertThat(tasks(story)).hasSize(story.tasks().size());
    }
  }

  @Test
  void what_happened_lies_in_the_past_in_order_and_turns_went_round() {
    tell(house, SATURDAY);
    var bathroom = history(house, "Badkamer schoonmaken").reversed();
    assertThat(bathroom)
        .extracting(PastOccurrence::state)
        .containsExactly(
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.DONE,
            Occurrence.State.OPEN);
    assertThat(bathroom.subList(0, 5))
        .extracting(PastOccurrence::doneAt)
        .isSortedAccordingTo(Comparator.naturalOrder())
        .allMatch(done -> done.isBefore(SATURDAY.instant()));
    assertThat(bathroom.subList(0, 5))
        .extracting(PastOccurrence::completedBy)
        .containsExactly(
            house.somebody("Sanne").id(),
            house.somebody("Milan").id(),
            house.somebody("Noor").id(),
            house.somebody("Noor").id(), // swapped with Daan
            house.somebody("Sanne").id());
    assertThat(history(house, "Keuken dweilen"))
        .extracting(PastOccurrence::state)
        .contains(Occurrence.State.SKIPPED);
    assertThat(Waiting.on(view.rebuild().of(house.guild())))
        .as("the read tables can be made from these events again")
        .isEqualTo(revision(house));
  }

  @Test
  void a_story_told_twice_changes_nothing() {
    tell(house, SATURDAY);
    var before = revision(house);
    assertThat(tell(house, SATURDAY)).isEqualTo(new DemoSeeding.Told(0, 0));
    assertThat(tell(house, at("2026-04-15T12:00:00Z"))).isEqualTo(new DemoSeeding.Told(0, 0));
    assertThat(revision(house)).isEqualTo(before);
  }

  @Test
  void a_story_that_broke_off_goes_on() {
    var half = house.tasks().size() / 2;
    var begun = with(house, house.guild(), house.tasks().subList(0, half));
    tell(begun, SATURDAY);
    assertThat(tell(house, SATURDAY).made()).isEqualTo(house.tasks().size() - half);
    assertThat(tasks(house)).hasSize(house.tasks().size());
  }

  @Test
  void what_people_deleted_stays_away() {
    tell(house, SATURDAY);
    var gone = tasks(house).getFirst();
    new DemoDesk(house, guilds)
        .expect(
            "Sanne",
            "test/delete",
            new TaskCommand.Delete(new TaskRef.ById(gone.id()), null),
            SATURDAY.instant(),
            _ -> false);
    assertThat(tell(house, SATURDAY)).isEqualTo(new DemoSeeding.Told(0, 0));
    assertThat(tasks(house)).extracting(Task::id).doesNotContain(gone.id());
  }

  @Test
  void nobody_is_reminded_of_the_past_but_of_what_is_to_come() throws SQLException {
    tell(house, SATURDAY);
    var shown = (Answer.ShownSettings) ask(house, new GuildQuery.ShowSettings()).answer();
    assertThat(shown.settings().reminderOffsets()).isEqualTo(Settings.INITIAL.reminderOffsets());
    assertThat(shown.settings().escalateAfter()).isEqualTo(Settings.INITIAL.escalateAfter());
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
    var somebody = house.somebody(who);
    var standing = new Standing.Witnessed(who, somebody.roles(), somebody.administrator(), null);
    var caller = new Caller.Person(somebody.id(), standing, Door.DISCORD);
    var reply =
        new DemoDesk(house, guilds)
            .ask(caller, new GuildQuery.Inbox(Long.MAX_VALUE, 50), SATURDAY.instant());
    return ((Answer.Inbox) ((GuildReply.Answered) reply).answer()).notifications();
  }

  @Test
  void a_guild_that_was_dropped_begins_anew_with_its_people() {
    tell(house, SATURDAY);
    var operator = process();
    try {
      var desk = new DemoDesk(house, DemoCommand.desk(operator));
      Upkeep.open(operator).drop(house.guild().value());
      desk.open(SATURDAY.instant());
      var told = new DemoSeeding(house, desk, View.open(operator), SATURDAY).tell();
      assertThat(told.made()).isEqualTo(house.tasks().size());
    } finally {
      end(operator);
    }
    // whoever served it before notices that it lives elsewhere
    await().untilAsserted(() -> assertThat(tasks(house)).hasSize(house.tasks().size()));
    var members = (Answer.Members) ask(house, new GuildQuery.Members()).answer();
    assertThat(members.members()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1100000000000000003", "1", "no-id"})
  void no_other_guild_is_reset(String guild) {
    assertThat(new CommandLine(new ResetDemoCommand()).setErr(silent()).execute("--yes", guild))
        .isEqualTo(2);
  }

  @Test
  void nothing_is_reset_unless_it_is_meant() {
    assertThat(new CommandLine(new ResetDemoCommand()).setErr(silent()).execute()).isEqualTo(2);
  }

  private static PrintWriter silent() {
    return new PrintWriter(Writer.nullWriter());
  }

  @Test
  void a_place_where_people_use_the_real_discord_has_no_demo() {
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
