package dcm.view;

import static dcm.view.Board.TOM;
import static dcm.view.Board.created;
import static dcm.view.Board.get;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.Memory;
import dcm.guild.Outcome;
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
  private static Board board;
  private static Instant clock = NOW;
  private static ProcessedCommandDao dao;

  @BeforeAll
  static void open() throws Exception {
    board = new Board();
    board.write(GUILD, created(1, "Dishes"));
    dao = new ProcessedCommandDao(Database.get(board.journal.system), () -> clock);
  }

  @AfterAll
  static void close() {
    board.close();
  }

  @Test
  void an_answer_is_found_for_a_day_and_deleted_afterwards() throws Exception {
    var first = answer(1, NOW);
    var nextDay = NOW.plus(Duration.ofHours(25));
    get(dao.save(GUILD, List.of(first, answer(2, nextDay))));
    get(dao.save(GUILD, List.of(new Memory.Remembered(first.command(), TOM, "x", NOW, 9, done()))));
    assertThat(get(dao.find(GUILD, first.command()))).as("the first stays").contains(first);
    assertThat(get(dao.find(GUILD, id(3)))).isEmpty();
    assertThat(get(dao.find(new GuildId(6901), first.command()))).isEmpty();

    clock = NOW.plus(Duration.ofDays(1)).plusMillis(1);
    assertThat(get(dao.find(GUILD, first.command()))).as("its day is over").isEmpty();

    clock = NOW.plus(Duration.ofDays(2));
    assertThat(get(dao.find(GUILD, id(2)))).as("within a day, on the day before").isPresent();
    get(dao.save(GUILD, List.of(answer(4, clock))));
    clock = NOW;
    assertThat(get(dao.find(GUILD, first.command()))).as("deleted").isEmpty();
    clock = nextDay;
    assertThat(get(dao.find(GUILD, id(2)))).isPresent();
  }

  private static Memory.Remembered answer(long number, Instant at) {
    return new Memory.Remembered(id(number), TOM, "f", at, number, done());
  }

  private static Outcome done() {
    return new Outcome(7, new Outcome.OfNothing());
  }

  private static CommandId id(long number) {
    return new CommandId(new UUID(3, number));
  }
}
