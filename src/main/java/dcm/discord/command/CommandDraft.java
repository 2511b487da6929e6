package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.registration.SlashCommands;
import dcm.discord.text.DiscordMessages;
import dcm.notify.MessageBundle;
import dcm.notify.MessageLanguage;
import dcm.quickadd.QuickAdd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A slash command as it was typed, kept in the message that refuses it: as fields of an embed, so
 * that a form can be opened with the text weeks later and on another node. Backticks in it become
 * apostrophes.
 *
 * @param path the command, for example {@code task create}
 * @param options typed values by option
 */
public record CommandDraft(String path, Map<String, String> options) {
  private static final String ID_PREFIX = "d1:";
  private static final int COLOUR = 0xb58900;
  private static final int MAX_INPUTS = 5;
  private static final String CODE = "`";
  private static final Pattern MENTION = Pattern.compile("<[@#]([0-9]{1,19})>");
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Commands whose text is kept, with the options that a form offers, the first ones always. */
  private static final Map<String, FormOptions> FORMS =
      Map.of(
          "task create",
          new FormOptions(
              List.of("title", "due"),
              List.of("repeat", "times", "months", "days", "turns", "category", "description"),
              List.of("repeat", "turns", "description")),
          "task update",
          new FormOptions(
              List.of(),
              List.of(
                  "task",
                  "title",
                  "due",
                  "repeat",
                  "times",
                  "months",
                  "days",
                  "turns",
                  "category",
                  "description"),
              List.of()),
          "task snooze",
          new FormOptions(List.of("until"), List.of("task"), List.of()),
          "task reschedule",
          new FormOptions(List.of("due"), List.of("task"), List.of()),
          "task require",
          new FormOptions(List.of(), List.of("task", "checklist", "deadline"), List.of()),
          "away add",
          new FormOptions(List.of("until", "from"), List.of("task", "reason"), List.of("reason")),
          "roster set",
          new FormOptions(List.of("weeks"), List.of("task"), List.of()),
          "quick",
          new FormOptions(List.of("text"), List.of(), List.of()),
          "settings",
          new FormOptions(List.of(), List.of("zone", "reminders", "escalation"), List.of()));

