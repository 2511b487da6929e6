package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.By;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.Guild;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.NotificationCommand;
import dcm.guild.NotificationEvent;
import dcm.guild.Recorded;
import dcm.guild.Request;
import dcm.guild.SettingsCommand;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeskMetersTest {
  private static final GuildId ID = new GuildId(700_000_000_000_000_001L);
  private static final CommandId KNOCK = new CommandId(new UUID(0, 1));
  private static final Instant PLANNED = Instant.parse("2026-11-25T08:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Guild guild =
      Guild.unknown(ID)
          .apply(
              new Recorded(
                  new NotificationEvent.WakeUpPlanned(PLANNED),
                  PLANNED,
                  new By(null, Door.SYSTEM),
                  KNOCK,
                  ""));

  @BeforeEach
  void listen() {
    Metrics.addRegistry(registry);
  }

  @AfterEach
  void leave() {
    Metrics.removeRegistry(registry);
    registry.close();
  }

  @Test
  void a_wake_up_is_as_late_as_it_comes_after_its_instant() {
    DeskMeters.asked(guild, request(new NotificationCommand.WakeUp(), PLANNED.plusSeconds(3)));
    var lateness = registry.get("dcm.wake.up.lateness").timer();
    assertThat(lateness.count()).isEqualTo(1);
    assertThat(lateness.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void what_comes_early_or_is_no_wake_up_is_not_late() {
    DeskMeters.asked(guild, request(new NotificationCommand.WakeUp(), PLANNED.minusSeconds(1)));
    DeskMeters.asked(guild, request(new SettingsCommand.Sleep(), PLANNED.plusSeconds(3)));
    DeskMeters.asked(
        Guild.unknown(ID), request(new NotificationCommand.WakeUp(), PLANNED.plusSeconds(3)));
    assertThat(registry.get("dcm.wake.up.lateness").timer().count()).isZero();
  }

  private static Request request(GuildCommand command, Instant at) {
    return new Request(ID, KNOCK, "", at, new Caller.Clockwork(), command);
  }
}
