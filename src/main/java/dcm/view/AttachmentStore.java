package dcm.view;

import dcm.guild.reply.Outcome;
import dcm.guild.value.Attachment;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import dcm.journal.Database;
import dcm.journal.schema.SchemaName;
import dcm.photo.EncodedPhoto;
import dcm.photo.PhotoResult;
import dcm.view.projection.ProjectionContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * The table {@code attachment} of each guild, with the bytes of its photos. A row is shown once the
 * event of its photo is in the journal, whose transaction sets the row's revision (docs/adr/0040).
 * Every stage fails with {@link ReadModelUnavailableException} while the database is unavailable.
 */
public final class AttachmentStore {
  // on conflict: another attempt of the same request
  private static final String INSERT =
      """
      insert into ${guild}.attachment
        (task_id, attachment_id, uploaded_by, uploaded_at, media_type,
         width, height, thumbnail_width, thumbnail_height, image, thumbnail)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (task_id, attachment_id) do nothing
      """;

  // the ids of rows without an event are found in a table of at most a few thousand short rows
  private static final String DELETE_ABANDONED =
      """
      delete from ${guild}.attachment
       where revision is null and uploaded_at < now() - interval '1 day'
      """;

  private static final String DISCARD =
      """
      delete from ${guild}.attachment
       where task_id = ? and attachment_id = ? and revision is null
      """;

  private static final String SELECT =
      """
      select attachment_id, ordinal, uploaded_by, uploaded_at, media_type, width, height,
             thumbnail_width, thumbnail_height,
             octet_length(image) + octet_length(thumbnail) as bytes, revision
        from ${guild}.attachment
       where task_id = ? and revision is not null
      """;

  private static final String SELECT_BY_TASK =
      SELECT + " and revision < ? and (ordinal = ? or ?) order by revision desc limit ?";

  private static final String SELECT_ONE = SELECT + " and attachment_id = ?";

  private static final String SELECT_BYTES =
      """
      select media_type, ${column} from ${guild}.attachment
       where task_id = ? and attachment_id = ? and revision is not null
      """;

  private final Database database;
  private final AttachmentSettings settings;

  /** Uses the database of this actor system. */
  public AttachmentStore(ClassicActorSystemProvider system, AttachmentSettings settings) {
    this.database = Database.get(system);
    this.settings = settings;
  }

  /** The number of bytes that a guild's photos may have together. */
  public long quota() {
    return settings.quota();
  }

  /** A photo whose event does not exist yet. */
  public record NewAttachment(
      TaskId task, AttachmentId id, MemberId uploader, Instant at, PhotoResult.Processed photo) {

    /** Of the photo and its thumbnail. */
    public long bytes() {
      return (long) photo.image().bytes().length + photo.thumbnail().bytes().length;
    }
  }

  /**
   * Stores the bytes, then runs the command that records them. They are deleted when the command
   * recorded another photo, which an earlier attempt of the request stored, or surely nothing.
   *
   * @param command fails or completes with the photo as its subject
   * @param nothingRecorded whether this failure of the command means that no event was written
   */
  public CompletionStage<Attachment> save(
      GuildId guild,
      NewAttachment attachment,
      Supplier<CompletionStage<Outcome>> command,
      Predicate<Throwable> nothingRecorded) {
    return insert(guild, attachment)
        .thenCompose(_ -> command.get())
        .thenApply(AttachmentStore::subject)
        .whenComplete((recorded, failure) -> {
          boolean superfluous =
              failure == null
                  ? !recorded.id().equals(attachment.id())
                  : nothingRecorded.test(failure);
          if (superfluous) {
            // should this fail, a later upload deletes them
            discard(guild, attachment);
          }
        });
  }

