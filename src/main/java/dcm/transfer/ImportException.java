package dcm.transfer;

import dcm.transfer.format.UnreadableFileException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An import that is refused. */
public abstract sealed class ImportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private ImportException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  /** The file cannot be read at all. */
  public static final class UnreadableException extends ImportException {
    private static final long serialVersionUID = 1;
    private final UnreadableFileException reason;

    public UnreadableException(UnreadableFileException reason) {
      super(String.valueOf(reason.getMessage()), reason);
      this.reason = reason;
    }

    public UnreadableFileException reason() {
      return reason;
    }
  }

  /** Every row of the file has an error, or is skipped. */
  public static final class YieldsNothingException extends ImportException {
    private static final long serialVersionUID = 1;
    private final transient List<ImportRow> rows;

    public YieldsNothingException(List<ImportRow> rows) {
      super("no row of the file yields a task", null);
      this.rows = List.copyOf(rows);
    }

    public List<ImportRow> rows() {
      return rows;
    }
  }

  /** The guild has no such import. */
  public static final class UnknownImportException extends ImportException {
    private static final long serialVersionUID = 1;

    public UnknownImportException() {
      super("there is no such import", null);
    }
  }

  /** Another import of the guild is being carried out. */
  public static final class AlreadyRunningException extends ImportException {
    private static final long serialVersionUID = 1;

    public AlreadyRunningException() {
      super("another import of the guild is running", null);
    }
  }

  /** The state of the import does not allow it. */
  public static final class WrongStateException extends ImportException {
    private static final long serialVersionUID = 1;
    private final ImportJob.State state;

    public WrongStateException(ImportJob.State state) {
      super("the import is " + state, null);
      this.state = state;
    }

    public ImportJob.State state() {
      return state;
    }
  }

  /** The import was applied too long ago. */
  public static final class TooLateException extends ImportException {
    private static final long serialVersionUID = 1;

    public TooLateException() {
      super("the import was applied too long ago", null);
    }
  }

  /** An import with this id was made of another file. */
  public static final class OtherFileException extends ImportException {
    private static final long serialVersionUID = 1;

    public OtherFileException() {
      super("the id was used for another file", null);
    }
  }

  /** Names in the file of whom nobody said which members they are. */
  public static final class UnmappedPeopleException extends ImportException {
    private static final long serialVersionUID = 1;
    private final transient Set<String> names;
    private final transient Set<String> strangers;

    /**
     * @param names that are missing
     * @param strangers names whose member is none of the guild
     */
    public UnmappedPeopleException(Set<String> names, Set<String> strangers) {
      super("names without members", null);
      this.names = Set.copyOf(names);
      this.strangers = Set.copyOf(strangers);
    }

    public Set<String> names() {
      return names;
    }

    public Set<String> strangers() {
      return strangers;
    }
  }
}
