package dcm.discord;

import dcm.discord.words.Escape;
import dcm.discord.words.Texts;
import dcm.guild.FieldError;
import dcm.guild.Grouping;
import dcm.guild.Occurrence;
import dcm.guild.Refusal;
import dcm.guild.TaskRef;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every refusal of the guild in the visitor's language. */
final class RefusalWords {
  private RefusalWords() {}

  static String of(Refusal refusal, Texts texts) {
    return switch (refusal) {
      case Refusal.UnknownGuild _ -> texts.say("refused.unknown-guild");
      case Refusal.NotAMember _ -> texts.say("refused.not-a-member");
      case Refusal.StaleToken _ -> texts.say("refused.stale");
      case Refusal.Forbidden forbidden ->
          texts.say("refused.forbidden", Names.permission(forbidden.missing(), texts));
      case Refusal.HeldByOthers others -> heldByOthers(others, texts);
      case Refusal.BeyondOwnPermissions beyond ->
          texts.say(
              "refused.beyond-own",
              beyond.lacking().stream()
                  .map(permission -> Names.permission(permission, texts))
                  .collect(Collectors.joining(", ")));
      case Refusal.UnknownTask unknown -> unknownTask(unknown.task(), texts);
      case Refusal.UnknownOccurrence _ -> texts.say("refused.unknown-occurrence");
      case Refusal.UnknownMember unknown ->
          texts.say("refused.unknown-member", Names.member(unknown.member()));
      case Refusal.UnknownGrouping unknown ->
          texts.say(
              switch (unknown.kind()) {
                case Grouping.Kind.CATEGORY -> "refused.unknown-category";
                case Grouping.Kind.LABEL -> "refused.unknown-label";
              });
      case Refusal.UnknownChannel _ -> texts.say("refused.unknown-channel");
      case Refusal.ChannelsNotObserved _ -> texts.say("refused.channels-not-observed");
      case Refusal.Outdated _ -> texts.say("refused.outdated");
      case Refusal.WrongState wrong -> wrongState(wrong.actual(), texts);
      case Refusal.AlreadyClaimed claimed ->
          texts.say("refused.already-claimed", Names.member(claimed.by()));
      case Refusal.TooLateToUndo _ -> texts.say("refused.too-late-to-undo");
      case Refusal.NextAlreadyActedUpon _ -> texts.say("refused.next-acted-upon");
      case Refusal.NameTaken taken -> texts.say("refused.name-taken", Escape.line(taken.name()));
      case Refusal.TooMany many -> texts.say("refused.too-many", many.limit());
      case Refusal.TooMuchText much -> texts.say("refused.too-much-text", much.limit());
      case Refusal.Invalid invalid ->
          texts.say(
              "refused.invalid",
              invalid.errors().stream()
                  .map(error -> field(error, texts))
                  .distinct()
                  .collect(Collectors.joining("; ")));
      case Refusal.KeyReused _ -> texts.say("refused.key-reused");
    };
  }

  private static String heldByOthers(Refusal.HeldByOthers others, Texts texts) {
    String permission = Names.permission(others.missing(), texts);
    if (others.holders().isEmpty()) {
      return texts.say("refused.forbidden", permission);
    }
    return texts.say(
        others.turn() ? "refused.their-turn" : "refused.theirs",
        Names.members(others.holders()),
        permission);
  }

  private static String unknownTask(TaskRef task, Texts texts) {
    return switch (task) {
      case TaskRef.ById _ -> texts.say("refused.unknown-task");
      case TaskRef.ByNumber number -> texts.say("refused.unknown-number", number.number());
    };
  }

  private static String wrongState(Occurrence.@Nullable State actual, Texts texts) {
    return switch (actual) {
      case null -> texts.say("refused.nothing-open");
      case OPEN, CLAIMED, DONE, SKIPPED, CANCELLED ->
          texts.say("refused.state." + actual.name().toLowerCase(Locale.ROOT));
    };
  }

  /** Which field, and what is wrong with it by its code: the guild's own sentence is English. */
  private static String field(FieldError error, Texts texts) {
    String name = error.field().replaceAll("\\[[0-9]*]", "");
    String field = texts.find("field." + name);
    String wrong = texts.find("wrong." + error.code());
    return texts.say(
        "refused.field",
        field == null ? "`" + name.replace("`", "") + "`" : field,
        wrong == null ? Escape.line(error.detail()) : wrong);
  }
}
