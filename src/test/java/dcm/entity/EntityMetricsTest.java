package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.Initiator;
import dcm.guild.value.Origin;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntityMetricsTest {
  private static final GuildId ID = new GuildId(700_000_000_000_000_001L);
  private static final CommandId COMMAND = new CommandId(new UUID(0, 1));
  private static final Instant PLANNED = Instant.parse("2026-11-25T08:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Guild guild =
      Guild.unknown(ID)
          .apply(
              new RecordedEvent(
                  new NotificationEvent.WakeUpPlanned(PLANNED),
                  PLANNED,
                  new Initiator(null, Origin.SYSTEM),
                  COMMAND,
                  ""));

  @BeforeEach
  void addRegistry() {
    Metrics.addRegistry(registry);
  }

  @AfterEach
  void removeRegistry() {
    Metrics.removeRegistry(registry);
    registry.close();
  }

  @Test
  void the_delay_of_a_wake_up_counts_from_its_planned_instant() {
    EntityMetrics.recordWakeUpDelay(
        guild, envelope(new NotificationCommand.WakeUp(), PLANNED.plusSeconds(3)));
    var delay = registry.get("dcm.wake.up.delay").timer();
    assertThat(delay.count()).isEqualTo(1);
    assertThat(delay.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void early_wake_ups_and_other_commands_record_no_delay() {
    EntityMetrics.recordWakeUpDelay(
        guild, envelope(new NotificationCommand.WakeUp(), PLANNED.minusSeconds(1)));
    EntityMetrics.recordWakeUpDelay(
        guild, envelope(new SettingsCommand.Deactivate(), PLANNED.plusSeconds(3)));
    EntityMetrics.recordWakeUpDelay(
        Guild.unknown(ID), envelope(new NotificationCommand.WakeUp(), PLANNED.plusSeconds(3)));
    assertThat(registry.get("dcm.wake.up.delay").timer().count()).isZero();
  }

  private static CommandEnvelope envelope(GuildCommand command, Instant at) {
    return new CommandEnvelope(ID, COMMAND, "", at, new Caller.SystemCaller(), command);
  }
}
