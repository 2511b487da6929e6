package dcm.entity;

import static dcm.guild.GuildFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.state.TaskState;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything ever written stays readable. The files under {@code events/} are frozen: when this
 * test fails, fix the code or read the old form too; never change the file. The failure message of
 * a new kind of event contains its file.
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
  Stream<DynamicTest> every_kind_matches_its_frozen_json() {
    Stream<Object> events = Samples.events().stream().map(Samples::recorded);
    return Stream.concat(events, Stream.of(Samples.snapshot()))
        .map(object -> DynamicTest.dynamicTest(serializer.manifest(object), () -> frozen(object)));
  }

  @Test
  void the_zone_that_a_guild_opens_with_is_kept() throws IOException {
    RecordedEvent opened =
        Samples.recorded(
            new SettingsEvent.GuildObserved(
                "Huize Anna", Map.of(), "nl", null, GuildFixture.AMSTERDAM));
    byte[] written = serializer.toBinary(opened);
    assertThat(text(written, serializer.manifest(opened)))
        .contains("\"zone\":\"Europe/Amsterdam\"");
    assertThat(serializer.fromBinary(written, serializer.manifest(opened))).isEqualTo(opened);
  }

  private void frozen(Object object) throws IOException {
    String name = serializer.manifest(object);
    String written = text(serializer.toBinary(object), name);
    String file = file(name);
    assertThat(file).as("events/%s.json should hold %s", name, written).isEqualTo(written);
    boolean snapshot = object instanceof GuildSnapshot;
    Object read =
        serializer.fromBinary(
            file.getBytes(StandardCharsets.UTF_8),
            // both formats of uncompressed snapshots are read alike
            snapshot ? GuildSerializer.UNCOMPRESSED_SNAPSHOT_MANIFEST : name);
    assertThat(read).isEqualTo(object);
  }

  @Test
  void snapshots_of_tasks_with_one_occurrence_are_read() throws IOException {
    byte[] former =
        file(GuildSerializer.UNCOMPRESSED_SNAPSHOT_MANIFEST).getBytes(StandardCharsets.UTF_8);
    GuildSnapshot read =
        (GuildSnapshot)
            serializer.fromBinary(former, GuildSerializer.UNCOMPRESSED_SNAPSHOT_MANIFEST);
    assertThat(openOccurrences(Guild.restored(read).snapshot()))
        .isEqualTo(openOccurrences(Samples.snapshot()));
    assertThat(closings(Guild.restored(read).snapshot())).isEqualTo(closings(Samples.snapshot()));
  }

  private static List<Occurrence> openOccurrences(GuildSnapshot snapshot) {
    return snapshot.tasks().stream().flatMap(task -> task.task().occurrences().stream()).toList();
  }

  /** How occurrences were closed; former snapshots do not have the course of closed ones. */
  private static List<TaskState.Closing> closings(GuildSnapshot snapshot) {
    return snapshot.tasks().stream()
        .flatMap(task -> task.closings().stream())
        .map(closing ->
            new TaskState.Closing(
                closing.occurrence().withCourse(null),
                closing.claimedBy(),
                closing.turn(),
                closing.closedBy(),
                closing.opened()))
        .toList();
  }

  /** Frozen files are uncompressed, for readability. */
  private static String plain(String name) {
    return name.replace(".gz", "");
  }

  private static String text(byte[] bytes, String name) throws IOException {
    if (!name.equals(GuildSerializer.SNAPSHOT_MANIFEST)) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static @Nullable String file(String name) throws IOException {
    try (InputStream in =
        GuildSerializerTest.class.getResourceAsStream("/events/" + plain(name) + ".json")) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void a_guild_restored_from_its_snapshot_is_equal() {
    GuildSnapshot object = Samples.snapshot();
    byte[] bytes = serializer.toBinary(object);
    GuildSnapshot read;
    try {
      read = (GuildSnapshot) serializer.fromBinary(bytes, GuildSerializer.SNAPSHOT_MANIFEST);
    } catch (NotSerializableException e) {
      throw new AssertionError(e);
    }
    assertThat(Guild.restored(read).snapshot()).isEqualTo(object);
  }

  @Test
  void a_snapshot_with_the_maximum_of_answers_has_less_than_2_megabytes() {
    GuildFixture fixture = GuildFixture.withMembers();
    List<TaskRef> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(GuildFixture.ref(fixture.create(ANNA, GuildFixture.once("bathroom " + i))));
    }
    for (int i = 0; i < 10_000; i++) {
      TaskRef task = tasks.get(i % 200);
      boolean claims = i / 200 % 2 == 0;
      fixture.execute(
          ANNA, claims ? new TaskCommand.Claim(task, null) : new TaskCommand.Release(task, null));
    }
    GuildSnapshot full = fixture.guild.snapshot();
    assertThat(full.processedCommands()).hasSize(10_000);
    assertThat(serializer.toBinary(full)).hasSizeLessThan(2_000_000);
  }

  @Test
  void fields_of_a_newer_node_are_ignored() throws Exception {
    RecordedEvent recorded = Samples.recorded(Samples.events().getLast());
    String text = new String(serializer.toBinary(recorded), StandardCharsets.UTF_8);
    String newer = text.replaceFirst("\\{", "{\"later\":{\"much\":[1]},");
    assertThat(serializer.fromBinary(newer.getBytes(StandardCharsets.UTF_8), "command.refused"))
        .isEqualTo(recorded);
  }

  @Test
  void unknown_manifests_and_broken_payloads_fail() {
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
