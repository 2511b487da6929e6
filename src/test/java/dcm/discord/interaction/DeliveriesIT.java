package dcm.discord.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.discord.delivery.GuildTextChannel;
import dcm.guild.GuildFixture;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.Notification;
import dcm.notify.MessageLanguage;
import dcm.notify.OutgoingMessage;
import dcm.notify.SendResult;
import dcm.sandbox.store.InitialState;
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
 * Deliveries of a guild: their permitted targets, and whether they still apply when they are sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesIT {
  private BotTestKit kit;

  @BeforeAll
  void open(@TempDir Path data) {
    kit = new BotTestKit(data);
  }

  @AfterEach
  void clear() {
    kit.control("DELETE", "/faults", null);
  }

  @AfterAll
  void close() {
    kit.close();
  }

  private static SettingsCommand.Change channel(String id) {
    return new SettingsCommand.Change(
        null, new SettingsPatch(null, null, null, null, null, false, ChannelId.of(id), null));
  }

  private List<String> contents(String where) {
    return kit.control("GET", where, null).findValuesAsText("content");
  }

  @Test
  void a_channel_of_another_guild_is_refused_and_nothing_is_posted_there() {
    var reply = kit.fromDashboard(channel(InitialState.GENERAL));
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Geheim", "due", "over 2 minuten"));
    kit.wakeUpAt(Instant.now().plusSeconds(130));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .untilAsserted(() ->
            assertThat(contents("/channels/" + InitialState.GENERAL + "/messages"))
                .as("after %s", reply)
                .noneMatch(content -> content.contains("Geheim")));
    assertThat(reply)
        .isEqualTo(
            new GuildReply.Refused(new Refusal.UnknownChannel(ChannelId.of(InitialState.GENERAL))));
    assertThat(kit.fromDashboard(channel("1499999999999999999")))
        .as("nowhere")
        .isEqualTo(
            new GuildReply.Refused(
                new Refusal.UnknownChannel(ChannelId.of("1499999999999999999"))));
  }

  @Test
  void deliveries_are_posted_in_channels_of_their_own_guild_only() {
    var channels = new GuildTextChannel(kit.rest());
    assertThat(
            BotTestKit.join(channels.send(details(InitialState.GENERAL), outgoing("van elders"))))
        .isEqualTo(new SendResult.Failed("unknown-channel", true));
    assertThat(contents("/channels/" + InitialState.GENERAL + "/messages"))
        .doesNotContain("van elders");
    assertThat(
            BotTestKit.join(channels.send(details(InitialState.SCHOONMAAK), outgoing("van hier"))))
        .isInstanceOf(SendResult.Delivered.class);
    assertThat(BotTestKit.join(channels.send(details("1499999999999999999"), outgoing("x"))))
        .isEqualTo(new SendResult.Failed("10003", true));
  }

  /** A target that an archive or a history from before the check may contain. */
  private static DeliveryDetails details(String channel) {
    var fixture = GuildFixture.withMembers();
    fixture.create(GuildFixture.ANNA, GuildFixture.once("dishes", "2026-11-25T11:00"));
    fixture.now = GuildFixture.instant("2026-11-25T11:00");
    fixture.asSystem(new NotificationCommand.WakeUp());
    var original = fixture.guild.deliveryDetails(fixture.guild.outbox().getFirst().id());
    var originalDelivery = original.delivery();
    var delivery =
        new Delivery(
            originalDelivery.id(),
            new DeliveryRoute.Channel(ChannelId.of(channel)),
            originalDelivery.stage(),
            originalDelivery.task(),
            originalDelivery.ordinal(),
            originalDelivery.addressees(),
            false,
            originalDelivery.queuedAt(),
            1,
            originalDelivery.retryAt());
    return new DeliveryDetails(
        BotTestKit.GUILD, "House", delivery, original.task(), null, original.settings());
  }

  private static OutgoingMessage outgoing(String text) {
    return new OutgoingMessage(
        MessageLanguage.NL, text, Map.of(), List.of(), List.of(), text.replace(' ', '-'), false);
  }

  @Test
  void a_task_completed_during_an_outage_of_discord_has_no_reminder() {
    kit.control(
        "POST",
        "/faults",
        Map.of("kind", "server-error", "route", "POST /channels", "status", 503, "times", 1));
    kit.command(
        InitialState.SANNE,
        "nl",
        "task create",
        Map.of("title", "Balkon", "due", "over 2 minuten", "who", InitialState.NOOR));
    kit.wakeUpAt(Instant.now().plusSeconds(130));
    await().until(() -> kit.control("GET", "/faults", null).findValues("kind").isEmpty());
    kit.command(InitialState.SANNE, "nl", "task done", Map.of("task", "Balkon"));
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() ->
            assertThat(contents("/users/" + InitialState.NOOR + "/messages"))
                .noneMatch(content -> content.contains("Balkon")));
  }

  private void createChannel(String id, String bot) {
    kit.control(
        "POST",
        "/guilds/" + InitialState.HOUSE + "/channels",
        Map.of("id", id, "name", "kanaal", "bot", bot));
  }

  @Test
  void a_channel_that_was_just_made_can_be_chosen_and_one_that_is_closed_to_the_bot_cannot() {
    createChannel("1400000000000000701", "write");
    await()
        .untilAsserted(() ->
            assertThat(kit.fromDashboard(channel("1400000000000000701")))
                .isInstanceOf(GuildReply.Done.class));
    createChannel("1400000000000000702", "read");
    await()
        .untilAsserted(() ->
            assertThat(kit.fromDashboard(channel("1400000000000000702")))
                .isEqualTo(
                    new GuildReply.Refused(
                        new Refusal.Invalid(
                            List.of(
                                new Refusal.FieldError(
                                    "channel",
                                    "not-writable",
                                    "the bot lacks permission to write there; grant it in"
                                        + " Discord"))))));
    createChannel("1400000000000000703", "none");
    var channels = new GuildTextChannel(kit.rest());
    assertThat(BotTestKit.join(channels.send(details("1400000000000000702"), outgoing("dicht"))))
        .isEqualTo(new SendResult.Failed("50013", true));
    assertThat(BotTestKit.join(channels.send(details("1400000000000000703"), outgoing("weg"))))
        .isEqualTo(new SendResult.Failed("50001", true));
    kit.fromDashboard(channel(InitialState.ALGEMEEN));
  }

  private QueryResult ask(GuildQuery query) {
    var reply =
        BotTestKit.join(
            kit.guilds.answer(
                new QueryEnvelope(BotTestKit.GUILD, Instant.now(), BotTestKit.owner(), query)));
    return ((GuildReply.Answered) reply).answer();
  }

  @Test
  void members_who_may_change_the_settings_are_notified_once_of_a_channel_outage() {
    createChannel("1400000000000000711", "write");
    await()
        .until(() -> kit.fromDashboard(channel("1400000000000000711")) instanceof GuildReply.Done);
    kit.control("DELETE", "/guilds/" + InitialState.HOUSE + "/channels/1400000000000000711", null);
    kit.command(
        InitialState.NOOR, "nl", "task create", Map.of("title", "Schuur", "due", "over 2 minuten"));
    kit.wakeUpAt(Instant.now().plusSeconds(130));
    await()
        .untilAsserted(() ->
            assertThat(((QueryResult.Outbox) ask(new GuildQuery.OutboxStatus())).outage())
                .isNotNull()
                .satisfies(
                    outage -> assertThat(outage.channel()).hasToString("1400000000000000711")));
    assertThat(((QueryResult.Inbox) ask(new GuildQuery.Inbox(Long.MAX_VALUE, 10))).notifications())
        .extracting(Notification::title)
        .contains("Schuur");

    kit.command(InitialState.NOOR, "nl", "help", Map.of());
    kit.command(InitialState.SANNE, "nl", "help", Map.of());
    await().untilAsserted(() -> assertThat(notices()).hasSize(1));
    await()
        .until(() ->
            !((QueryResult.Outbox) ask(new GuildQuery.OutboxStatus()))
                .outage()
                .shownTo()
                .isEmpty());
    kit.command(InitialState.SANNE, "nl", "help", Map.of());
    kit.command(InitialState.SANNE, "nl", "task list", Map.of());
    await()
        .during(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(notices()).as("once").hasSize(1));
    assertThat(notices().getFirst()).contains("<#1400000000000000711>", "/instellingen");
    kit.fromDashboard(channel(InitialState.ALGEMEEN));
    assertThat(((QueryResult.Outbox) ask(new GuildQuery.OutboxStatus())).outage()).isNull();
  }

  private List<String> notices() {
    return contents("/channels/" + InitialState.ALGEMEEN + "/messages").stream()
        .filter(content -> content.contains("komen niet aan"))
        .toList();
  }

  @Test
  void user_text_in_a_message_mentions_nobody_and_is_not_interpolated() {
    var title =
        "bel @everyone <@%s> <@&%s> <#%s>"
            .formatted(InitialState.MILAN, InitialState.HUISGENOOT, InitialState.GENERAL);
    kit.command(
        InitialState.SANNE, "nl", "task create", Map.of("title", title, "due", "over 2 minuten"));
    kit.wakeUpAt(Instant.now().plusSeconds(130));
    await()
        .untilAsserted(() ->
            assertThat(kit.control("GET", "/channels/" + InitialState.ALGEMEEN + "/messages", null))
                .filteredOn(message -> message.path("content").asText().contains("bel"))
                .isNotEmpty()
                .allSatisfy(message -> {
                  assertThat(message.path("mention_everyone").asBoolean()).isFalse();
                  assertThat(message.path("mentions")).isEmpty();
                  assertThat(message.path("mention_roles")).isEmpty();
                  assertThat(message.path("content").asText())
                      .doesNotContain("<@&", "<#", "<@" + InitialState.MILAN);
                }));
  }
}
