package dcm.guild;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Categories and labels: whoever may edit tasks may name them, whoever may delete, remove them. */
final class GroupingRules {
  static final int MOST = 200;
  private static final int NAME = 50;
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

  private GroupingRules() {}

  static @Nullable Refusal judge(Hearing hearing, GroupingCommand command) {
    return switch (command) {
      case GroupingCommand.Create create -> create(hearing, create);
      case GroupingCommand.Edit edit -> edit(hearing, edit);
      case GroupingCommand.Delete delete -> delete(hearing, delete);
    };
  }

  private static @Nullable Refusal create(Hearing hearing, GroupingCommand.Create create) {
    Refusal lacking = hearing.lacks(Permission.TASK_EDIT);
    if (lacking != null) {
      return lacking;
    }
    List<FieldError> errors = new ArrayList<>();
    Board board = hearing.state().board();
    if (board.groupings().containsKey(create.id())) {
      errors.add(new FieldError("id", "taken", "there is one of this id already"));
    }
    String name = Texts.line(create.name(), "name", NAME, errors);
    String colour = colour(create.colour(), errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    if (taken(board, create.kind(), name, create.id())) {
      return new Refusal.NameTaken(name);
    }
    long ofKind =
        board.groupings().values().stream().filter(g -> g.kind() == create.kind()).count();
    if (ofKind >= MOST) {
      return new Refusal.TooMany(
          create.kind() == Grouping.Kind.CATEGORY ? "categories" : "labels", MOST);
    }
    hearing.happens(new GroupingEvent.Created(create.id(), create.kind(), name, colour));
    return null;
  }

  private static @Nullable Refusal edit(Hearing hearing, GroupingCommand.Edit edit) {
    Refusal lacking = hearing.lacks(Permission.TASK_EDIT);
    if (lacking != null) {
      return lacking;
    }
    Board board = hearing.state().board();
    Grouping before = board.find(edit.kind(), edit.id());
    if (before == null) {
      return new Refusal.UnknownGrouping(edit.kind(), edit.id());
    }
    if (edit.ifRevision() != null && edit.ifRevision() != before.revision()) {
      return new Refusal.Outdated(edit.ifRevision(), before.revision());
    }
    List<FieldError> errors = new ArrayList<>();
    String name =
        edit.name() == null ? before.name() : Texts.line(edit.name(), "name", NAME, errors);
    String colour = edit.colour() == null ? before.colour() : colour(edit.colour(), errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    if (taken(board, edit.kind(), name, edit.id())) {
      return new Refusal.NameTaken(name);
    }
    if (!name.equals(before.name()) || !colour.equals(before.colour())) {
      hearing.happens(
          new GroupingEvent.Edited(
              edit.id(), edit.kind(), before.name(), before.colour(), name, colour));
    }
    return null;
  }

  private static @Nullable Refusal delete(Hearing hearing, GroupingCommand.Delete delete) {
    Refusal lacking = hearing.lacks(Permission.TASK_DELETE);
    if (lacking != null) {
      return lacking;
    }
    Grouping before = hearing.state().board().find(delete.kind(), delete.id());
    if (before == null) {
      return new Refusal.UnknownGrouping(delete.kind(), delete.id());
    }
    if (delete.ifRevision() != null && delete.ifRevision() != before.revision()) {
      return new Refusal.Outdated(delete.ifRevision(), before.revision());
    }
    hearing.happens(new GroupingEvent.Deleted(delete.id(), delete.kind(), before.name()));
    return null;
  }

  private static boolean taken(Board board, Grouping.Kind kind, String name, GroupingId but) {
    return board.groupings().values().stream()
        .anyMatch(g -> g.kind() == kind && !g.id().equals(but) && g.name().equalsIgnoreCase(name));
  }

  private static String colour(@Nullable String raw, List<FieldError> errors) {
    String colour = raw == null ? "" : raw.strip().toLowerCase(Locale.ROOT);
    if (!COLOUR.matcher(colour).matches()) {
      errors.add(new FieldError("colour", "malformed", "must look like #3fa7d6"));
    }
    return colour;
  }
}
