package dcm.guild.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The layout of RFC 9562, section 5.7. */
class UuidV7Test {
  private static final Instant NOW = Instant.parse("2026-11-28T11:00:00.123456Z");

  @Test
  void it_has_the_version_and_variant_of_the_rfc() {
    var uuids = Stream.generate(new Random(1)::nextLong).limit(1_000);
    assertThat(uuids.map(seed -> UuidV7.at(NOW, new Random(seed))))
        .allSatisfy(uuid -> {
          assertThat(uuid.version()).isEqualTo(7);
          assertThat(uuid.variant()).isEqualTo(2);
          assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        });
  }

  @Test
  void a_later_millisecond_sorts_after_an_earlier_one() {
    var earlier = UuidV7.at(NOW, new Random(1)).toString();
    var later = UuidV7.at(NOW.plusMillis(1), new Random(2)).toString();
    assertThat(later).isGreaterThan(earlier);
  }

  @Test
  void two_of_one_millisecond_differ() {
    var random = new Random(1);
    assertThat(UuidV7.at(NOW, random)).isNotEqualTo(UuidV7.at(NOW, random));
  }
}
