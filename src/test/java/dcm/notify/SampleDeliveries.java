package dcm.notify;

import dcm.guild.value.Assignment;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.Due;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sample deliveries of a guild: reminders of Sanne's task "Bathroom". */
record SampleDeliveries(
    String name,
    DeliveryRoute route,
    ReminderStage stage,
    Due due,
    List<MemberId> holders,
    Occurrence.State state,
    boolean late,
    int attempts,
    @Nullable String locale) {
  static final Instant QUEUED = Instant.parse("2026-11-28T09:00:00Z");
  static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  static final MemberId SANNE = new MemberId(42);
  static final DeliveryRoute TO_SANNE = new DeliveryRoute.DirectMessage(SANNE);
  static final DeliveryRoute IN_CHANNEL = new DeliveryRoute.Channel(new ChannelId(77));
  static final Due AT_ELEVEN = new Due.AtTime(LocalDateTime.parse("2026-11-28T11:00"), ZONE);
  static final Due THAT_DAY = new Due.AllDay(LocalDate.parse("2026-11-28"), ZONE);

  static SampleDeliveries reminder(String name) {
    return new SampleDeliveries(
        name,
        TO_SANNE,
        new ReminderStage.Before(Duration.ofHours(1)),
        AT_ELEVEN,
        List.of(SANNE),
        Occurrence.State.OPEN,
        false,
        1,
        "en-GB");
  }

  SampleDeliveries withRoute(DeliveryRoute newRoute) {
    return new SampleDeliveries(name, newRoute, stage, due, holders, state, late, attempts, locale);
  }

  SampleDeliveries withStage(ReminderStage newStage) {
    return new SampleDeliveries(name, route, newStage, due, holders, state, late, attempts, locale);
  }

  SampleDeliveries withDue(Due newDue) {
    return new SampleDeliveries(name, route, stage, newDue, holders, state, late, attempts, locale);
  }

  SampleDeliveries withHolders(MemberId... newHolders) {
    return new SampleDeliveries(
        name, route, stage, due, List.of(newHolders), state, late, attempts, locale);
  }

  SampleDeliveries withState(Occurrence.State newState) {
    return new SampleDeliveries(name, route, stage, due, holders, newState, late, attempts, locale);
  }

  SampleDeliveries asLate() {
    return new SampleDeliveries(name, route, stage, due, holders, state, true, attempts, locale);
  }

  SampleDeliveries withAttempts(int newAttempts) {
    return new SampleDeliveries(name, route, stage, due, holders, state, late, newAttempts, locale);
  }

  SampleDeliveries withLocale(@Nullable String tag) {
    return new SampleDeliveries(name, route, stage, due, holders, state, late, attempts, tag);
  }

  DeliveryDetails details() {
    var id = new TaskId(new UUID(1, 2));
    var occurrence =
        new Occurrence(
            3, state, due, QUEUED, holders, null, null, List.of(), null, null, null, null);
    boolean active = occurrence.active();
    var task =
        new Task(
            id,
            12,
            "Bathroom",
            "",
            null,
            List.of(),
            Task.Effort.UNKNOWN,
            Task.Priority.NORMAL,
            new Schedule.Once(due),
            Assignment.OPEN,
            active ? List.of(occurrence) : List.of(),
            active ? null : occurrence,
            null,
            SANNE,
            QUEUED,
            9);
    var delivery =
        new Delivery(
            new DeliveryId(name),
            route,
            stage,
            id,
            3,
            holders,
            late,
            QUEUED,
            attempts,
            QUEUED.plus(attempts == 1 ? Duration.ofSeconds(15) : Duration.ofHours(attempts)));
    var recipient =
        switch (route) {
          case DeliveryRoute.DirectMessage(var to) ->
              new Member(to, "Sanne", Set.of(), false, null, locale, 1, true, QUEUED, 1);
          case DeliveryRoute.Channel _ -> null;
        };
    return new DeliveryDetails(
        new GuildId(5), "Huize Sanne", delivery, task, recipient, settings());
  }

  private GuildSettings settings() {
    return new GuildSettings(
        ZONE,
        "nl",
        GuildSettings.INITIAL.weekStart(),
        GuildSettings.INITIAL.reminderOffsets(),
        GuildSettings.INITIAL.escalateAfter(),
        new ChannelId(77),
        GuildSettings.INITIAL.undoWindow());
  }
}
