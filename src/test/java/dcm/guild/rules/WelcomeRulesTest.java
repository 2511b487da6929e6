package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.CHANNEL;
import static dcm.guild.GuildFixture.once;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WelcomeRulesTest {
  private static final DeliveryId WELCOME = new DeliveryId("welcome.ch-" + CHANNEL);
  private static final GuildChannel WRITABLE =
      new GuildChannel(CHANNEL, "general", GuildChannel.Type.TEXT, true);
  private static final GuildChannel OTHER =
      new GuildChannel(new ChannelId(800), "other", GuildChannel.Type.TEXT, true);

  private final GuildFixture fixture = new GuildFixture();

  private List<GuildEvent> added(@Nullable ChannelId chosen, GuildChannel... channels) {
    fixture.asSystem(new SettingsCommand.ObserveGuild("Huize Anna", Map.of(), "nl", chosen));
    return fixture.asSystem(new SettingsCommand.ObserveChannels(List.of(channels)));
  }

  private List<Delivery> outbox() {
    return fixture.guild.outbox();
  }

  @Test
  void a_guild_that_the_bot_is_added_to_gets_one_message() {
    assertThat(added(CHANNEL, WRITABLE))
        .anyMatch(NotificationEvent.WelcomeQueued.class::isInstance);
    assertThat(outbox())
        .singleElement()
        .satisfies(delivery -> {
          assertThat(delivery.id()).isEqualTo(WELCOME);
          assertThat(delivery.route()).isEqualTo(new DeliveryRoute.Channel(CHANNEL));
          var details = fixture.guild.deliveryDetails(WELCOME);
          assertThat(details).isNotNull();
          assertThat(details.task()).isNull();
          assertThat(details.locale()).isEqualTo("nl");
        });
    assertThat(fixture.planned()).as("handed out again").isNotNull();
    fixture.asSystem(new NotificationCommand.Deliver(WELCOME, "1"));
    assertThat(outbox()).isEmpty();
  }

  @Test
  void no_message_follows_a_reconnect_a_new_channel_or_another_invitation() {
    added(CHANNEL, WRITABLE);
    fixture.asSystem(new NotificationCommand.Deliver(WELCOME, "1"));
    assertThat(added(CHANNEL, WRITABLE)).isEmpty();
    added(CHANNEL, WRITABLE, OTHER);
    fixture.asSystem(new SettingsCommand.Deactivate());
    added(CHANNEL, WRITABLE);
    assertThat(outbox()).isEmpty();
    assertThat(fixture.journal)
        .filteredOn(recorded -> recorded.event() instanceof NotificationEvent.WelcomeQueued)
        .hasSize(1);
  }

  @Test
  void there_is_no_message_without_a_writable_channel() {
    added(null, OTHER);
    assertThat(outbox()).isEmpty();
  }

  @Test
  void there_is_no_message_to_a_channel_that_is_closed_to_the_bot() {
    added(CHANNEL, new GuildChannel(CHANNEL, "general", GuildChannel.Type.TEXT, false));
    assertThat(outbox()).isEmpty();
  }

  @Test
  void a_message_that_waits_is_withdrawn_when_there_is_a_task() {
    added(CHANNEL, WRITABLE);
    fixture.join(ANNA, "Anna", true);
    fixture.create(ANNA, once("bathroom"));
    fixture.advance(Duration.ofSeconds(20));
    assertThat(fixture.asSystem(new NotificationCommand.WakeUp()))
        .contains(new NotificationEvent.Withdrawn(WELCOME));
  }

  @Test
  void a_message_that_waits_moves_to_the_channel_that_is_chosen() {
    added(CHANNEL, WRITABLE, OTHER);
    fixture.join(ANNA, "Anna", true);
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null, new SettingsPatch(null, null, null, null, null, false, OTHER.id(), null)));
    fixture.asSystem(new NotificationCommand.Withdraw(WELCOME));
    assertThat(outbox())
        .singleElement()
        .satisfies(
            moved -> assertThat(moved.route()).isEqualTo(new DeliveryRoute.Channel(OTHER.id())));
  }

  @Test
  void a_message_that_is_refused_is_given_up() {
    added(CHANNEL, WRITABLE);
    fixture.asSystem(new NotificationCommand.Fail(WELCOME, "50013", true));
    assertThat(outbox()).isEmpty();
  }
}
