package dcm.guild.reply;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dcm.guild.GuildFixture;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts without a visible character are blank. */
class BlankTextTest {
  private static final String FAMILY = "👩‍👩‍👧";
  private final GuildFixture fixture = GuildFixture.withMembers();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200b",
        "\u200d\ufeff",
        "\u2800",
        "\u00ad",
        " \u00a0\u3000\u200e\u200f\u061c ",
        "\u2060\u2061\u2066\u2069\u202e\u202c",
        "\u3164",
        "\u115f\u1160\uffa0",
        "\u034f\u17b4\u17b5\u180e\ufe0f",
        "\udb40\udc41\udb40\udd00",
      })
  void invisible_text_is_blank_in_every_required_field(String nothing) {
    TaskId task = new TaskId(new UUID(1, 1));
    assertThat(fixture.invalid(ANNA, new TaskCommand.Create(task, once(nothing))))
        .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
        .containsExactly(tuple("title", "blank"));
    for (Grouping.Kind kind : Grouping.Kind.values()) {
      var id = new GroupingId(new UUID(1, 2));
      assertThat(fixture.invalid(ANNA, new GroupingCommand.Create(id, kind, nothing, "#3fa7d6")))
          .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
          .containsExactly(tuple("name", "blank"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200b", "\u2800", "\u00ad\u200d"})
  void optional_text_may_not_be_invisible(String nothing) {
    TaskRef task = ref(fixture.create(ANNA, once("dishes")));
    TaskPatch patch = new TaskPatch(null, nothing, null, false, null, null, null, null, null);
    assertThat(fixture.invalid(ANNA, new TaskCommand.Edit(task, null, patch)))
        .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
        .containsExactly(tuple("description", "blank"));
    assertThat(fixture.invalid(ANNA, new TaskCommand.Complete(task, null, null, null, nothing)))
        .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
        .containsExactly(tuple("note", "blank"));
    assertThat(fixture.invalid(ANNA, new TaskCommand.Skip(task, null, nothing, true)))
        .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
        .containsExactly(tuple("reason", "blank"));
  }

  @ParameterizedTest
  @ValueSource(strings = {FAMILY, "Zieken\u00adhuis", "\u202etitel", "\u2764\ufe0f", "א", "\u0600"})
  void visible_text_is_kept_unchanged(String text) {
    assertThat(fixture.task(fixture.create(ANNA, once(text))).title()).isEqualTo(text);
  }

  @Test
  void a_note_of_spaces_is_no_note() {
    TaskId task = fixture.create(ANNA, once("dishes"));
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, "  \n "));
    assertThat(fixture.task(task).closed().completion().note()).isNull();
  }
}