  private static Attachment subject(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.AttachmentSubject(Attachment attachment)) {
      return attachment;
    }
    throw new IllegalStateException("expected a photo, not " + outcome.subject());
  }

  private CompletionStage<Integer> insert(GuildId guild, NewAttachment attachment) {
    var schema = new SchemaName(guild.value());
    var image = attachment.photo().image();
    var thumbnail = attachment.photo().thumbnail();
    return ReadModelUnavailableException.translated(
        database.writeInSchema(
            schema,
            connection -> {
              execute(connection, schema.in(DELETE_ABANDONED));
              return execute(
                  connection,
                  schema.in(INSERT),
                  attachment.task(),
                  attachment.id(),
                  attachment.uploader(),
                  attachment.at(),
                  EncodedPhoto.MEDIA_TYPE,
                  image.width(),
                  image.height(),
                  thumbnail.width(),
                  thumbnail.height(),
                  image.bytes(),
                  thumbnail.bytes());
            }));
  }

  private CompletionStage<Integer> discard(GuildId guild, NewAttachment attachment) {
    var schema = new SchemaName(guild.value());
    return database.writeInSchema(
        schema,
        connection -> execute(connection, schema.in(DISCARD), attachment.task(), attachment.id()));
  }

  private static int execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      ProjectionContext.bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /**
   * A page of a task's photos, newest first.
   *
   * @param ordinal only those of this occurrence; 0: of all
   * @param before only lower revisions; {@link Long#MAX_VALUE} for the newest
   */
  public CompletionStage<List<AttachmentRecord>> findByTask(
      GuildId guild, TaskId task, int ordinal, long before, int limit) {
    return select(guild, SELECT_BY_TASK, task, before, ordinal, ordinal == 0, limit);
  }

  /** A photo; empty when the task has no such photo. */
  public CompletionStage<Optional<AttachmentRecord>> find(
      GuildId guild, TaskId task, AttachmentId id) {
    return select(guild, SELECT_ONE, task, id).thenApply(found -> found.stream().findFirst());
  }

  private CompletionStage<List<AttachmentRecord>> select(
      GuildId guild, String template, Object... values) {
    return GuildRows.select(database, guild, template, AttachmentStore::attachment, values);
  }

  private static AttachmentRecord attachment(ResultSet row) throws SQLException {
    return new AttachmentRecord(
        AttachmentId.of(row.getString("attachment_id")),
        row.getInt("ordinal"),
        new MemberId(row.getLong("uploaded_by")),
        row.getObject("uploaded_at", OffsetDateTime.class).toInstant(),
        row.getString("media_type"),
        row.getInt("width"),
        row.getInt("height"),
        row.getInt("thumbnail_width"),
        row.getInt("thumbnail_height"),
        row.getLong("bytes"),
        row.getLong("revision"));
  }

  /** Which bytes of a photo. */
  public enum Size {
    FULL("image"),
    THUMBNAIL("thumbnail");

    private final String column;

    Size(String column) {
      this.column = column;
    }
  }

  /**
   * The bytes of a photo; empty when the task has no such photo.
   *
   * @param size which of its two files
   */
  public CompletionStage<Optional<AttachmentContent>> read(
      GuildId guild, TaskId task, AttachmentId id, Size size) {
    return GuildRows.select(
            database,
            guild,
            SELECT_BYTES.replace("${column}", size.column),
            row -> new AttachmentContent(row.getString(1), row.getBytes(2)),
            task,
            id)
        .thenApply(found -> found.stream().findFirst());
  }

  /** The bytes of a photo, not to be changed. */
  // arrays compare by identity; contents are never compared
  @SuppressWarnings("ArrayRecordComponent")
  public record AttachmentContent(String mediaType, byte[] bytes) {}

  /**
   * A photo without its bytes.
   *
   * @param bytes of the photo and its thumbnail together
   * @param revision of the event that added it
   */
  public record AttachmentRecord(
      AttachmentId id,
      int ordinal,
      MemberId uploader,
      Instant at,
      String mediaType,
      int width,
      int height,
      int thumbnailWidth,
      int thumbnailHeight,
      long bytes,
      long revision) {}
}
