package dcm.discord.command;

import dcm.discord.client.Message;
import dcm.discord.command.SetupComponentId.Action;
import dcm.discord.command.SetupComponentId.Who;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.DurationParser;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.guild.value.Due;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.notify.MessageBundle;
import dcm.notify.MessageLanguage;
import dcm.template.TaskTemplate;
import dcm.template.TaskTemplate.Room;
import dcm.template.TemplateCatalog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages of the set-up: three steps, and a summary. */
final class SetupMessages {
  /** Value of the option without escalation. */
  static final String OFF = "off";

  /** Before the id of a set in the menu of rooms. */
  static final String SET_PREFIX = "set:";

  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_OPTIONS = 25;
  private static final int MAX_LINE_LENGTH = 300;
  private static final int SHOWN_REFUSALS = 5;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private static final List<List<Duration>> REMINDERS =
      List.of(
          List.of(Duration.ofHours(24), Duration.ZERO),
          List.of(Duration.ZERO),
          List.of(Duration.ofHours(24)),
          List.of(Duration.ofHours(24), Duration.ofHours(1), Duration.ZERO),
          List.of(Duration.ofHours(72), Duration.ofHours(24), Duration.ZERO));

  private static final List<Duration> ESCALATIONS =
      List.of(
          Duration.ofHours(2), Duration.ofHours(12), Duration.ofHours(24), Duration.ofHours(72));

  /**
   * The zone in which most people live who choose one of Discord's languages. American English is
   * not among them: it is what Discord begins with.
   */
  private static final Map<String, String> ZONE_OF_LANGUAGE =
      Map.ofEntries(
          Map.entry("nl", "Europe/Amsterdam"),
          Map.entry("de", "Europe/Berlin"),
          Map.entry("fr", "Europe/Paris"),
          Map.entry("en-GB", "Europe/London"),
          Map.entry("es-ES", "Europe/Madrid"),
          Map.entry("it", "Europe/Rome"),
          Map.entry("pl", "Europe/Warsaw"),
          Map.entry("da", "Europe/Copenhagen"),
          Map.entry("sv-SE", "Europe/Stockholm"),
          Map.entry("no", "Europe/Oslo"),
          Map.entry("fi", "Europe/Helsinki"),
          Map.entry("tr", "Europe/Istanbul"),
          Map.entry("pt-BR", "America/Sao_Paulo"),
          Map.entry("ja", "Asia/Tokyo"));

  private static final List<String> ZONES =
      List.of(
          "Europe/Amsterdam",
          "Europe/Brussels",
          "Europe/London",
          "Europe/Dublin",
          "Europe/Berlin",
          "Europe/Paris",
          "Europe/Zurich",
          "Europe/Vienna",
          "Europe/Madrid",
          "Europe/Lisbon",
          "Europe/Rome",
          "Europe/Copenhagen",
          "Europe/Warsaw",
          "Europe/Helsinki",
          "UTC",
          "America/New_York",
          "America/Chicago",
          "America/Denver",
          "America/Los_Angeles",
          "America/Curacao",
          "America/Paramaribo",
          "Asia/Tokyo",
          "Australia/Sydney");

  private final TemplateCatalog catalog;

  SetupMessages(TemplateCatalog catalog) {
    this.catalog = catalog;
  }

  /** The page of the step that the id names. */
  Message step(InteractionContext context, SetupComponentId id, GuildSettings settings) {
    return switch (id.action()) {
      case STEP_2 -> reminders(context.messages(), id, settings);
      case STEP_3 -> tasks(context, id, settings);
      case STEP_1, LANGUAGE, ZONE, CHANNEL, REMINDERS, ESCALATION, ROOM, TEMPLATES, WHO, CREATE ->
          language(context, id, settings);
    };
  }

  /** The zone that a language suggests; null: none. */
  static @Nullable String likelyZone(String locale) {
    return ZONE_OF_LANGUAGE.get(locale);
  }

  private static Message language(
      InteractionContext context, SetupComponentId id, GuildSettings settings) {
    var messages = context.messages();
    String tag = MessageLanguage.of(settings.locale()).locale().getLanguage();
    var languages =
        Stream.of("en", "nl")
            .map(each ->
                new Message.Option(
                    messages.format("command.settings.language." + each),
                    each,
                    "",
                    each.equals(tag)))
            .toList();
    var zones =
        Stream.concat(
                Stream.of(settings.zone().getId(), likelyZone(settings.locale()))
                    .filter(Objects::nonNull),
                ZONES.stream())
            .distinct()
            .limit(MAX_OPTIONS)
            .map(each ->
                new Message.Option(
                    each,
                    each,
                    messages.format("setup.zone-time", time(context, ZoneId.of(each))),
                    each.equals(settings.zone().getId())))
            .toList();
    return page(
            messages,
            "setup.title.1",
            messages.format(
                "setup.text.1", "`" + settings.zone() + "`", time(context, settings.zone())))
        .withSelects(
            List.of(
                menu(id.of(Action.LANGUAGE), "setup.language", languages, messages),
                menu(id.of(Action.ZONE), "setup.zone", zones, messages)))
        .withButtons(
            List.of(button(Message.Style.PRIMARY, "setup.next", id.of(Action.STEP_2), messages)));
  }

