package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CHANNEL;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.ChannelId;
import dcm.guild.value.ChannelOutage;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.MemberId;
import dcm.guild.value.Notification;
import dcm.guild.value.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutageRulesTest {
  private static final GuildChannel CHORES =
      new GuildChannel(CHANNEL, "chores", GuildChannel.Type.TEXT, true);
  private static final GuildChannel OTHER =
      new GuildChannel(new ChannelId(800), "other", GuildChannel.Type.TEXT, true);

  private final GuildFixture fixture = GuildFixture.withMembers();

  /**
   * An unassigned task becomes due, and Discord answers the message in the channel with this code.
   */
  private List<GuildEvent> lost(String title, String due, String code) {
    fixture.create(BEN, once(title, due));
    fixture.now = instant(due);
    fixture.asSystem(new NotificationCommand.WakeUp());
    Delivery owed = fixture.guild.outbox().getLast();
    assertThat(owed.route()).isEqualTo(new DeliveryRoute.Channel(CHANNEL));
    return fixture.asSystem(new NotificationCommand.Fail(owed.id(), code, true));
  }

  private @Nullable ChannelOutage outage() {
    return ((QueryResult.Outbox) fixture.queryResult(ANNA, new GuildQuery.OutboxStatus())).outage();
  }

  private List<Notification> inbox(MemberId member) {
    return ((QueryResult.Inbox)
            fixture.queryResult(member, new GuildQuery.Inbox(Long.MAX_VALUE, 50)))
        .notifications();
  }

  @Test
  void a_message_rejected_by_the_channel_is_posted_to_responsible_members() {
    lost("dishes", "2026-11-24T11:00", "10003");
    assertThat(inbox(ANNA)).extracting(Notification::title).containsExactly("dishes");
    assertThat(inbox(BEN)).as("who made it").hasSize(1);
    assertThat(inbox(GuildFixture.CAS)).isEmpty();
  }

  @Test
  void without_any_channel_the_inbox_has_the_notification_too() {
    fixture.asSystem(
        new SettingsCommand.ObserveGuild("Huize Anna", java.util.Map.of(), "nl", null));
    fixture.create(BEN, once("dishes", "2026-11-24T11:00"));
    fixture.now = instant("2026-11-24T11:00");
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(inbox(ANNA)).hasSize(1);
  }

  @Test
  void lost_messages_are_counted_until_one_is_delivered() {
    assertThat(outage()).isNull();
    lost("dishes", "2026-11-24T11:00", "10003");
    lost("windows", "2026-11-25T11:00", "50013");
    ChannelOutage outage = outage();
    assertThat(outage.messages()).isEqualTo(2);
    assertThat(outage.code()).isEqualTo("50013");
    assertThat(outage.since()).isEqualTo(instant("2026-11-24T11:00"));
    fixture.create(BEN, once("floor", "2026-11-26T11:00"));
    fixture.now = instant("2026-11-26T11:00");
    fixture.asSystem(new NotificationCommand.WakeUp());
    fixture.asSystem(new NotificationCommand.Deliver(fixture.guild.outbox().getLast().id(), "m1"));
    assertThat(outage()).isNull();
  }

  @Test
  void another_channel_or_restored_write_access_ends_the_outage() {
    lost("dishes", "2026-11-24T11:00", "50013");
    fixture.asSystem(
        new SettingsCommand.ObserveChannels(
            List.of(new GuildChannel(CHANNEL, "chores", GuildChannel.Type.TEXT, false), OTHER)));
    assertThat(outage()).isNotNull();
    fixture.asSystem(new SettingsCommand.ObserveChannels(List.of(CHORES, OTHER)));
    assertThat(outage()).isNull();
    lost("windows", "2026-11-25T11:00", "50013");
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null, new SettingsPatch(null, null, null, null, null, false, OTHER.id(), null)));
    assertThat(outage()).isNull();
  }

  @Test
  void a_member_with_settings_permission_is_notified_once() {
    lost("dishes", "2026-11-24T11:00", "10003");
    assertThat(fixture.execute(ANNA, new NotificationCommand.MarkOutageShown()))
        .containsExactly(new NotificationEvent.OutageShown(ANNA));
    assertThat(fixture.execute(ANNA, new NotificationCommand.MarkOutageShown())).isEmpty();
    assertThat(outage().shownTo()).containsExactly(ANNA);
    lost("windows", "2026-11-25T11:00", "10003");
    assertThat(outage().shownTo()).as("the same outage").containsExactly(ANNA);
    assertThat(fixture.refused(BEN, new NotificationCommand.MarkOutageShown()))
        .isEqualTo(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
    assertThat(fixture.query(BEN, new GuildQuery.OutboxStatus()))
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.SETTINGS_MANAGE)));
  }

  @Test
  void a_snapshot_contains_the_outage() {
    lost("dishes", "2026-11-24T11:00", "10003");
    fixture.execute(ANNA, new NotificationCommand.MarkOutageShown());
    ChannelOutage before = outage();
    fixture.guild = Guild.restored(fixture.guild.snapshot());
    assertThat(outage()).isEqualTo(before);
  }
}
