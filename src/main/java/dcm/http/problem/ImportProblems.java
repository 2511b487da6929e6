package dcm.http.problem;

import dcm.guild.reply.Refusal;
import dcm.http.json.InputText;
import dcm.transfer.ImportException;
import dcm.transfer.ImportRow;
import dcm.transfer.format.ParsedRow;
import dcm.transfer.format.UnreadableFileException;
import java.util.List;
import java.util.stream.Stream;

/** Problems of imports. */
final class ImportProblems {
  private ImportProblems() {}

  static Problem toProblem(ImportException refused) {
    return switch (refused) {
      case ImportException.UnreadableException unreadable -> unreadable(unreadable.reason());
      case ImportException.YieldsNothingException nothing ->
          Problem.of(
                  422,
                  "import-yields-nothing",
                  "Nothing to import",
                  "No row of the file yields a task.")
              .with(errors(nothing.rows()));
      case ImportException.UnknownImportException _ ->
          Problems.notFound("There is no such import.");
      case ImportException.AlreadyRunningException _ ->
          Problem.of(
                  409,
                  "import-running",
                  "Import in progress",
                  "Another import of the guild is running: try again when it has ended.")
              .with("Retry-After", "5");
      case ImportException.WrongStateException wrong ->
          Problem.of(
              409,
              "import-state",
              "Wrong state",
              "The import is " + wrong.state() + ": that does not allow it.");
      case ImportException.TooLateException _ ->
          RefusalProblems.toProblem(new Refusal.TooLateToUndo());
      case ImportException.OtherFileException _ ->
          RefusalProblems.toProblem(new Refusal.KeyReused());
      case ImportException.UnmappedPeopleException unmapped ->
          Problems.invalid(
              Stream.concat(
                      unmapped.strangers().stream()
                          .sorted()
                          .map(name ->
                              error(name, "unknown-member", "This must be a member of the guild.")),
                      unmapped.names().stream()
                          .sorted()
                          .map(name ->
                              error(
                                  name,
                                  "required",
                                  "Name the member who this is, or null for nobody.")))
                  .toList());
    };
  }

  private static Refusal.FieldError error(String name, String code, String detail) {
    return new Refusal.FieldError("members." + InputText.sanitize(name), code, detail);
  }

  private static Problem unreadable(UnreadableFileException reason) {
    String message = String.valueOf(reason.getMessage());
    var problem = Problem.of(422, "unreadable-import", "Unreadable file", message);
    return problem.with(
        List.of(
            new Refusal.FieldError(
                reason.line() == null ? "file" : "line " + reason.line(), reason.code(), message)));
  }

  private static List<Refusal.FieldError> errors(List<ImportRow> rows) {
    return rows.stream()
        .map(row -> {
          ParsedRow.RowProblem problem = row.problem();
          return problem == null
              ? new Refusal.FieldError("line " + row.line(), "nothing", "It yields no task.")
              : new Refusal.FieldError(
                  "line " + row.line() + (problem.column() == null ? "" : ", " + problem.column()),
                  problem.code(),
                  problem.message());
        })
        .toList();
  }
}
