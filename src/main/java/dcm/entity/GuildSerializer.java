package dcm.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.guild.GuildEvent;
import dcm.guild.GuildSnapshot;
import dcm.guild.Recorded;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What the journal keeps: JSON under names that outlive our classes. An event's manifest is its
 * stable name ({@code task.created}), a snapshot's is {@code guild-snapshot.} and its version. What
 * was written once can be read for ever; the frozen files of the tests hold us to it.
 */
public final class GuildSerializer extends SerializerWithStringManifest {
  static final String SNAPSHOT = "guild-snapshot.1";

  /** Ours among all serializers of the cluster; never changes. */
  private static final int IDENTIFIER = 7_355_001;

  /** Absent means null; unknown fields are from a newer node in a rolling update. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object kept) {
    return switch (kept) {
      case Recorded recorded -> recorded.event().kind();
      case GuildSnapshot _ -> SNAPSHOT;
      default -> throw new IllegalArgumentException("not for the journal: " + kept.getClass());
    };
  }

  @Override
  public byte[] toBinary(Object kept) {
    try {
      return JSON.writeValueAsBytes(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    boolean event = GuildEvent.KINDS.containsKey(manifest);
    if (!event && !manifest.equals(SNAPSHOT)) {
      throw new NotSerializableException("the journal holds an unknown kind: " + manifest);
    }
    try {
      Class<?> kind = event ? Recorded.class : GuildSnapshot.class;
      return JSON.readValue(bytes, kind);
    } catch (IOException e) {
      throw new UncheckedIOException("the journal holds an unreadable " + manifest, e);
    }
  }
}
