package dcm.guild.rules;

import dcm.guild.command.SettingsCommand;
import dcm.guild.event.SettingsEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.value.BoardLayout;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules on the columns of the kanban board. */
final class BoardLayoutRules {
  static final int MAX_COLUMNS = 10;
  private static final int MAX_TITLE_LENGTH = 50;
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,20}");

  private BoardLayoutRules() {}

  static @Nullable Refusal replace(
      DecisionContext context, SettingsCommand.ReplaceBoardLayout replace) {
    Refusal denied = context.checkPermission(Permission.SETTINGS_MANAGE);
    if (denied != null) {
      return denied;
    }
    GuildProfile profile = context.state().profile();
    if (replace.ifRevision() != null && replace.ifRevision() != profile.layoutRevision()) {
      return new Refusal.Outdated(replace.ifRevision(), profile.layoutRevision());
    }
    List<Refusal.FieldError> errors = new ArrayList<>();
    BoardLayout after = valid(replace.layout(), errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    if (!after.equals(profile.boardLayout())) {
      context.emit(new SettingsEvent.BoardLayoutChanged(profile.boardLayout(), after));
    }
    return null;
  }

  private static BoardLayout valid(BoardLayout wanted, List<Refusal.FieldError> errors) {
    if (wanted.columns().isEmpty() || wanted.columns().size() > MAX_COLUMNS) {
      errors.add(new Refusal.FieldError("columns", "too-many", "1 to " + MAX_COLUMNS + " columns"));
      return wanted;
    }
    Set<String> ids = new HashSet<>();
    Set<Occurrence.State> mapped = EnumSet.noneOf(Occurrence.State.class);
    List<BoardLayout.Column> columns = new ArrayList<>();
    for (int i = 0; i < wanted.columns().size(); i++) {
      BoardLayout.Column column = wanted.columns().get(i);
      String field = "columns[" + i + "]";
      if (!ID.matcher(column.id()).matches()) {
        errors.add(
            new Refusal.FieldError(
                field + ".id", "malformed", "1 to 20 characters: a to z, digits and hyphens"));
      } else if (!ids.add(column.id())) {
        errors.add(new Refusal.FieldError(field + ".id", "taken", "another column has this id"));
      }
      if (column.states().isEmpty() || column.states().contains(Occurrence.State.CANCELLED)) {
        errors.add(
            new Refusal.FieldError(
                field + ".states", "out-of-range", "one or more states that tasks are shown in"));
      }
      for (Occurrence.State state : column.states()) {
        if (!mapped.add(state)) {
          errors.add(
              new Refusal.FieldError(
                  field + ".states", "taken", state + " is in another column already"));
        }
      }
      String title =
          column.title() == null
              ? null
              : TextValidation.singleLine(
                  column.title(), field + ".title", MAX_TITLE_LENGTH, errors);
      columns.add(new BoardLayout.Column(column.id(), title, column.states()));
    }
    return new BoardLayout(columns);
  }
}
