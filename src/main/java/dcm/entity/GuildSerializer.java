package dcm.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.RecordedEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Serializer of the journal: JSON under names that are independent of class names. An event's
 * manifest is its stable name ({@code task.created}), a snapshot's is {@code guild-snapshot.} with
 * its version and compression. Everything ever written stays readable; frozen files in the tests
 * enforce it.
 *
 * <p>Snapshots are compressed because they hold up to 10,000 answers with the task of each: 10 MB
 * of repetitive JSON in a busy guild.
 */
public final class GuildSerializer extends SerializerWithStringManifest {
  static final String SNAPSHOT_MANIFEST = "guild-snapshot.2.gz";

  /** Tasks had one open occurrence. {@code TaskState} reads both forms. */
  static final String FIRST_SNAPSHOT_MANIFEST = "guild-snapshot.1.gz";

  /** The first format of snapshots, uncompressed. */
  static final String UNCOMPRESSED_SNAPSHOT_MANIFEST = "guild-snapshot.1";

  /** Identifies this serializer in the cluster; never changes. */
  private static final int IDENTIFIER = 7_355_001;

  /** Absent means null; unknown fields come from a newer node in a rolling update. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new SharedValues())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /**
   * Made when the actor system starts: that Jackson gets to know the types of a snapshot takes
   * longer than reading one, and the first guild of a node should not wait for it.
   */
  private static final ObjectReader SNAPSHOTS = JSON.readerFor(GuildSnapshot.class);

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return switch (object) {
      case RecordedEvent recorded -> recorded.event().kind();
      case GuildSnapshot _ -> SNAPSHOT_MANIFEST;
      default -> throw new IllegalArgumentException("not a journal type: " + object.getClass());
    };
  }

  @Override
  public byte[] toBinary(Object object) {
    try {
      return object instanceof GuildSnapshot ? compress(object) : JSON.writeValueAsBytes(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      if (GuildEvent.KINDS.containsKey(manifest)) {
        return JSON.readValue(bytes, RecordedEvent.class);
      }
      return switch (manifest) {
        case SNAPSHOT_MANIFEST, FIRST_SNAPSHOT_MANIFEST -> decompress(bytes);
        case UNCOMPRESSED_SNAPSHOT_MANIFEST -> snapshotReader().readValue(bytes);
        default ->
            throw new NotSerializableException("unknown manifest in the journal: " + manifest);
      };
    } catch (NotSerializableException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("unreadable payload in the journal: " + manifest, e);
    }
  }

  private static byte[] compress(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new FastGzipOutputStream(bytes)) {
      JSON.writeValue(gzip, object);
    }
    return bytes.toByteArray();
  }

  private static boolean isCompressed(String manifest) {
    return manifest.endsWith(".gz");
  }

  /** The JSON of a stored payload. */
  static byte[] json(byte[] payload, String manifest) {
    if (!isCompressed(manifest)) {
      return payload;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(payload))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The payload that is stored for JSON. */
  static byte[] payload(byte[] json, String manifest) {
    if (!isCompressed(manifest)) {
      return json;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new FastGzipOutputStream(bytes)) {
      gzip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Compresses with the fastest level: snapshots are written often and read once. */
  private static final class FastGzipOutputStream extends GZIPOutputStream {
    FastGzipOutputStream(ByteArrayOutputStream bytes) throws IOException {
      super(bytes);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static ObjectReader snapshotReader() {
    return SharedValues.sharing(SNAPSHOTS);
  }

  private static GuildSnapshot decompress(byte[] bytes) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return snapshotReader().readValue(gzip);
    }
  }
}
