package dcm.transfer;

import dcm.guild.value.ImportId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Origin;
import dcm.transfer.format.ImportFormat;
import dcm.transfer.format.ParsedFile;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import of a guild.
 *
 * @param createdBy who carries it out, with their permissions
 * @param finishedAt when it was applied or undone; null: neither yet
 */
public record ImportJob(
    ImportId id,
    Instant createdAt,
    MemberId createdBy,
    ImportFormat format,
    State state,
    Details details,
    @Nullable Instant finishedAt) {

  /** The state of an import. */
  public enum State {
    /** The dry run is stored; nothing was created. */
    READY,
    APPLYING,
    APPLIED,
    UNDOING,
    UNDONE
  }

  /** What becomes of a row. */
  public enum Fate {
    /** It is going to be created. */
    CREATE,
    DUPLICATE,
    SKIP,
    ERROR,
    CREATED,
    FAILED,
    REMOVED,
    /** It was created and changed since, so that an undo leaves it. */
    KEPT
  }

  /**
   * What is stored of the file as a whole.
   *
   * @param digest of file and parameters, in hexadecimal
   * @param columns of a CSV: its headers by the fields that they stand for
   * @param people whom the tasks name, by the ids under which they do
   * @param members the guild's members for them; a person that is missing is still asked for, null:
   *     nobody
   * @param numbersAbove numbers of tasks above this one are kept
   */
  public record Details(
      Origin origin,
      String digest,
      Map<String, String> columns,
      Map<MemberId, ParsedFile.Person> people,
      Map<MemberId, @Nullable MemberId> members,
      int numbersAbove) {

    Details with(Map<MemberId, @Nullable MemberId> mapped) {
      return new Details(origin, digest, columns, people, mapped, numbersAbove);
    }
  }
}