  /** Options that the text of a kept command may name, in the order of the embed. */
  private static final List<String> OPTIONS =
      List.of(
          "text",
          "task",
          "title",
          "due",
          "from",
          "until",
          "repeat",
          "every",
          "days",
          "times",
          "months",
          "holidays",
          "weeks",
          "turns",
          "who",
          "reason",
          "zone",
          "language",
          "reminders",
          "escalation",
          "channel",
          "points",
          "leaderboard",
          "half-life",
          "photo",
          "note",
          "approval",
          "checklist",
          "deadline",
          "then",
          "category",
          "priority",
          "minutes",
          "description");

  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          "task create", Set.of("title"),
          "task update", Set.of("task"),
          "task snooze", Set.of("task", "until"),
          "task reschedule", Set.of("task", "due"),
          "task require", Set.of("task"),
          "away add", Set.of(),
          "roster set", Set.of("task", "weeks"),
          "quick", Set.of("text"),
          "settings", Set.of());

  private record FormOptions(List<String> always, List<String> ifTyped, List<String> ifRoom) {}

  public CommandDraft {
    options = Map.copyOf(options);
  }

  /** The text of a command that is worth keeping; null: of none. */
  public static @Nullable CommandDraft of(List<String> path, Map<String, String> options) {
    String joined = String.join(" ", path);
    var form = FORMS.get(joined);
    boolean hasText =
        form != null
            && Stream.concat(form.always().stream(), form.ifTyped().stream())
                .anyMatch(option -> !option.equals("task") && options.containsKey(option));
    return hasText ? new CommandDraft(joined, options) : null;
  }

  /**
   * The path in the id of a button or form.
   *
   * @return null when the text is not such an id
   */
  public static @Nullable String path(String customId) {
    String path =
        customId.startsWith(ID_PREFIX)
            ? customId.substring(ID_PREFIX.length()).replace('-', ' ')
            : "";
    return FORMS.containsKey(path) ? path : null;
  }

  /** The draft that {@link #embed} wrote, in either language. */
  public static CommandDraft read(String path, Message.@Nullable Embed embed) {
    var options = new LinkedHashMap<String, String>();
    if (embed != null) {
      for (var field : embed.fields()) {
        String option = option(path, field.name());
        if (option != null) {
          options.put(option, value(field.value()));
        }
      }
      if (embed.description().startsWith("```") && embed.description().endsWith("```")) {
        String text = embed.description();
        options.put("description", text.substring(3, Math.max(3, text.length() - 3)).strip());
      }
    }
    return new CommandDraft(path, options);
  }

  private static @Nullable String option(String path, String fieldName) {
    for (var language : MessageLanguage.values()) {
      for (String option : OPTIONS) {
        if (fieldName.equals(name(path, option, DiscordMessages.of(language)))) {
          return option;
        }
      }
    }
    return null;
  }

  private static @Nullable String name(String path, String option, MessageBundle messages) {
    return messages.find("command." + path.replace(' ', '.') + "." + option);
  }

  private static String value(String shown) {
    var mention = MENTION.matcher(shown);
    if (mention.matches()) {
      return mention.group(1);
    }
    boolean code = shown.length() > 2 && shown.startsWith(CODE) && shown.endsWith(CODE);
    return code ? shown.substring(1, shown.length() - 1) : shown;
  }

  /** The draft with the fields of a form; an empty field removes an option. */
  public CommandDraft with(Map<String, String> fields) {
    var changed = new LinkedHashMap<>(options);
    fields.forEach((option, typed) -> {
      if (typed.isBlank()) {
        changed.remove(option);
      } else {
        changed.put(option, typed.strip());
      }
    });
    // whoever corrects the turns in the form can not see the member that was chosen beside them
    if (!fields.getOrDefault("turns", "").isBlank()) {
      changed.remove("who");
    }
    return new CommandDraft(path, changed);
  }

  /** A refusal that keeps the text, with a button to correct it. */
  public Message refusal(String reason, MessageBundle messages) {
    return new Message(
        reason,
        embed(messages),
        List.of(
            new Message.Button(
                Message.Style.PRIMARY, messages.format("button.correct"), customId())),
        List.of());
  }

  private String customId() {
    return ID_PREFIX + path.replace(' ', '-');
  }

  private Message.Embed embed(MessageBundle messages) {
    var fields = new ArrayList<Message.Field>();
    for (String option : OPTIONS) {
      String typed = options.get(option);
      if (typed != null && !typed.isBlank() && !option.equals("description")) {
        String shown =
            switch (option) {
              case "who" -> "<@" + typed + ">";
              case "channel" -> "<#" + typed + ">";
              default -> CODE + typed.replace('`', '\'') + CODE;
            };
        fields.add(
            new Message.Field(Objects.requireNonNull(name(path, option, messages)), shown, true));
      }
    }
    String description = options.getOrDefault("description", "").replace('`', '\'');
    return new Message.Embed(
        messages.format("draft.title"),
        description.isBlank() ? "" : "```\n" + description + "\n```",
        fields,
        COLOUR);
  }

  /** A form with the text. */
  public InteractionReply.Modal form(MessageBundle messages) {
    return new InteractionReply.Modal(
        customId(),
        messages.format("draft.form." + path.replace(' ', '-')),
        formOptions().stream().map(option -> input(option, messages)).toList());
  }

  private List<String> formOptions() {
    FormOptions form = Objects.requireNonNull(FORMS.get(path));
    Stream<String> typed = form.ifTyped().stream().filter(this::isTyped);
    var chosen =
        Stream.of(form.always().stream(), typed, form.ifRoom().stream())
            .flatMap(each -> each)
            .distinct()
            .limit(MAX_INPUTS)
            .toList();
    // a form has a field: what was refused of an update may be a choice
    return chosen.isEmpty() ? List.of("due") : chosen;
  }

  /** Whether an option was typed; a chosen suggestion is an id that nobody can read. */
  private boolean isTyped(String option) {
    String value = options.get(option);
    return value != null && !UUID.matcher(value).matches();
  }

  private InteractionReply.Input input(String option, MessageBundle messages) {
    return new InteractionReply.Input(
        option,
        Objects.requireNonNull(name(path, option, messages)),
        option.equals("description") || option.equals("text"),
        REQUIRED.getOrDefault(path, Set.of()).contains(option),
        switch (option) {
          case "text" -> QuickAdd.MAX_LENGTH;
          case "title", "task" -> SlashCommands.MAX_TITLE_LENGTH;
          case "description" -> SlashCommands.MAX_DESCRIPTION_LENGTH;
          case "due", "from", "until" -> SlashCommands.MAX_DUE_LENGTH;
          case "reason" -> SlashCommands.MAX_REASON_LENGTH;
          case "turns", "weeks", "checklist" -> SlashCommands.MAX_TURNS_LENGTH;
          default -> SlashCommands.MAX_WORDS_LENGTH;
        },
        options.getOrDefault(option, ""));
  }
}
