package dcm.discord.message;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.text.DiscordMessages;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.notify.MessageLanguage;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskLinesTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final LocalDateTime DUE = LocalDateTime.parse("2026-11-28T11:00");

  @Test
  void what_is_overdue_is_marked_in_lists_and_on_cards() {
    var task = task("Bathroom", List.of(new MemberId(7)));
    assertThat(TaskLines.line(at("2026-11-28T09:59:00Z", MessageLanguage.EN), task))
        .isEqualTo("**Bathroom** #12 · <t:1795860000:F> (<t:1795860000:R>) · <@7>");
    assertThat(TaskLines.line(at("2026-11-28T10:01:00Z", MessageLanguage.EN), task))
        .startsWith("⚠️ overdue · **Bathroom** #12");
    var late = at("2026-11-28T10:01:00Z", MessageLanguage.NL);
    assertThat(TaskLines.line(late, task)).startsWith("⚠️ te laat");
    assertThat(
            TaskCard.embed(late, new TaskView(task, null, List.of())).fields().getFirst().value())
        .startsWith("⚠️ te laat · <t:");
  }

  @Test
  void a_card_links_to_the_task_on_the_dashboard() {
    var card =
        TaskCard.embed(
            at("2026-11-28T10:01:00Z", MessageLanguage.NL),
            new TaskView(task("x", List.of()), null, List.of()));
    assertThat(card.description())
        .isEqualTo(
            "[Open op het dashboard](https://dcm.example/g/5/tasks"
                + "?task=00000000-0000-0001-0000-000000000002)");
  }

  /** Discord refuses an embed whose description has more than 4,096 characters. */
  @Test
  void a_page_of_the_longest_lines_fits_in_an_embed() {
    var holders = LongStream.range(0, 25).mapToObj(i -> new MemberId(Long.MAX_VALUE - i)).toList();
    var tasks = Collections.nCopies(TaskLines.PER_PAGE, task("*".repeat(200), holders));
    assertThat(TaskLines.lines(at("2026-11-29T10:00:00Z", MessageLanguage.NL), tasks))
        .hasSizeLessThan(4_000)
        .contains("+22");
  }

  private static CardContext at(String now, MessageLanguage language) {
    return new CardContext(
        new GuildId(5),
        DiscordMessages.of(language),
        new DashboardLinks("https://dcm.example/"),
        Instant.parse(now));
  }

  private static Task task(String title, List<MemberId> holders) {
    return new Task(
        new TaskId(new UUID(1, 2)),
        12,
        title,
        "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        new Schedule.Once(new Due.AtTime(DUE, ZONE)),
        Assignment.OPEN,
        List.of(
            Occurrence.opened(
                1,
                new Due.AtTime(DUE, ZONE),
                holders,
                Instant.EPOCH,
                Occurrence.Course.opened(Instant.EPOCH, null, null))),
        null,
        null,
        new MemberId(42),
        Instant.EPOCH,
        9);
  }
}
