package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.SettingsCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.HolidayCalendar.PublicHolidays;
import dcm.notify.MessageBundle;
import dcm.notify.TypingContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /holidays show|country|add|remove}: the days on which tasks may be left out or moved. */
public final class HolidayHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_SHOWN = 20;

  private final DiscordGuildClient guildClient;

  public HolidayHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  /** A holiday, or a list of them, that can be removed. */
  record Entry(String id, String label, String name) {
    static Entry of(PublicHolidays list, MessageBundle messages) {
      String region = list.region() == null ? "" : " " + list.region().toUpperCase(Locale.ROOT);
      String name = messages.format("holidays.country." + list.country()) + region;
      return new Entry("list:" + list.country() + region, name, name);
    }

    static Entry of(OwnHoliday day, MessageBundle messages) {
      return new Entry(
          "day:" + day.date(),
          DiscordFormat.typedDay(day.date(), messages) + " " + MarkdownEscape.plainText(day.name()),
          day.name());
    }
  }

  static Stream<Entry> entries(HolidayCalendar calendar, MessageBundle messages) {
    return Stream.concat(
        calendar.lists().stream().map(list -> Entry.of(list, messages)),
        calendar.own().stream().map(day -> Entry.of(day, messages)));
  }

  public CompletionStage<InteractionReply> show(
      InteractionContext context, CommandOptions options) {
    return holidays(context).thenApply(shown -> message(context, shown));
  }

  /** Adds the public holidays of a country, or of a part of it. */
  public CompletionStage<InteractionReply> country(
      InteractionContext context, CommandOptions options) {
    var country =
        HolidayCalendar.Country.valueOf(options.required("country").toUpperCase(Locale.ROOT));
    String typed = options.text("region");
    String region = typed == null ? null : typed.strip().toLowerCase(Locale.ROOT);
    return holidays(context)
        .thenCompose(shown -> {
          var regions = shown.regions().get(country);
          if (region != null && (regions == null || !regions.contains(region))) {
            throw new InvalidInputException(
                context
                    .messages()
                    .format(
                        "invalid-input.region",
                        MarkdownEscape.singleLine(typed),
                        regions == null ? "" : String.join(", ", regions)));
          }
          var lists = new ArrayList<>(shown.calendar().lists());
          lists.add(new PublicHolidays(country, region));
          return replace(context, new HolidayCalendar(shown.calendar().own(), lists));
        });
  }

  /** Adds a day of the guild's own. */
  public CompletionStage<InteractionReply> add(InteractionContext context, CommandOptions options) {
    String typed = options.required("day");
    String name = options.required("name");
    return guildClient
        .settings(context)
        .thenCompose(settings -> {
          var messages = context.messages();
          var typing =
              TypingContext.of(
                  settings.zone(), settings.weekStart(), messages.language(), context.receivedAt());
          LocalDate day = TypedDue.parse(typed, typing, messages).due().day();
          if (day == null) {
            throw new InvalidInputException(
                context.messages().format("invalid-input.due", MarkdownEscape.singleLine(typed)));
          }
          return holidays(context)
              .thenCompose(shown -> {
                var own = new ArrayList<>(shown.calendar().own());
                own.removeIf(each -> each.date().equals(day));
                own.add(new OwnHoliday(day, name));
                return replace(context, new HolidayCalendar(own, shown.calendar().lists()));
              });
        });
  }

  public CompletionStage<InteractionReply> remove(
      InteractionContext context, CommandOptions options) {
    String chosen = options.required("holiday").strip();
    return holidays(context)
        .thenCompose(shown -> {
          var calendar = shown.calendar();
          String id = id(context, calendar, chosen);
          var messages = context.messages();
          return replace(
              context,
              new HolidayCalendar(
                  calendar.own().stream()
                      .filter(day -> !Entry.of(day, messages).id().equals(id))
                      .toList(),
                  calendar.lists().stream()
                      .filter(list -> !Entry.of(list, messages).id().equals(id))
                      .toList()));
        });
  }

  /** What was chosen from the suggestions, or typed as they show it. */
  private static String id(InteractionContext context, HolidayCalendar calendar, String chosen) {
    return entries(calendar, context.messages())
        .filter(entry ->
            entry.id().equals(chosen)
                || entry.label().equalsIgnoreCase(chosen)
                || entry.name().equalsIgnoreCase(chosen))
        .map(Entry::id)
        .findFirst()
        .orElseThrow(() ->
            new InvalidInputException(
                context
                    .messages()
                    .format("invalid-input.holiday", MarkdownEscape.singleLine(chosen))));
  }

  private CompletionStage<QueryResult.ShownHolidays> holidays(InteractionContext context) {
    return guildClient.ask(context, new GuildQuery.ShowHolidays(), QueryResult.ShownHolidays.class);
  }

  private CompletionStage<InteractionReply> replace(
      InteractionContext context, HolidayCalendar calendar) {
    return guildClient
        .decide(context, new SettingsCommand.ReplaceHolidays(null, calendar))
        .thenCompose(_ -> holidays(context))
        .thenApply(shown -> message(context, shown));
  }

  private static InteractionReply message(
      InteractionContext context, QueryResult.ShownHolidays shown) {
    var messages = context.messages();
    var calendar = shown.calendar();
    if (calendar.equals(HolidayCalendar.NONE)) {
      return new InteractionReply.NewMessage(Message.text(messages.format("holidays.none")), true);
    }
    String days =
        shown.days().stream()
            .limit(MAX_SHOWN)
            .map(day ->
                DiscordFormat.typedDay(day.date(), messages)
                    + " · "
                    + MarkdownEscape.singleLine(day.name()))
            .collect(Collectors.joining("\n"));
    return new InteractionReply.NewMessage(
        Message.embed(
            new Message.Embed(
                messages.format("holidays.title"),
                lists(calendar, messages) + days + "\n\n" + messages.format("holidays.use"),
                List.of(),
                COLOUR)),
        true);
  }

  private static String lists(HolidayCalendar calendar, MessageBundle messages) {
    return calendar.lists().isEmpty()
        ? ""
        : messages.format(
                "holidays.lists",
                calendar.lists().stream()
                    .map(list -> Entry.of(list, messages).label())
                    .collect(Collectors.joining(", ")))
            + "\n\n";
  }
}
