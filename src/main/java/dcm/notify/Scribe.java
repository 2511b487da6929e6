package dcm.notify;

import dcm.guild.Delivery;
import dcm.guild.Due;
import dcm.guild.MemberId;
import dcm.guild.Occurrence;
import dcm.guild.Parcel;
import dcm.guild.Route;
import dcm.guild.Stage;
import dcm.guild.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes letters: what is to be done, by when, by whom, and what can be done about it. */
final class Scribe {
  /** How long Discord remembers a nonce at least ("a few minutes", by its documentation). */
  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  private Scribe() {}

  /**
   * @param again it was sent before, by whomever
   */
  static Letter write(Parcel parcel, boolean again, Instant now) {
    Delivery delivery = parcel.delivery();
    Language language = Language.of(parcel.locale());
    Occurrence occurrence = occurrence(parcel.task(), delivery.ordinal());
    boolean active = occurrence != null && occurrence.active();
    boolean longAgo = delivery.queuedAt().plus(REMEMBERED).isBefore(now);
    return new Letter(
        language,
        words(parcel, occurrence, Words.in(language), now),
        Map.of("title", parcel.task().title(), "guild", parcel.guildName()),
        delivery.route() instanceof Route.Channel ? delivery.concerns() : List.of(),
        active ? buttons(occurrence) : List.of(),
        Nonce.of(parcel.guild(), delivery.id()),
        again && longAgo);
  }

  private static String words(
      Parcel parcel, @Nullable Occurrence occurrence, Words words, Instant now) {
    Delivery delivery = parcel.delivery();
    var values = Map.of("number", Integer.toString(parcel.task().number()));
    var lines = new ArrayList<String>();
    if (occurrence == null || !occurrence.active()) {
      lines.add(words.say("closed", values));
    } else {
      lines.add(stage(delivery.stage(), occurrence.due(), words, values, now));
      if (occurrence.holders().isEmpty()) {
        lines.add(words.say("nobody"));
      }
    }
    if (delivery.late()) {
      lines.add(words.say("late"));
    }
    String said = String.join("\n", lines);
    return switch (delivery.route()) {
      case Route.DirectMessage _ -> said + "\n" + words.say("from");
      case Route.Channel _ -> called(delivery.concerns()) + said;
    };
  }

  private static String stage(
      Stage stage, Due due, Words words, Map<String, String> task, Instant now) {
    return switch (stage) {
      case Stage.Before before ->
          words.say(
              (before.offset().isZero() ? "at." : "before.") + tense(due, now), at(due, task));
      case Stage.Snoozed _ ->
          words.say("snoozed", task)
              + (due instanceof Due.Never
                  ? ""
                  : " " + words.say("snoozed." + tense(due, now), at(due, task)));
      case Stage.Overdue _ -> words.say("overdue." + kind(due), at(due, task));
    };
  }

  /** What is due at a time is past from that instant, a whole day from its end. */
  private static String tense(Due due, Instant now) {
    boolean past =
        switch (due) {
          case Due.Never _ -> false;
          case Due.AtTime time -> now.isAfter(time.instant().plusSeconds(60));
          case Due.AllDay day -> !now.isBefore(day.ends());
        };
    return kind(due) + (past ? ".past" : "");
  }

  private static String kind(Due due) {
    return switch (due) {
      case Due.Never _ -> "never";
      case Due.AtTime _ -> "time";
      case Due.AllDay _ -> "day";
    };
  }

  /** Each reader sees it on their own clock; a whole day is named by its noon. */
  private static Map<String, String> at(Due due, Map<String, String> task) {
    long seconds =
        switch (due) {
          case Due.Never _ -> 0;
          case Due.AtTime time -> time.instant().getEpochSecond();
          case Due.AllDay day ->
              day.date().atTime(LocalTime.NOON).atZone(day.zone()).toEpochSecond();
        };
    return Map.of(
        "number", task.get("number"),
        "full", "<t:" + seconds + ":F>",
        "relative", "<t:" + seconds + ":R>",
        "day", "<t:" + seconds + ":D>");
  }

  private static String called(List<MemberId> concerns) {
    return concerns.isEmpty()
        ? ""
        : concerns.stream().map(id -> "<@" + id + ">").collect(Collectors.joining(" ", "", "\n"));
  }

  private static List<Letter.Button> buttons(Occurrence occurrence) {
    return occurrence.holders().isEmpty()
        ? List.of(Letter.Button.CLAIM, Letter.Button.DONE)
        : List.of(Letter.Button.DONE, Letter.Button.SNOOZE);
  }

  private static @Nullable Occurrence occurrence(Task task, int ordinal) {
    return Stream.of(task.open(), task.closed())
        .filter(each -> each != null && each.ordinal() == ordinal)
        .findFirst()
        .orElse(null);
  }
}
