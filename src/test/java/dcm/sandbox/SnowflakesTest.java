package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Ids. */
class SnowflakesTest {
  @Property(tries = 50)
  void ids_rise_also_after_one_was_read_back(@ForAll @LongRange(min = 1, max = 1L << 60) long old) {
    Snowflakes ids = new Snowflakes();
    long first = Long.parseLong(ids.next());
    ids.seen(Long.toString(first + 5));
    long second = Long.parseLong(ids.next());
    assertThat(second).isGreaterThan(first + 5);
    assertThat(Long.parseLong(ids.next())).isGreaterThan(second);
    assertThat(Snowflakes.isOne(Long.toString(old))).isTrue();
    assertThat(Snowflakes.isOne("0" + old)).isFalse();
    assertThat(Snowflakes.isOne("-" + old)).isFalse();
  }

  @Property
  void a_direct_channel_leads_back_to_its_user(
      @ForAll @LongRange(min = 1, max = (1L << 62) - 1) long user) {
    String channel = World.dmChannel(Long.toString(user));
    assertThat(Snowflakes.isOne(channel)).isTrue();
    assertThat(World.dmChannel(channel)).isEqualTo(Long.toString(user));
  }
}
