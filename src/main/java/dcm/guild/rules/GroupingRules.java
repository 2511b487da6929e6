package dcm.guild.rules;

import dcm.guild.command.GroupingCommand;
import dcm.guild.event.GroupingEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskCatalog;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules on categories and labels. Creating and renaming them needs TASK_EDIT, deleting TASK_DELETE.
 */
final class GroupingRules {
  static final int MAX_PER_KIND = 200;
  private static final int MAX_NAME_LENGTH = 50;
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

  private GroupingRules() {}

  static @Nullable Refusal decide(DecisionContext context, GroupingCommand command) {
    return switch (command) {
      case GroupingCommand.Create create -> create(context, create);
      case GroupingCommand.Edit edit -> edit(context, edit);
      case GroupingCommand.Delete delete -> delete(context, delete);
    };
  }

  private static @Nullable Refusal create(DecisionContext context, GroupingCommand.Create create) {
    Refusal denied = context.checkPermission(Permission.TASK_EDIT);
    if (denied != null) {
      return denied;
    }
    Refusal refusal =
        checkNew(
            context.state().catalog(), create.kind(), create.id(), create.name(), create.colour());
    if (refusal == null) {
      context.emit(
          new GroupingEvent.Created(
              create.id(),
              create.kind(),
              create.name().strip(),
              create.colour().strip().toLowerCase(Locale.ROOT)));
    }
    return refusal;
  }

  /** The reason to refuse a new category or label; null: none. */
  static @Nullable Refusal checkNew(
      TaskCatalog catalog,
      Grouping.Kind kind,
      GroupingId id,
      @Nullable String rawName,
      @Nullable String rawColour) {
    List<Refusal.FieldError> errors = new ArrayList<>();
    if (catalog.groupings().containsKey(id)) {
      errors.add(new Refusal.FieldError("id", "taken", "this id is already in use"));
    }
    String name = TextValidation.singleLine(rawName, "name", MAX_NAME_LENGTH, errors);
    colour(rawColour, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    if (isNameTaken(catalog, kind, name, id)) {
      return new Refusal.NameTaken(name);
    }
    long count = catalog.groupings().values().stream().filter(g -> g.kind() == kind).count();
    return count >= MAX_PER_KIND
        ? new Refusal.TooMany(
            kind == Grouping.Kind.CATEGORY ? "categories" : "labels", MAX_PER_KIND)
        : null;
  }

  private static @Nullable Refusal edit(DecisionContext context, GroupingCommand.Edit edit) {
    Refusal denied = context.checkPermission(Permission.TASK_EDIT);
    if (denied != null) {
      return denied;
    }
    TaskCatalog catalog = context.state().catalog();
    Grouping before = catalog.find(edit.kind(), edit.id());
    if (before == null) {
      return new Refusal.UnknownGrouping(edit.kind(), edit.id());
    }
    if (edit.ifRevision() != null && edit.ifRevision() != before.revision()) {
      return new Refusal.Outdated(edit.ifRevision(), before.revision());
    }
    List<Refusal.FieldError> errors = new ArrayList<>();
    String name =
        edit.name() == null
            ? before.name()
            : TextValidation.singleLine(edit.name(), "name", MAX_NAME_LENGTH, errors);
    String colour = edit.colour() == null ? before.colour() : colour(edit.colour(), errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    if (isNameTaken(catalog, edit.kind(), name, edit.id())) {
      return new Refusal.NameTaken(name);
    }
    if (!name.equals(before.name()) || !colour.equals(before.colour())) {
      context.emit(
          new GroupingEvent.Edited(
              edit.id(), edit.kind(), before.name(), before.colour(), name, colour));
    }
    return null;
  }

  private static @Nullable Refusal delete(DecisionContext context, GroupingCommand.Delete delete) {
    Refusal denied = context.checkPermission(Permission.TASK_DELETE);
    if (denied != null) {
      return denied;
    }
    Grouping before = context.state().catalog().find(delete.kind(), delete.id());
    if (before == null) {
      return new Refusal.UnknownGrouping(delete.kind(), delete.id());
    }
    if (delete.ifRevision() != null && delete.ifRevision() != before.revision()) {
      return new Refusal.Outdated(delete.ifRevision(), before.revision());
    }
    context.emit(new GroupingEvent.Deleted(delete.id(), delete.kind(), before.name()));
    return null;
  }

  private static boolean isNameTaken(
      TaskCatalog catalog, Grouping.Kind kind, String name, GroupingId except) {
    return catalog.groupings().values().stream()
        .anyMatch(
            g -> g.kind() == kind && !g.id().equals(except) && g.name().equalsIgnoreCase(name));
  }

  private static String colour(@Nullable String raw, List<Refusal.FieldError> errors) {
    String colour = raw == null ? "" : raw.strip().toLowerCase(Locale.ROOT);
    if (!COLOUR.matcher(colour).matches()) {
      errors.add(new Refusal.FieldError("colour", "malformed", "must look like #3fa7d6"));
    }
    return colour;
  }
}
