package dcm.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Ids of the sandbox. */
class SnowflakeGeneratorTest {
  @Property(tries = 50)
  void ids_increase_also_after_one_was_read_back(
      @ForAll @LongRange(min = 1, max = 1L << 60) long old) {
    SnowflakeGenerator ids = new SnowflakeGenerator();
    long first = Long.parseLong(ids.next());
    ids.observe(Long.toString(first + 5));
    long second = Long.parseLong(ids.next());
    assertThat(second).isGreaterThan(first + 5);
    assertThat(Long.parseLong(ids.next())).isGreaterThan(second);
    assertThat(SnowflakeGenerator.isValid(Long.toString(old))).isTrue();
    assertThat(SnowflakeGenerator.isValid("0" + old)).isFalse();
    assertThat(SnowflakeGenerator.isValid("-" + old)).isFalse();
  }

  @Property
  void a_direct_channel_leads_back_to_its_user(
      @ForAll @LongRange(min = 1, max = (1L << 62) - 1) long user) {
    String channel = GuildStore.dmChannelId(Long.toString(user));
    assertThat(SnowflakeGenerator.isValid(channel)).isTrue();
    assertThat(GuildStore.dmChannelId(channel)).isEqualTo(Long.toString(user));
  }
}
