package dcm.notify;

import dcm.guild.Assignment;
import dcm.guild.ChannelId;
import dcm.guild.Delivery;
import dcm.guild.DeliveryId;
import dcm.guild.Due;
import dcm.guild.Effort;
import dcm.guild.GuildId;
import dcm.guild.Member;
import dcm.guild.MemberId;
import dcm.guild.Occurrence;
import dcm.guild.Parcel;
import dcm.guild.Priority;
import dcm.guild.Route;
import dcm.guild.Schedule;
import dcm.guild.Settings;
import dcm.guild.Stage;
import dcm.guild.Task;
import dcm.guild.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parcels as guilds hand them out: Sanne's bathroom in a Dutch house. */
record Parcels(
    String name,
    Route route,
    Stage stage,
    Due due,
    List<MemberId> holders,
    Occurrence.State state,
    boolean late,
    int attempts,
    @Nullable String locale) {
  static final Instant QUEUED = Instant.parse("2026-11-28T09:00:00Z");
  static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  static final MemberId SANNE = new MemberId(42);
  static final Route TO_SANNE = new Route.DirectMessage(SANNE);
  static final Route IN_CHANNEL = new Route.Channel(new ChannelId(77));
  static final Due AT_ELEVEN = new Due.AtTime(LocalDateTime.parse("2026-11-28T11:00"), ZONE);
  static final Due THAT_DAY = new Due.AllDay(LocalDate.parse("2026-11-28"), ZONE);

  static Parcels reminder(String name) {
    return new Parcels(
        name,
        TO_SANNE,
        new Stage.Before(Duration.ofHours(1)),
        AT_ELEVEN,
        List.of(SANNE),
        Occurrence.State.OPEN,
        false,
        1,
        "en-GB");
  }

  Parcels via(Route way) {
    return new Parcels(name, way, stage, due, holders, state, late, attempts, locale);
  }

  Parcels because(Stage why) {
    return new Parcels(name, route, why, due, holders, state, late, attempts, locale);
  }

  Parcels dueOn(Due when) {
    return new Parcels(name, route, stage, when, holders, state, late, attempts, locale);
  }

  Parcels heldBy(MemberId... whose) {
    return new Parcels(name, route, stage, due, List.of(whose), state, late, attempts, locale);
  }

  Parcels nowIn(Occurrence.State now) {
    return new Parcels(name, route, stage, due, holders, now, late, attempts, locale);
  }

  Parcels sentLate() {
    return new Parcels(name, route, stage, due, holders, state, true, attempts, locale);
  }

  Parcels handedOut(int times) {
    return new Parcels(name, route, stage, due, holders, state, late, times, locale);
  }

  Parcels readIn(@Nullable String tag) {
    return new Parcels(name, route, stage, due, holders, state, late, attempts, tag);
  }

  Parcel parcel() {
    var id = new TaskId(new UUID(1, 2));
    var occurrence =
        new Occurrence(3, state, due, QUEUED, holders, null, null, List.of(), null, null);
    boolean active = occurrence.active();
    var task =
        new Task(
            id,
            12,
            "Bathroom",
            "",
            null,
            List.of(),
            Effort.UNKNOWN,
            Priority.NORMAL,
            new Schedule.Once(due),
            Assignment.OPEN,
            active ? occurrence : null,
            active ? null : occurrence,
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
          case Route.DirectMessage(var to) ->
              new Member(to, "Sanne", Set.of(), false, null, locale, 1, true, QUEUED, 1);
          case Route.Channel _ -> null;
        };
    return new Parcel(new GuildId(5), "Huize Sanne", delivery, task, recipient, settings());
  }

  private Settings settings() {
    return new Settings(
        ZONE,
        "nl",
        Settings.INITIAL.weekStart(),
        Settings.INITIAL.reminderOffsets(),
        Settings.INITIAL.escalateAfter(),
        new ChannelId(77),
        Settings.INITIAL.undoWindow());
  }
}
