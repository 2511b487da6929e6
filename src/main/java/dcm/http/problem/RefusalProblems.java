package dcm.http.problem;

import static java.util.stream.Collectors.joining;

import dcm.guild.reply.Refusal;
import dcm.guild.value.Grouping;
import dcm.http.api.Etags;
import java.util.List;
import java.util.Locale;

/**
 * Maps refusals of the guild to problems. The switch is exhaustive: a new refusal does not compile
 * without a problem.
 */
public final class RefusalProblems {
  private RefusalProblems() {}

  public static Problem toProblem(Refusal refusal) {
    return switch (refusal) {
      case Refusal.UnknownGuild _ -> unknownGuild();
      case Refusal.NotAMember _ -> unknownGuild();
      case Refusal.StaleToken _ ->
          Problems.unauthenticated(
              "stale-token",
              "Your membership has changed since this token was issued: request a new one.");
      case Refusal.Forbidden forbidden ->
          Problem.of(
              403,
              "forbidden",
              "Forbidden",
              "This requires the permission " + forbidden.missing() + ".");
      case Refusal.HeldByOthers heldByOthers ->
          Problem.of(
              403,
              "forbidden",
              "Forbidden",
              "The task is assigned to others: this requires the permission "
                  + heldByOthers.missing()
                  + ".");
      case Refusal.BeyondOwnPermissions beyondOwn ->
          Problem.of(
              403,
              "beyond-own-permissions",
              "Forbidden",
              beyondOwn.missing().stream()
                  .map(Enum::name)
                  .collect(joining(", ", "Permissions that you lack cannot be granted: ", ".")));
      case Refusal.UnknownTask _ -> Problems.notFound("There is no such task.");
      case Refusal.UnknownOccurrence unknown ->
          Problems.notFound("The task has no occurrence " + unknown.ordinal() + ".");
      case Refusal.UnknownMember _ -> Problems.notFound("There is no such member.");
      case Refusal.UnknownSwap _ -> Problems.notFound("There is no such open swap.");
      case Refusal.UnknownCalendarToken _ -> Problems.notFound("There is no such calendar token.");
      case Refusal.NotYours _ ->
          conflict("not-yours", "The turn is not yours, or the offer is not for you.");
      case Refusal.UnknownAbsence _ -> Problems.notFound("There is no such absence.");
      case Refusal.UnknownGrouping unknown ->
          Problems.notFound("There is no such " + name(unknown.kind()) + ".");
      case Refusal.UnknownChannel _ ->
          Problem.of(
              422,
              "unknown-channel",
              "Invalid value",
              "This guild has no such channel in Discord.");
      case Refusal.ChannelsNotObserved _ -> Problems.channelsNotObserved();
      case Refusal.Outdated outdated ->
          Problems.outdated("Its revision is " + outdated.actual() + " now.")
              .with("ETag", Etags.of(outdated.actual()));
      case Refusal.WrongState wrongState ->
          conflict(
              "wrong-state",
              wrongState.actual() == null
                  ? "The task has no open occurrence."
                  : "The occurrence is " + wrongState.actual() + ".");
      case Refusal.AlreadyClaimed _ ->
          conflict("already-claimed", "The occurrence is already claimed.");
      case Refusal.TooLateToUndo _ -> conflict("too-late-to-undo", "The undo window has passed.");
      case Refusal.NextAlreadyActedUpon _ ->
          conflict("next-already-acted-upon", "What followed from it has already been acted upon.");
      case Refusal.NothingToUndo _ ->
          conflict("nothing-to-undo", "There is no action on the task that can be undone.");
      case Refusal.NotDeleted _ -> conflict("not-deleted", "The task is not in the bin.");
      case Refusal.NudgedRecently recently ->
          conflict(
                  "nudged-recently",
                  "The holders were reminded already: try again at the instant in errors.")
              .with(
                  List.of(
                      new Refusal.FieldError("until", "not-before", recently.until().toString())));
      case Refusal.NobodyToRemind _ ->
          conflict("nobody-to-remind", "Nobody else holds the occurrence and is there.");
      case Refusal.RequirementsMissing requirements ->
          conflict(
              "requirements-missing",
              requirements.missing().stream()
                  .map(Enum::name)
                  .collect(joining(", ", "The completion lacks: ", ".")));
      case Refusal.WaitingFor waiting ->
          conflict(
              "waiting-for",
              waiting.numbers().stream()
                  .map(number -> "#" + number)
                  .collect(joining(", ", "These tasks have to be done before: ", ".")));
      case Refusal.SelfApproval _ ->
          Problem.of(
              403,
              "self-approval",
              "Forbidden",
              "Somebody else has to approve what you did yourself.");
      case Refusal.NameTaken _ -> conflict("name-taken", "The name is already in use.");
      case Refusal.TooMany limitExceeded ->
          conflict(
              "too-many",
              "A guild has at most " + limitExceeded.limit() + " " + limitExceeded.items() + ".");
      case Refusal.TooMuchText textLimit ->
          conflict(
              "too-much-text",
              "The texts and lists of a guild's tasks have at most "
                  + textLimit.limit()
                  + " characters together: shorten or delete some.");
      case Refusal.UnknownAttachment _ -> Problems.notFound("There is no such photo.");
      case Refusal.TooManyAttachments many ->
          conflict(
              "too-many-attachments", "An occurrence has at most " + many.limit() + " photos.");
      case Refusal.StorageFull full ->
          conflict(
              "storage-full",
              "The photos of a guild have at most "
                  + full.limit()
                  + " bytes together: remove some.");
      case Refusal.PointsOff _ ->
          conflict("points-off", "Points are switched off in this guild's settings.");
      case Refusal.LeaderboardOff _ ->
          conflict("leaderboard-off", "The leaderboard is switched off in this guild's settings.");
      case Refusal.Invalid invalid -> Problems.invalid(invalid.errors());
      case Refusal.KeyReused _ ->
          Problem.of(
              422,
              "key-reused",
              "Idempotency-Key reused",
              "This Idempotency-Key was used with a different request.");
    };
  }

  /**
   * The same problem for a guild that does not exist and for one whose member the caller is not.
   */
  public static Problem unknownGuild() {
    return Problems.notFound("There is no such guild.");
  }

  public static String name(Grouping.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Problem conflict(String type, String detail) {
    return Problem.of(409, type, "Conflict", detail);
  }
}
