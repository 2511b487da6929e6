package dcm.http;

import static java.util.stream.Collectors.joining;

import dcm.guild.Grouping;
import dcm.guild.Refusal;
import java.util.Locale;

/** The guild's refusals in the words of HTTP. A new refusal does not compile without some. */
final class Refusals {
  private Refusals() {}

  static Problem translate(Refusal refusal) {
    return switch (refusal) {
      case Refusal.UnknownGuild _ -> guild();
      case Refusal.NotAMember _ -> guild();
      case Refusal.StaleToken _ ->
          Problems.unauthenticated(
              "stale-token",
              "Your standing has changed since this token was made: fetch a new one.");
      case Refusal.Forbidden forbidden ->
          Problem.of(
              403,
              "forbidden",
              "Not permitted",
              "This needs the permission " + forbidden.missing() + ".");
      case Refusal.HeldByOthers others ->
          Problem.of(
              403,
              "forbidden",
              "Not permitted",
              "It is somebody else's to do: this needs the permission " + others.missing() + ".");
      case Refusal.BeyondOwnPermissions beyond ->
          Problem.of(
              403,
              "beyond-own-permissions",
              "Not permitted",
              beyond.lacking().stream()
                  .map(Enum::name)
                  .collect(joining(", ", "Nobody grants what they lack: ", ".")));
      case Refusal.UnknownTask _ -> Problems.notFound("There is no such task.");
      case Refusal.UnknownOccurrence unknown ->
          Problems.notFound("The task has no occurrence " + unknown.ordinal() + ".");
      case Refusal.UnknownMember _ -> Problems.notFound("There is no such member.");
      case Refusal.UnknownGrouping unknown ->
          Problems.notFound("There is no such " + name(unknown.kind()) + ".");
      case Refusal.UnknownChannel _ ->
          Problem.of(
              422, "unknown-channel", "Not accepted", "This guild has no such channel in Discord.");
      case Refusal.ChannelsNotObserved _ -> Problems.channelsNotObserved();
      case Refusal.Outdated outdated ->
          Problems.outdated("Its revision is " + outdated.actual() + " now.")
              .with("ETag", Etags.of(outdated.actual()));
      case Refusal.WrongState wrong ->
          conflict(
              "wrong-state",
              wrong.actual() == null
                  ? "Nothing is open for this task."
                  : "The occurrence is " + wrong.actual() + ".");
      case Refusal.AlreadyClaimed _ ->
          conflict("already-claimed", "Somebody has claimed it already.");
      case Refusal.TooLateToUndo _ -> conflict("too-late-to-undo", "The time to undo is over.");
      case Refusal.NextAlreadyActedUpon _ ->
          conflict("next-already-acted-upon", "The next occurrence has been acted upon meanwhile.");
      case Refusal.NameTaken _ -> conflict("name-taken", "There is one with that name already.");
      case Refusal.TooMany many ->
          conflict("too-many", "A guild has at most " + many.limit() + " " + many.what() + ".");
      case Refusal.TooMuchText much ->
          conflict(
              "too-much-text",
              "The titles and descriptions of a guild's tasks have at most "
                  + much.limit()
                  + " characters together: shorten or delete some.");
      case Refusal.Invalid invalid -> Problems.invalid(invalid.errors());
      case Refusal.KeyReused _ ->
          Problem.of(
              422,
              "key-reused",
              "Idempotency-Key reused",
              "This Idempotency-Key came with another request before.");
    };
  }

  /**
   * For somebody with a token of this guild. Whoever is no member any more has a token that ended
   * with the membership, and learns the rest when asking for the next one.
   */
  static Problem toTokenHolder(Refusal refusal) {
    return translate(refusal instanceof Refusal.NotAMember ? new Refusal.StaleToken() : refusal);
  }

  /** The same words whether the guild does not exist or the caller is not in it. */
  static Problem guild() {
    return Problems.notFound("There is no such guild.");
  }

  static String name(Grouping.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Problem conflict(String type, String detail) {
    return Problem.of(409, type, "Conflict", detail);
  }
}
