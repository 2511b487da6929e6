package dcm.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files that users chose for options of commands. They are kept for a while only, as Discord keeps
 * what is visible to one user; the oldest ones are removed first.
 */
public final class UploadStore {
  private static final int MAX_FILES = 20;
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final SnowflakeGenerator ids;
  private final LinkedHashMap<String, Upload> uploads = new LinkedHashMap<>();

  public UploadStore(SnowflakeGenerator ids) {
    this.ids = ids;
  }

  /**
   * A file.
   *
   * @param contentType as the client named it; null: it named none
   */
  // arrays compare by identity; uploads are never compared
  @SuppressWarnings("ArrayRecordComponent")
  public record Upload(String id, String filename, @Nullable String contentType, byte[] bytes) {
    /** The path on the host that serves files. */
    public String path() {
      return "/ephemeral-attachments/" + InitialState.APPLICATION + "/" + id + "/" + filename;
    }

    /**
     * The file as Discord describes it.
     *
     * @param host of the files, with its scheme
     */
    public ObjectNode toJson(String host) {
      ObjectNode json =
          SandboxJson.object()
              .put("id", id)
              .put("filename", filename)
              .put("size", bytes.length)
              .put("url", host + path())
              .put("proxy_url", host + path())
              .put("ephemeral", true);
      return contentType == null ? json : json.put("content_type", contentType);
    }
  }

  public Upload add(String filename, @Nullable String contentType, byte[] bytes) {
    Upload upload = new Upload(ids.next(), filename, contentType, bytes);
    uploads.put(upload.id(), upload);
    while (uploads.size() > MAX_FILES || totalBytes() > MAX_BYTES) {
      uploads.pollFirstEntry();
    }
    return upload;
  }

  private long totalBytes() {
    return uploads.values().stream().mapToLong(upload -> upload.bytes().length).sum();
  }

  public Optional<Upload> find(String id) {
    return Optional.ofNullable(uploads.get(id));
  }

  /** Finds the file of a path; empty: there is none, or no longer. */
  public Optional<Upload> findByPath(String path) {
    return uploads.values().stream().filter(upload -> upload.path().equals(path)).findFirst();
  }
}
