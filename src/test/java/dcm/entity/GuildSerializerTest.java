package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.guild.Guild;
import dcm.guild.GuildEvent;
import dcm.guild.GuildSnapshot;
import dcm.guild.Recorded;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What was written once is read for ever. The files under {@code events/} are frozen: when this
 * test fails, mend the code, or read the old form too; never the file. A new kind of event gets its
 * file from the message of the failure.
 */
class GuildSerializerTest {
  private final GuildSerializer serializer = new GuildSerializer();

  @Test
  void every_kind_of_event_has_a_sample() {
    assertThat(Samples.events())
        .extracting(GuildEvent::kind)
        .containsExactlyInAnyOrderElementsOf(GuildEvent.KINDS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> every_kind_is_written_and_read_as_it_always_was() {
    Stream<Object> events = Samples.events().stream().map(Samples::recorded);
    return Stream.concat(events, Stream.of(Samples.snapshot()))
        .map(kept -> DynamicTest.dynamicTest(serializer.manifest(kept), () -> frozen(kept)));
  }

  private void frozen(Object kept) throws IOException {
    String name = serializer.manifest(kept);
    String written = new String(serializer.toBinary(kept), StandardCharsets.UTF_8);
    String file = file(name);
    assertThat(file).as("events/%s.json should hold %s", name, written).isEqualTo(written);
    Object read = serializer.fromBinary(file.getBytes(StandardCharsets.UTF_8), name);
    assertThat(read).isEqualTo(kept);
  }

  private static @Nullable String file(String name) throws IOException {
    try (InputStream in =
        GuildSerializerTest.class.getResourceAsStream("/events/" + name + ".json")) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void a_guild_that_was_kept_is_the_same_guild() {
    GuildSnapshot kept = Samples.snapshot();
    byte[] bytes = serializer.toBinary(kept);
    GuildSnapshot read;
    try {
      read = (GuildSnapshot) serializer.fromBinary(bytes, GuildSerializer.SNAPSHOT);
    } catch (NotSerializableException e) {
      throw new AssertionError(e);
    }
    assertThat(Guild.restored(read).snapshot()).isEqualTo(kept);
  }

  @Test
  void what_a_newer_node_adds_is_passed_over() throws Exception {
    Recorded recorded = Samples.recorded(Samples.events().getLast());
    String text = new String(serializer.toBinary(recorded), StandardCharsets.UTF_8);
    String newer = text.replaceFirst("\\{", "{\"later\":{\"much\":[1]},");
    assertThat(serializer.fromBinary(newer.getBytes(StandardCharsets.UTF_8), "command.refused"))
        .isEqualTo(recorded);
  }

  @Test
  void what_is_unknown_or_broken_is_said_and_never_guessed() {
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> serializer.fromBinary(empty, "task.exploded"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("task.exploded");
    byte[] broken = "{\"event\":".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> serializer.fromBinary(broken, "task.created"))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> serializer.manifest("text"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(List.of(serializer.identifier())).containsExactly(7_355_001);
  }
}
