package dcm.discord.message;

import dcm.discord.text.MarkdownEscape;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Grouping;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskRef;
import dcm.notify.MessageBundle;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Texts of every refusal in the user's language. */
public final class RefusalMessages {
  private RefusalMessages() {}

  public static String of(Refusal refusal, MessageBundle messages) {
    return switch (refusal) {
      case Refusal.UnknownGuild _ -> messages.format("refused.unknown-guild");
      case Refusal.NotAMember _ -> messages.format("refused.not-a-member");
      case Refusal.StaleToken _ -> messages.format("refused.stale");
      case Refusal.Forbidden forbidden ->
          messages.format(
              "refused.forbidden", DiscordFormat.permission(forbidden.missing(), messages));
      case Refusal.HeldByOthers others -> heldByOthers(others, messages);
      case Refusal.BeyondOwnPermissions beyond ->
          messages.format(
              "refused.beyond-own",
              beyond.missing().stream()
                  .map(permission -> DiscordFormat.permission(permission, messages))
                  .collect(Collectors.joining(", ")));
      case Refusal.UnknownTask unknown -> unknownTask(unknown.task(), messages);
      case Refusal.UnknownOccurrence _ -> messages.format("refused.unknown-occurrence");
      case Refusal.UnknownMember unknown ->
          messages.format(
              "refused.unknown-member", DiscordFormat.member(unknown.member(), messages));
      case Refusal.UnknownSwap _ -> messages.format("refused.unknown-swap");
      case Refusal.UnknownCalendarToken _ -> messages.format("refused.unknown-calendar-token");
      case Refusal.NotYours _ -> messages.format("refused.not-yours");
      case Refusal.UnknownAbsence _ -> messages.format("refused.unknown-absence");
      case Refusal.UnknownGrouping unknown ->
          messages.format(
              switch (unknown.kind()) {
                case Grouping.Kind.CATEGORY -> "refused.unknown-category";
                case Grouping.Kind.LABEL -> "refused.unknown-label";
              });
      case Refusal.UnknownChannel _ -> messages.format("refused.unknown-channel");
      case Refusal.ChannelsNotObserved _ -> messages.format("refused.channels-not-observed");
      case Refusal.Outdated _ -> messages.format("refused.outdated");
      case Refusal.WrongState wrongState -> wrongState(wrongState.actual(), messages);
      case Refusal.AlreadyClaimed claimed ->
          messages.format("refused.already-claimed", DiscordFormat.member(claimed.by()));
      case Refusal.TooLateToUndo _ -> messages.format("refused.too-late-to-undo");
      case Refusal.NextAlreadyActedUpon _ -> messages.format("refused.next-acted-upon");
      case Refusal.NothingToUndo _ -> messages.format("refused.nothing-to-undo");
      case Refusal.NotDeleted _ -> messages.format("refused.not-deleted");
      case Refusal.NudgedRecently recently ->
          messages.format(
              "refused.nudged-recently", "<t:" + recently.until().getEpochSecond() + ":R>");
      case Refusal.NobodyToRemind _ -> messages.format("refused.nobody-to-remind");
      case Refusal.SelfApproval _ -> messages.format("refused.self-approval");
      case Refusal.RequirementsMissing requirements ->
          messages.format(
              "refused.requirements-missing",
              requirements.missing().stream()
                  .map(missing ->
                      messages.format("requirement." + missing.name().toLowerCase(Locale.ROOT)))
                  .collect(Collectors.joining(", ")));
      case Refusal.WaitingFor waiting ->
          messages.format(
              "refused.waiting-for",
              waiting.numbers().stream()
                  .map(number -> "#" + number)
                  .collect(Collectors.joining(", ")));
      case Refusal.NameTaken taken ->
          messages.format("refused.name-taken", MarkdownEscape.singleLine(taken.name()));
      case Refusal.TooMany tooMany -> messages.format("refused.too-many", tooMany.limit());
      case Refusal.TooMuchText tooMuch -> messages.format("refused.too-much-text", tooMuch.limit());
      case Refusal.UnknownAttachment _ -> messages.format("refused.unknown-attachment");
      case Refusal.TooManyAttachments many ->
          messages.format("refused.too-many-attachments", many.limit());
      case Refusal.StorageFull full ->
          messages.format("refused.storage-full", full.limit() / (1_024 * 1_024));
      case Refusal.PointsOff _ -> messages.format("refused.points-off");
      case Refusal.LeaderboardOff _ -> messages.format("refused.leaderboard-off");
      case Refusal.Invalid invalid ->
          messages.format(
              "refused.invalid",
              invalid.errors().stream()
                  .map(error -> field(error, messages))
                  .distinct()
                  .collect(Collectors.joining("; ")));
      case Refusal.KeyReused _ -> messages.format("refused.key-reused");
    };
  }

  private static String heldByOthers(Refusal.HeldByOthers others, MessageBundle messages) {
    String permission = DiscordFormat.permission(others.missing(), messages);
    if (others.holders().isEmpty()) {
      return messages.format("refused.forbidden", permission);
    }
    return messages.format(
        others.turn() ? "refused.their-turn" : "refused.held-by-others",
        DiscordFormat.members(others.holders()),
        permission);
  }

  private static String unknownTask(TaskRef task, MessageBundle messages) {
    return switch (task) {
      case TaskRef.ById _ -> messages.format("refused.unknown-task");
      case TaskRef.ByNumber number -> messages.format("refused.unknown-number", number.number());
    };
  }

  private static String wrongState(Occurrence.@Nullable State actual, MessageBundle messages) {
    return switch (actual) {
      case null -> messages.format("refused.nothing-open");
      case OPEN, CLAIMED, AWAITING_APPROVAL, DONE, SKIPPED, MISSED, EXPIRED, CANCELLED ->
          messages.format(
              "refused.state." + actual.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    };
  }

  /** Names the field and the error by its code, because the guild's own detail text is English. */
  private static String field(Refusal.FieldError error, MessageBundle messages) {
    String name = error.field().replaceAll("\\[[0-9]*]", "");
    String field = messages.find("field." + name);
    String wrongState = messages.find("field-error." + error.code());
    return messages.format(
        "refused.field",
        field == null ? "`" + name.replace("`", "") + "`" : field,
        wrongState == null ? MarkdownEscape.singleLine(error.detail()) : wrongState);
  }
}
