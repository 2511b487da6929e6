package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.CommentCommand;
import dcm.guild.event.CommentEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.CommentId;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommentRulesTest {
  private static final CommentId ID = new CommentId(new UUID(8, 1));

  private final GuildFixture fixture = GuildFixture.withMembers();
  private final TaskId task = fixture.create(ANNA, GuildFixture.once("bathroom"));

  @Test
  void whoever_sees_a_task_comments_on_it() {
    assertThat(fixture.execute(BEN, comment("  the mirror\r\ntoo ")))
        .containsExactly(new CommentEvent.Added(task, ID, "the mirror\ntoo"));

    fixture.everybodyMay();

    assertThat(fixture.refused(BEN, comment("hello")))
        .isEqualTo(new Refusal.UnknownTask(GuildFixture.ref(task)));
  }

  @ParameterizedTest
  @CsvSource({
    "'',blank",
    "'  ',blank",
    "\u200B,blank",
    "LONG,too-long",
    "a\u0007b,control-character"
  })
  void a_comment_has_1_to_2000_visible_characters(String text, String code) {
    assertThat(fixture.refused(BEN, comment(text.equals("LONG") ? "x".repeat(2_001) : text)))
        .isInstanceOfSatisfying(
            Refusal.Invalid.class,
            invalid -> assertThat(invalid.errors().getFirst().code()).isEqualTo(code));
  }

  @Test
  void a_comment_is_deleted_by_its_author_or_by_members_who_edit_tasks() {
    fixture.everybodyMay(Permission.TASK_VIEW_ALL);
    fixture.execute(BEN, comment("mine"));
    var delete = new CommentCommand.Delete(GuildFixture.ref(task), ID, BEN);

    assertThat(fixture.refused(CAS, delete)).isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
    assertThat(fixture.execute(BEN, delete))
        .containsExactly(new CommentEvent.Deleted(task, ID, BEN));
    assertThat(fixture.execute(ANNA, delete)).hasSize(1);
  }

  private CommentCommand.Add comment(String text) {
    return new CommentCommand.Add(GuildFixture.ref(task), ID, text);
  }
}