  private static String time(InteractionContext context, ZoneId zone) {
    return TIME.format(context.receivedAt().atZone(zone));
  }

  private static Message reminders(
      MessageBundle messages, SetupComponentId id, GuildSettings settings) {
    var ladders = new ArrayList<>(REMINDERS);
    ladders.add(List.of());
    if (!ladders.contains(settings.reminderOffsets())) {
      ladders.addFirst(settings.reminderOffsets());
    }
    var reminders =
        ladders.stream()
            .map(offsets ->
                new Message.Option(
                    offsets.isEmpty()
                        ? messages.format("setup.no-reminders")
                        : SettingsHandler.formatOffsets(offsets, messages),
                    offsets.isEmpty()
                        ? OFF
                        : offsets.stream().map(Duration::toString).collect(Collectors.joining(",")),
                    "",
                    offsets.equals(settings.reminderOffsets())))
            .toList();
    var after = new ArrayList<>(ESCALATIONS);
    if (settings.escalateAfter() != null && !after.contains(settings.escalateAfter())) {
      after.addFirst(settings.escalateAfter());
    }
    var escalations =
        Stream.concat(
                after.stream()
                    .map(each ->
                        new Message.Option(
                            messages.format(
                                "setup.escalate-after", DurationParser.format(each, messages)),
                            each.toString(),
                            "",
                            each.equals(settings.escalateAfter()))),
                Stream.of(
                    new Message.Option(
                        messages.format("setup.never-escalate"),
                        OFF,
                        "",
                        settings.escalateAfter() == null)))
            .toList();
    return page(messages, "setup.title.2", messages.format("setup.text.2"))
        .withSelects(
            List.of(
                new Message.ChannelSelect(
                    id.of(Action.CHANNEL).toString(),
                    messages.format("setup.channel"),
                    settings.channel()),
                menu(id.of(Action.REMINDERS), "setup.reminders", reminders, messages),
                menu(id.of(Action.ESCALATION), "setup.escalation", escalations, messages)))
        .withButtons(
            List.of(
                button(Message.Style.SECONDARY, "setup.back", id.of(Action.STEP_1), messages),
                button(Message.Style.PRIMARY, "setup.next", id.of(Action.STEP_3), messages)));
  }

  /** The room whose templates are shown; at first the first one. */
  Room shownRoom(SetupComponentId id) {
    var room = catalog.room(id.room());
    return room == null ? catalog.rooms().getFirst() : room;
  }

  private Message tasks(InteractionContext context, SetupComponentId id, GuildSettings settings) {
    var messages = context.messages();
    var language = Locale.forLanguageTag(settings.locale());
    var chosen = id.selection().of(catalog);
    var shown = shownRoom(id);
    var sets =
        catalog.sets().stream()
            .map(set ->
                new Message.Option(
                    messages.format("setup.set", set.name().in(language)),
                    SET_PREFIX + set.id(),
                    messages.format("setup.set.about", set.templates().size()),
                    false));
    var rooms =
        catalog.rooms().stream()
            .map(room ->
                new Message.Option(
                    room.name().in(language),
                    room.id(),
                    messages.format(
                        "setup.chosen-of", count(chosen, room), catalog.in(room).size()),
                    room.equals(shown)))
            .toList();
    var templates =
        catalog.in(shown).stream()
            .map(template ->
                new Message.Option(
                    template.title().in(language),
                    template.id(),
                    messages.format(
                        "setup.rhythm",
                        rhythm(context, template, settings),
                        template.effort().minutes()),
                    chosen.contains(template)))
            .toList();
    var who =
        Arrays.stream(Who.values())
            .map(each ->
                new Message.Option(
                    messages.format("setup.who." + each.wireName()),
                    each.wireName(),
                    messages.format("setup.who." + each.wireName() + ".about"),
                    each == id.who()))
            .toList();
    var buttons = new ArrayList<Message.Button>();
    buttons.add(button(Message.Style.SECONDARY, "setup.back", id.of(Action.STEP_2), messages));
    if (!chosen.isEmpty()) {
      buttons.add(
          new Message.Button(
              Message.Style.SUCCESS,
              messages.format("setup.create", chosen.size()),
              id.of(Action.CREATE).toString()));
    }
    return page(messages, "setup.title.3", chosenText(messages, chosen, language))
        .withSelects(
            List.of(
                menu(
                    id.of(Action.ROOM),
                    "setup.room",
                    Stream.concat(sets, rooms.stream()).toList(),
                    messages),
                new Message.OptionSelect(
                    id.of(Action.TEMPLATES).toString(),
                    messages.format("setup.templates", shown.name().in(language)),
                    true,
                    templates),
                menu(id.of(Action.WHO), "setup.who", who, messages)))
        .withButtons(buttons);
  }

