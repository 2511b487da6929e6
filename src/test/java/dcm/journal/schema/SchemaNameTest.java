package dcm.journal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dcm.journal.GuildPersistenceId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SchemaNameTest {
  private final GuildPersistenceId resolver = new GuildPersistenceId();

  @Property
  void a_guilds_persistence_id_names_its_schema(
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long guild) {
    assertThat(resolver.schemaOf(GuildPersistenceId.of(guild)).toString())
        .isEqualTo("guild_" + guild);
  }

  @Property
  void only_a_positive_number_is_a_snowflake(
      @ForAll @LongRange(min = Long.MIN_VALUE, max = 0) long guild) {
    assertThatIllegalArgumentException().isThrownBy(() -> new SchemaName(guild));
    assertThatIllegalArgumentException().isThrownBy(() -> resolver.schemaOf("guild|" + guild));
  }

  @Property
  void other_persistence_ids_are_rejected(@ForAll String rest) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolver.schemaOf("guild|1" + rest + ";"));
    assertThatIllegalArgumentException().isThrownBy(() -> resolver.schemaOf(rest + "guild|x1"));
  }

  @Property
  void a_number_beyond_64_bits_is_rejected(
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long digits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolver.schemaOf("guild|9" + "9".repeat(18) + digits % 10));
  }
}
