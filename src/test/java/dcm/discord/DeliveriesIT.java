package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.Answer;
import dcm.guild.ChannelId;
import dcm.guild.Delivery;
import dcm.guild.FieldError;
import dcm.guild.GuildFixture;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Notification;
import dcm.guild.NotificationCommand;
import dcm.guild.Parcel;
import dcm.guild.Question;
import dcm.guild.Refusal;
import dcm.guild.Route;
import dcm.guild.SettingsCommand;
import dcm.guild.SettingsPatch;
import dcm.notify.Language;
import dcm.notify.Letter;
import dcm.notify.Receipt;
import dcm.sandbox.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that a guild owes: where they may go, and whether they still hold when they are sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesIT {
  private LocalHouse house;

  @BeforeAll
  void open(@TempDir Path data) {
    house = new LocalHouse(data);
  }

  @AfterEach
  void clear() {
    house.control("DELETE", "/faults", null);
  }

  @AfterAll
  void close() {
    house.close();
  }

  private static SettingsCommand.Change channel(String id) {
    return new SettingsCommand.Change(
        null, new SettingsPatch(null, null, null, null, null, false, ChannelId.of(id), null));
  }

  private List<String> contents(String where) {
    return house.control("GET", where, null).findValuesAsText("content");
  }

  @Test
  void a_channel_of_another_guild_is_refused_and_nothing_is_posted_there() {
    var reply = house.elsewhere(channel(Seed.GENERAL));
    house.command(
        Seed.SANNE, "nl", "task create", Map.of("title", "Geheim", "due", "over 2 minuten"));
    house.wakeAt(Instant.now().plusSeconds(130));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .untilAsserted(() ->
            assertThat(contents("/channels/" + Seed.GENERAL + "/messages"))
                .as("after %s", reply)
                .noneMatch(content -> content.contains("Geheim")));
    assertThat(reply)
        .isEqualTo(new GuildReply.Declined(new Refusal.UnknownChannel(ChannelId.of(Seed.GENERAL))));
    assertThat(house.elsewhere(channel("1499999999999999999")))
        .as("nowhere")
        .isEqualTo(
            new GuildReply.Declined(
                new Refusal.UnknownChannel(ChannelId.of("1499999999999999999"))));
  }

  @Test
  void whatever_a_guild_hands_out_is_posted_in_its_own_channels_only() {
    var channels = new GuildChannels(house.rest());
    assertThat(LocalHouse.wait(channels.send(parcel(Seed.GENERAL), letter("van elders"))))
        .isEqualTo(new Receipt.Refused("unknown-channel", true));
    assertThat(contents("/channels/" + Seed.GENERAL + "/messages")).isEmpty();
    assertThat(LocalHouse.wait(channels.send(parcel(Seed.SCHOONMAAK), letter("van hier"))))
        .isInstanceOf(Receipt.Delivered.class);
    assertThat(LocalHouse.wait(channels.send(parcel("1499999999999999999"), letter("x"))))
        .isEqualTo(new Receipt.Refused("10003", true));
  }

  /** As a history of before the rule, or an archive, could have it. */
  private static Parcel parcel(String channel) {
    var fixture = GuildFixture.house();
    fixture.create(GuildFixture.ANNA, GuildFixture.once("dishes", "2026-11-25T11:00"));
    fixture.now = GuildFixture.instant("2026-11-25T11:00");
    fixture.clockwork(new NotificationCommand.WakeUp());
    var made = fixture.guild.parcel(fixture.guild.outbox().getFirst().id());
    var owed = made.delivery();
    var delivery =
        new Delivery(
            owed.id(),
            new Route.Channel(ChannelId.of(channel)),
            owed.stage(),
            owed.task(),
            owed.ordinal(),
            owed.concerns(),
            false,
            owed.queuedAt(),
            1,
            owed.retryAt());
    return new Parcel(LocalHouse.HOUSE, "House", delivery, made.task(), null, made.settings());
  }

  private static Letter letter(String words) {
    return new Letter(
        Language.NL, words, Map.of(), List.of(), List.of(), words.replace(' ', '-'), false);
  }

  @Test
  void what_was_done_while_discord_was_out_of_order_is_not_reminded_of() {
    house.control(
        "POST",
        "/faults",
        Map.of("kind", "server-error", "route", "POST /channels", "status", 503, "times", 1));
    house.command(
        Seed.SANNE,
        "nl",
        "task create",
        Map.of("title", "Balkon", "due", "over 2 minuten", "who", Seed.NOOR));
    house.wakeAt(Instant.now().plusSeconds(130));
    await().until(() -> house.control("GET", "/faults", null).findValues("kind").isEmpty());
    house.command(Seed.SANNE, "nl", "task done", Map.of("task", "Balkon"));
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() ->
            assertThat(contents("/users/" + Seed.NOOR + "/messages"))
                .noneMatch(content -> content.contains("Balkon")));
  }

  private void make(String id, String bot) {
    house.control(
        "POST",
        "/guilds/" + Seed.HOUSE + "/channels",
        Map.of("id", id, "name", "kanaal", "bot", bot));
  }

  @Test
  void a_channel_that_was_just_made_can_be_chosen_and_one_that_is_closed_to_the_bot_cannot() {
    make("1400000000000000701", "write");
    await()
        .untilAsserted(() ->
            assertThat(house.elsewhere(channel("1400000000000000701")))
                .isInstanceOf(GuildReply.Done.class));
    make("1400000000000000702", "read");
    await()
        .untilAsserted(() ->
            assertThat(house.elsewhere(channel("1400000000000000702")))
                .isEqualTo(
                    new GuildReply.Declined(
                        new Refusal.Invalid(
                            List.of(
                                new FieldError(
                                    "channel",
                                    "not-writable",
                                    "the bot may not write there: give it the right to in"
                                        + " Discord"))))));
    make("1400000000000000703", "none");
    var channels = new GuildChannels(house.rest());
    assertThat(LocalHouse.wait(channels.send(parcel("1400000000000000702"), letter("dicht"))))
        .isEqualTo(new Receipt.Refused("50013", true));
    assertThat(LocalHouse.wait(channels.send(parcel("1400000000000000703"), letter("weg"))))
        .isEqualTo(new Receipt.Refused("50001", true));
    house.elsewhere(channel(Seed.ALGEMEEN));
  }

  private Answer ask(GuildQuery query) {
    var reply =
        LocalHouse.wait(
            house.guilds.answer(
                new Question(LocalHouse.HOUSE, Instant.now(), LocalHouse.owner(), query)));
    return ((GuildReply.Answered) reply).answer();
  }

  @Test
  void whoever_may_change_the_settings_hears_once_that_the_channel_is_gone() {
    make("1400000000000000711", "write");
    await().until(() -> house.elsewhere(channel("1400000000000000711")) instanceof GuildReply.Done);
    house.control("DELETE", "/guilds/" + Seed.HOUSE + "/channels/1400000000000000711", null);
    house.command(
        Seed.NOOR, "nl", "task create", Map.of("title", "Schuur", "due", "over 2 minuten"));
    house.wakeAt(Instant.now().plusSeconds(130));
    await()
        .untilAsserted(() ->
            assertThat(((Answer.Outbox) ask(new GuildQuery.OutboxStatus())).outage())
                .isNotNull()
                .satisfies(
                    outage -> assertThat(outage.channel()).hasToString("1400000000000000711")));
    assertThat(((Answer.Inbox) ask(new GuildQuery.Inbox(Long.MAX_VALUE, 10))).notifications())
        .extracting(Notification::title)
        .contains("Schuur");

    house.command(Seed.NOOR, "nl", "help", Map.of());
    house.command(Seed.SANNE, "nl", "help", Map.of());
    await().untilAsserted(() -> assertThat(notices()).hasSize(1));
    await()
        .until(() ->
            !((Answer.Outbox) ask(new GuildQuery.OutboxStatus())).outage().shownTo().isEmpty());
    house.command(Seed.SANNE, "nl", "help", Map.of());
    house.command(Seed.SANNE, "nl", "task list", Map.of());
    await()
        .during(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(notices()).as("once").hasSize(1));
    assertThat(notices().getFirst()).contains("<#1400000000000000711>", "/settings");
    house.elsewhere(channel(Seed.ALGEMEEN));
    assertThat(((Answer.Outbox) ask(new GuildQuery.OutboxStatus())).outage()).isNull();
  }

  private List<String> notices() {
    return contents("/channels/" + Seed.ALGEMEEN + "/messages").stream()
        .filter(content -> content.contains("komen niet aan"))
        .toList();
  }

  @Test
  void what_people_typed_into_a_message_calls_nobody_and_names_nothing() {
    var title =
        "bel @everyone <@%s> <@&%s> <#%s>".formatted(Seed.MILAN, Seed.HUISGENOOT, Seed.GENERAL);
    house.command(Seed.SANNE, "nl", "task create", Map.of("title", title, "due", "over 2 minuten"));
    house.wakeAt(Instant.now().plusSeconds(130));
    await()
        .untilAsserted(() ->
            assertThat(house.control("GET", "/channels/" + Seed.ALGEMEEN + "/messages", null))
                .filteredOn(message -> message.path("content").asText().contains("bel"))
                .isNotEmpty()
                .allSatisfy(message -> {
                  assertThat(message.path("mention_everyone").asBoolean()).isFalse();
                  assertThat(message.path("mentions")).isEmpty();
                  assertThat(message.path("mention_roles")).isEmpty();
                  assertThat(message.path("content").asText())
                      .doesNotContain("<@&", "<#", "<@" + Seed.MILAN);
                }));
  }
}
