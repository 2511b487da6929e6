package dcm.transfer.format;

import org.jspecify.annotations.Nullable;

/** A file cannot be imported as a whole. */
public final class UnreadableFileException extends Exception {
  private static final long serialVersionUID = 1;
  private final String code;
  private final @Nullable Integer line;

  /**
   * @param code stable, for example {@code not-utf8}
   * @param line from 1; null: no particular one
   * @param message an English sentence
   */
  public UnreadableFileException(String code, @Nullable Integer line, String message) {
    super(message);
    this.code = code;
    this.line = line;
  }

  public String code() {
    return code;
  }

  public @Nullable Integer line() {
    return line;
  }
}
