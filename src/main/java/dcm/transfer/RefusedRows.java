package dcm.transfer;

import dcm.guild.reply.Refusal;
import dcm.transfer.format.ParsedRow;
import java.util.Locale;
import java.util.Map;

/** The guild's refusals of imported tasks, as errors in rows. */
final class RefusedRows {
  private RefusedRows() {}

  /**
   * The first error of a refusal.
   *
   * @param columns of a CSV: its headers by the fields that they stand for
   */
  static ParsedRow.RowProblem problem(Refusal refusal, Map<String, String> columns) {
    return switch (refusal) {
      case Refusal.Invalid(var errors) -> {
        Refusal.FieldError first = errors.getFirst();
        yield new ParsedRow.RowProblem(
            columns.getOrDefault(column(first.field()), first.field()),
            first.code(),
            first.field() + " " + first.detail() + ".");
      }
      case Refusal.TooMany(var items, var limit) ->
          problem(refusal, "The guild has " + limit + " " + items + " already.");
      case Refusal.TooMuchText(var limit) ->
          problem(refusal, "All texts of the guild have " + limit + " characters already.");
      case Refusal.Forbidden(var permission) ->
          problem(refusal, "Whoever imports lacks the permission " + permission + ".");
      case Refusal.NotAMember _ -> problem(refusal, "Whoever imports is no member any more.");
      case Refusal.UnknownMember _ -> problem(refusal, "A member of it is not in the guild.");
      // a task is refused for few other reasons, and the code has their names
      default -> problem(refusal, "The guild refuses it.");
    };
  }

  private static String column(String field) {
    return switch (field.replaceFirst("\\[.*", "")) {
      case "schedule.rrule", "rrule" -> "repeat";
      case "schedule.due", "due" -> "due";
      case "schedule.start" -> "start";
      case "effort.minutes" -> "minutes";
      case "effort.difficulty" -> "difficulty";
      case "policy.checklist" -> "checklist";
      case String other -> other.startsWith("assignment") ? "assignees" : other;
    };
  }

  private static ParsedRow.RowProblem problem(Refusal refusal, String message) {
    String code =
        refusal
            .getClass()
            .getSimpleName()
            .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .toLowerCase(Locale.ROOT);
    return new ParsedRow.RowProblem(null, code, message);
  }
}
