package dcm.view;

import static dcm.view.ProjectionTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.event.NotificationEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.GuildId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GuildDirectoryIT {
  private static final String MIGRATION = "/db/shared/V2__guild_activity.sql";
  private static ProjectionTestKit kit;

  @BeforeAll
  static void open() {
    kit = new ProjectionTestKit();
  }

  @AfterAll
  static void close() {
    kit.close();
  }

  private static SettingsEvent observed() {
    return new SettingsEvent.GuildObserved("Club", Map.of(), "en", null, null);
  }

  private static Optional<Set<GuildId>> active(GuildId... guilds) throws Exception {
    return join(kit.readModels.guildDirectory().findActive(List.of(guilds)));
  }

  @Test
  void a_guild_is_active_from_its_observation_until_it_is_deactivated() throws Exception {
    var guild = new GuildId(5001);
    var unknown = new GuildId(5002);
    assertThat(active(guild, unknown)).contains(Set.of());
    kit.write(guild, observed());
    assertThat(active(guild, unknown)).contains(Set.of(guild));
    kit.write(guild, new SettingsEvent.Deactivated());
    assertThat(active(guild, unknown)).contains(Set.of());
    kit.write(guild, observed());
    assertThat(active(guild, unknown)).contains(Set.of(guild));
  }

  @Test
  void only_requested_guilds_are_found_and_none_is_a_valid_request() throws Exception {
    var guild = new GuildId(5003);
    var other = new GuildId(5004);
    kit.write(guild, observed());
    kit.write(other, observed());
    assertThat(active(other)).contains(Set.of(other));
    assertThat(active()).contains(Set.of());
    var many = LongStream.range(1, 1_000).mapToObj(GuildId::new).toArray(GuildId[]::new);
    assertThat(active(many)).contains(Set.of());
  }

  @Test
  void while_the_database_does_not_answer_the_result_is_empty() throws Exception {
    var guild = new GuildId(5006);
    kit.write(guild, observed());
    try (var connection = kit.database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table dcm.guilds in access exclusive mode");
      assertThat(active(guild)).isEmpty();
      connection.rollback();
    }
    assertThat(active(guild)).contains(Set.of(guild));
  }

  @Test
  void a_rebuild_restores_the_activity() throws Exception {
    var guild = new GuildId(5005);
    kit.write(guild, observed(), new SettingsEvent.Deactivated());
    kit.execute("update dcm.guilds set active = true where discord_id = 5005");
    join(kit.readModels.rebuild().rebuild(guild));
    assertThat(active(guild)).contains(Set.of());
  }

  @Test
  void the_migration_finds_the_guilds_that_were_deactivated_before() throws Exception {
    var planned = new GuildId(5010);
    var idle = new GuildId(5011);
    var deactivated = new GuildId(5012);
    var returned = new GuildId(5013);
    var missing = new GuildId(5014);
    kit.write(planned, observed(), new NotificationEvent.WakeUpPlanned(ProjectionTestKit.START));
    kit.write(idle, observed(), new NotificationEvent.WakeUpCancelled());
    kit.write(
        deactivated,
        observed(),
        new NotificationEvent.WakeUpPlanned(ProjectionTestKit.START),
        new SettingsEvent.Deactivated(),
        new NotificationEvent.WakeUpCancelled());
    kit.write(returned, observed(), new SettingsEvent.Deactivated(), observed());
    kit.write(missing, observed());
    kit.execute("drop schema guild_5014 cascade");

    kit.execute("alter table dcm.guilds drop column active");
    kit.execute(migration());

    assertThat(active(planned, idle, deactivated, returned, missing))
        .contains(Set.of(planned, idle, returned, missing));
  }

  private static String migration() throws IOException {
    try (var script = GuildDirectoryIT.class.getResourceAsStream(MIGRATION)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
