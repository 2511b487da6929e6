package dcm.transfer.format;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file, or one of its objects.
 *
 * @param line in the file from 1; in JSON the index of the object from 1
 * @param title as far as it is known
 * @param task null: it yields none
 * @param problem why it yields none; null: it yields a task
 * @param skipped whether that is as it should be, and no error
 */
public record ParsedRow(
    int line,
    String title,
    @Nullable ImportedTask task,
    @Nullable RowProblem problem,
    boolean skipped) {
  static ParsedRow of(int line, String title, ImportedTask task) {
    return new ParsedRow(line, title, task, null, false);
  }

  static ParsedRow skipped(int line, String title, String code, String message) {
    return new ParsedRow(line, title, null, new RowProblem(null, code, message), true);
  }

  static ParsedRow failed(int line, String title, RowProblem problem) {
    return new ParsedRow(line, title, null, problem, false);
  }

  /**
   * An error in a row, or the reason to skip it.
   *
   * @param column its name in the file; null: the row as a whole
   * @param code stable, for programs, for example {@code wrong-format}
   * @param message an English sentence
   */
  public record RowProblem(@Nullable String column, String code, String message) {}

  /** A value of the row cannot be understood. */
  static final class RowException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient RowProblem problem;

    RowException(@Nullable String column, String code, String message) {
      super(message);
      this.problem = new RowProblem(column, code, message);
    }

    RowProblem problem() {
      return problem;
    }
  }
}
