package dcm.view;

import static dcm.view.ProjectionTestKit.TOM;
import static dcm.view.ProjectionTestKit.created;
import static dcm.view.ProjectionTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.reply.Outcome;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.journal.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProcessedCommandDaoIT {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.123456Z");
  private static final GuildId GUILD = new GuildId(6900);
  private static ProjectionTestKit kit;
  private static Instant clock = NOW;
  private static ProcessedCommandDao dao;

  @BeforeAll
  static void open() throws Exception {
    kit = new ProjectionTestKit();
    kit.write(GUILD, created(1, "Dishes"));
    dao = new ProcessedCommandDao(Database.get(kit.journal.system), () -> clock);
  }

  @AfterAll
  static void close() {
    kit.close();
  }

  @Test
  void an_answer_is_found_for_a_day_and_deleted_afterwards() throws Exception {
    var first = answer(1, NOW);
    var nextDay = NOW.plus(Duration.ofHours(25));
    join(dao.save(GUILD, List.of(first, answer(2, nextDay))));
    join(
        dao.save(
            GUILD,
            List.of(
                new ProcessedCommands.ProcessedCommand(
                    first.command(), TOM, "x", NOW, 9, done()))));
    assertThat(join(dao.find(GUILD, first.command())))
        .as("the first answer is kept")
        .contains(first);
    assertThat(join(dao.find(GUILD, id(3)))).isEmpty();
    assertThat(join(dao.find(new GuildId(6901), first.command()))).isEmpty();

    clock = NOW.plus(Duration.ofDays(1)).plusMillis(1);
    assertThat(join(dao.find(GUILD, first.command()))).as("expired").isEmpty();

    clock = NOW.plus(Duration.ofDays(2));
    assertThat(join(dao.find(GUILD, id(2))))
        .as("within 24 hours, from the previous day")
        .isPresent();
    join(dao.save(GUILD, List.of(answer(4, clock))));
    clock = NOW;
    assertThat(join(dao.find(GUILD, first.command()))).as("deleted").isEmpty();
    clock = nextDay;
    assertThat(join(dao.find(GUILD, id(2)))).isPresent();
  }

  private static ProcessedCommands.ProcessedCommand answer(long number, Instant at) {
    return new ProcessedCommands.ProcessedCommand(id(number), TOM, "f", at, number, done());
  }

  private static Outcome done() {
    return new Outcome(7, new Outcome.NoSubject());
  }

  private static CommandId id(long number) {
    return new CommandId(new UUID(3, number));
  }
}