  private static long count(List<TaskTemplate> chosen, Room room) {
    return chosen.stream().filter(each -> each.room().equals(room.id())).count();
  }

  private static String rhythm(
      InteractionContext context, TaskTemplate template, GuildSettings settings) {
    var recurrence =
        new Recurrence(
            template.rhythm().rrule(settings.weekStart()),
            LocalDate.ofInstant(context.receivedAt(), settings.zone()),
            template.time(),
            settings.zone(),
            Recurrence.MonthEnd.CLAMP);
    return DiscordFormat.recurrence(
        new Schedule.Recurring(recurrence, Schedule.Anchor.FROM_DUE), context.messages());
  }

  /** The chosen titles by room. */
  private String chosenText(MessageBundle messages, List<TaskTemplate> chosen, Locale language) {
    if (chosen.isEmpty()) {
      return messages.format("setup.text.3");
    }
    return catalog.rooms().stream()
        .filter(room -> count(chosen, room) > 0)
        .map(room ->
            "**%s**: %s"
                .formatted(
                    MarkdownEscape.singleLine(room.name().in(language)),
                    Truncation.truncate(
                        MAX_LINE_LENGTH,
                        chosen.stream()
                            .filter(each -> each.room().equals(room.id()))
                            .map(each -> MarkdownEscape.singleLine(each.title().in(language)))
                            .collect(Collectors.joining(", ")))))
        .collect(Collectors.joining("\n", messages.format("setup.text.3-chosen") + "\n", ""));
  }

  /** What was created, when the first reminder comes, and what to try next. */
  Message summary(
      InteractionContext context, SetupHandler.Created created, GuildSettings settings) {
    var messages = context.messages();
    var lines = new ArrayList<String>();
    lines.add(
        messages.format(
            "setup.first-due",
            created.tasks().stream()
                .map(SetupMessages::due)
                .min(Comparator.comparing(Due::start))
                .map(due -> DiscordFormat.due(due, messages))
                .orElseThrow()));
    lines.add(reminderLine(messages, firstReminder(context, created, settings)));
    if (settings.channel() == null) {
      lines.add(messages.format("setup.without-channel"));
    }
    if (!created.refusals().isEmpty()) {
      lines.add("");
      lines.add(messages.format("setup.refused", created.refusals().size()));
      created.refusals().stream().distinct().limit(SHOWN_REFUSALS).forEach(lines::add);
    }
    lines.add("");
    lines.add(messages.format("setup.try-next", context.links().guild(context.guild())));
    var again = SetupComponentId.begin(Action.STEP_3, context.receivedAt().toEpochMilli());
    return Message.embed(
            new Message.Embed(
                messages.format("setup.created", created.tasks().size()),
                String.join("\n", lines),
                List.of(),
                COLOUR))
        .withButtons(List.of(button(Message.Style.SECONDARY, "setup.more", again, messages)));
  }

  private static Due due(Task task) {
    var open = task.open();
    return open == null ? new Due.Never() : open.due();
  }

  private static @Nullable Instant firstReminder(
      InteractionContext context, SetupHandler.Created created, GuildSettings settings) {
    return created.tasks().stream()
        .map(task -> settings.firstReminder(due(task), context.receivedAt()))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static String reminderLine(MessageBundle messages, @Nullable Instant first) {
    return first == null
        ? messages.format("setup.no-reminder")
        : messages.format("setup.first-reminder", DiscordFormat.timestamp(first));
  }

  private static Message page(MessageBundle messages, String title, String text) {
    return Message.embed(new Message.Embed(messages.format(title), text, List.of(), COLOUR));
  }

  private static Message.Select menu(
      SetupComponentId id, String text, List<Message.Option> options, MessageBundle messages) {
    return new Message.OptionSelect(id.toString(), messages.format(text), false, options);
  }

  private static Message.Button button(
      Message.Style style, String text, SetupComponentId id, MessageBundle messages) {
    return new Message.Button(style, messages.format(text), id.toString());
  }
}
