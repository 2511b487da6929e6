package dcm.notify;

import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Composes messages about an occurrence: the text and the buttons. */
final class MessageComposer {
  /**
   * The minimum time for which Discord remembers a nonce ("a few minutes", by its documentation).
   */
  private static final Duration NONCE_LIFETIME = Duration.ofMinutes(2);

  private static final String MODULE = "notify";

  private MessageComposer() {}

  /**
   * @param mayHaveBeenSent whether any node may have sent it before
   */
  static OutgoingMessage compose(DeliveryDetails details, boolean mayHaveBeenSent, Instant now) {
    Delivery delivery = details.delivery();
    MessageLanguage language = MessageLanguage.of(details.locale());
    Task task = details.task();
    if (task == null) {
      return welcome(details, language, mayHaveBeenSent && isNonceExpired(delivery, now));
    }
    Occurrence occurrence = occurrence(task, delivery.ordinal());
    boolean active = occurrence != null && occurrence.active();
    return new OutgoingMessage(
        language,
        body(details, task, occurrence, MessageBundle.of(MODULE, language), now),
        Map.of("title", task.title(), "guild", details.guildName()),
        delivery.route() instanceof DeliveryRoute.Channel ? delivery.addressees() : List.of(),
        active ? buttons(occurrence) : List.of(),
        DeliveryNonce.of(details.guild(), delivery.id()),
        mayHaveBeenSent && isNonceExpired(delivery, now));
  }

  private static boolean isNonceExpired(Delivery delivery, Instant now) {
    return delivery.queuedAt().plus(NONCE_LIFETIME).isBefore(now);
  }

  private static OutgoingMessage welcome(
      DeliveryDetails details, MessageLanguage language, boolean checkForExisting) {
    return new OutgoingMessage(
        language,
        MessageBundle.of(MODULE, language).format("welcome"),
        Map.of("guild", details.guildName()),
        List.of(),
        List.of(OutgoingMessage.Button.SETUP),
        DeliveryNonce.of(details.guild(), details.delivery().id()),
        checkForExisting);
  }

  private static String body(
      DeliveryDetails details,
      Task task,
      @Nullable Occurrence occurrence,
      MessageBundle messages,
      Instant now) {
    Delivery delivery = details.delivery();
    var values = Map.of("number", Integer.toString(task.number()));
    var lines = new ArrayList<String>();
    if (occurrence == null || !occurrence.active()) {
      lines.add(messages.format("closed", values));
    } else {
      lines.add(stage(delivery.stage(), occurrence.due(), messages, values, now));
      if (occurrence.holders().isEmpty()) {
        lines.add(messages.format("nobody"));
      }
    }
    if (delivery.late()) {
      lines.add(messages.format("late"));
    }
    String text = String.join("\n", lines);
    return switch (delivery.route()) {
      case DeliveryRoute.DirectMessage _ -> text + "\n" + messages.format("from");
      case DeliveryRoute.Channel _ -> mentions(delivery.addressees()) + text;
    };
  }

  private static String stage(
      ReminderStage stage,
      Due due,
      MessageBundle messages,
      Map<String, String> taskValues,
      Instant now) {
    return switch (stage) {
      case ReminderStage.Before before ->
          messages.format(
              (before.offset().isZero() ? "at." : "before.") + tense(due, now),
              dueValues(due, taskValues));
      case ReminderStage.Snoozed _ ->
          messages.format("snoozed", taskValues)
              + (due instanceof Due.Never
                  ? ""
                  : " "
                      + messages.format("snoozed." + tense(due, now), dueValues(due, taskValues)));
      case ReminderStage.Nudged nudged -> {
        Map<String, String> values = new HashMap<>(dueValues(due, taskValues));
        values.put("by", "<@" + nudged.by() + ">");
        yield messages.format("nudged." + dueKind(due), values);
      }
      case ReminderStage.Welcome _ -> throw new IllegalArgumentException("it has no due");
      case ReminderStage.Overdue _ ->
          messages.format("overdue." + dueKind(due), dueValues(due, taskValues));
    };
  }

  /** A due at a time is past one minute after it, an all-day due from the end of the day. */
  private static String tense(Due due, Instant now) {
    boolean past =
        switch (due) {
          case Due.Never _ -> false;
          case Due.AtTime time -> now.isAfter(time.instant().plusSeconds(60));
          case Due.AllDay day -> !now.isBefore(day.deadline());
        };
    return dueKind(due) + (past ? ".past" : "");
  }

  private static String dueKind(Due due) {
    return switch (due) {
      case Due.Never _ -> "never";
      case Due.AtTime _ -> "time";
      case Due.AllDay _ -> "day";
    };
  }

  /**
   * The due date as Discord timestamps, which each reader sees in their own time zone; a whole day
   * is represented by its noon.
   */
  private static Map<String, String> dueValues(Due due, Map<String, String> taskValues) {
    long seconds =
        switch (due) {
          case Due.Never _ -> 0;
          case Due.AtTime time -> time.instant().getEpochSecond();
          case Due.AllDay day ->
              day.date().atTime(LocalTime.NOON).atZone(day.zone()).toEpochSecond();
        };
    return Map.of(
        "number", taskValues.get("number"),
        "full", "<t:" + seconds + ":F>",
        "relative", "<t:" + seconds + ":R>",
        "day", "<t:" + seconds + ":D>");
  }

  private static String mentions(List<MemberId> members) {
    return members.isEmpty()
        ? ""
        : members.stream().map(id -> "<@" + id + ">").collect(Collectors.joining(" ", "", "\n"));
  }

  private static List<OutgoingMessage.Button> buttons(Occurrence occurrence) {
    return occurrence.holders().isEmpty()
        ? List.of(OutgoingMessage.Button.CLAIM, OutgoingMessage.Button.DONE)
        : List.of(OutgoingMessage.Button.DONE, OutgoingMessage.Button.SNOOZE);
  }

  private static @Nullable Occurrence occurrence(Task taskValues, int ordinal) {
    return Stream.of(taskValues.open(), taskValues.closed())
        .filter(each -> each != null && each.ordinal() == ordinal)
        .findFirst()
        .orElse(null);
  }
}
