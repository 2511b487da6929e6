package dcm.guild.rules;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.ImportCommand;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.ImportEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskCatalog;
import dcm.guild.state.TaskState;
import dcm.guild.value.CommandId;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rules on imports. */
final class ImportRules {
  /** How far a wanted number may lie above the highest one: numbers are short. */
  private static final int MAX_NUMBER_GAP = 100_000;

  private static final String GREY = "#8a8f98";

  private ImportRules() {}

  static @Nullable Refusal decide(DecisionContext context, ImportCommand command) {
    Refusal denied = context.checkPermission(Permission.TASK_IMPORT_EXPORT);
    if (denied != null) {
      return denied;
    }
    return switch (command) {
      case ImportCommand.Start(var id, var format, var tasks) -> {
        context.emit(new ImportEvent.Started(id, format, tasks));
        yield null;
      }
      case ImportCommand.AddTask add -> add(context, add);
      case ImportCommand.Finish(var id, var created, var skipped, var failed) -> {
        context.emit(new ImportEvent.Applied(id, created, skipped, failed));
        yield null;
      }
      case ImportCommand.RemoveTask remove -> remove(context, remove);
      case ImportCommand.FinishUndo finish -> {
        deleteUnused(context, finish.groupings());
        context.emit(new ImportEvent.Undone(finish.id(), finish.removed(), finish.kept()));
        yield null;
      }
    };
  }

  /**
   * The reason for which a task would be refused now; null: none. Tasks that it waits for are not
   * looked for, because the same import may create them.
   */
  static @Nullable Refusal check(
      GuildState state, QueryEnvelope query, ImportCommand.AddTask withDependencies) {
    ImportCommand.AddTask add = ImportedOccurrences.withoutDependencies(withDependencies);
    CommandEnvelope envelope =
        new CommandEnvelope(
            query.guild(), new CommandId(new UUID(0, 0)), "", query.at(), query.caller(), add);
    return decide(new DecisionContext(state, envelope), add);
  }

  private static @Nullable Refusal add(DecisionContext context, ImportCommand.AddTask add) {
    if (context.state().catalog().tasks().containsKey(add.task())) {
      return null;
    }
    List<Refusal.FieldError> errors = new ArrayList<>();
    GroupingId category =
        add.category() == null
            ? null
            : grouping(context, Grouping.Kind.CATEGORY, add.category(), errors);
    List<GroupingId> labels =
        add.labels().stream()
            .map(label -> grouping(context, Grouping.Kind.LABEL, label, errors))
            .toList();
    TaskFields wanted =
        TaskPatchRules.apply(context, TaskPatchRules.DEFAULTS, add.fields(), errors)
            .withCategory(errors.isEmpty() ? category : null)
            .withLabels(errors.isEmpty() ? labels : List.of());
    TaskFields fields = TaskValidation.validate(wanted, null, errors);
    ImportedOccurrences.validate(add.occurrences(), errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    Refusal refusal = TaskValidation.checkReferences(context.state(), fields, null);
    if (refusal == null) {
      refusal =
          DependencyRules.check(
              context.state(), add.task(), fields.effectivePolicy().dependsOn(), Set.of());
    }
    if (refusal == null) {
      refusal = TaskRules.checkSize(context, fields.characters());
    }
    if (refusal != null) {
      return refusal;
    }
    Due first =
        add.occurrences().isEmpty()
            ? NextDueRules.first(fields.schedule(), context.at(), context.holidays())
            : null;
    if (first == null && add.occurrences().isEmpty()) {
      return TaskRules.noFurtherOccurrence();
    }
    context.emit(TaskRules.created(add.task(), number(context.state().catalog(), add), fields));
    if (first != null) {
      TaskState created = context.state().catalog().find(new TaskRef.ById(add.task()));
      if (created != null) {
        NextOccurrence.open(context, created, first, true, null);
      }
    } else {
      ImportedOccurrences.emit(context, add.task(), fields, add.occurrences());
    }
    return null;
  }

  private static int number(TaskCatalog catalog, ImportCommand.AddTask add) {
    Integer wanted = add.number();
    boolean free =
        wanted != null
            && wanted > add.numbersAbove()
            && wanted - catalog.lastNumber() <= MAX_NUMBER_GAP
            && catalog.index().find(wanted) == null
            && catalog.bin().find(wanted) == null;
    return free ? wanted : catalog.lastNumber() + 1;
  }

  /** The guild's category or label of a name, which is created where there is none. */
  private static GroupingId grouping(
      DecisionContext context,
      Grouping.Kind kind,
      ImportCommand.NamedGrouping named,
      List<Refusal.FieldError> errors) {
    TaskCatalog catalog = context.state().catalog();
    String name = named.name().strip();
    for (Grouping known : catalog.groupings().values()) {
      if (known.kind() == kind && known.name().equalsIgnoreCase(name)) {
        return known.id();
      }
    }
    String colour = named.colour() == null ? GREY : named.colour();
    String field = kind == Grouping.Kind.CATEGORY ? "category" : "labels";
    switch (GroupingRules.checkNew(catalog, kind, named.id(), name, colour)) {
      case null -> context.emit(new GroupingEvent.Created(named.id(), kind, name, colour));
      case Refusal.Invalid(var invalid) ->
          invalid.forEach(
              error -> errors.add(new Refusal.FieldError(field, error.code(), error.detail())));
      case Refusal refused ->
          errors.add(
              new Refusal.FieldError(
                  field,
                  refused instanceof Refusal.TooMany ? "too-many" : "taken",
                  "the guild cannot have another one"));
    }
    return named.id();
  }

  private static @Nullable Refusal remove(
      DecisionContext context, ImportCommand.RemoveTask remove) {
    TaskState taskState = context.state().catalog().find(new TaskRef.ById(remove.task()));
    if (taskState == null) {
      return new Refusal.UnknownTask(new TaskRef.ById(remove.task()));
    }
    Task task = taskState.task();
    boolean photographed =
        IntStream.rangeClosed(1, taskState.lastOrdinal())
            .anyMatch(n -> !context.state().attachments().ofOccurrence(task.id(), n).isEmpty());
    if (task.revision() != remove.revision() || photographed) {
      return new Refusal.Outdated(remove.revision(), task.revision());
    }
    context.emit(new TaskEvent.Deleted(task.id(), task.number(), task.title()));
    context.emit(new TaskEvent.Purged(task.id(), task.number()));
    return null;
  }

  private static void deleteUnused(DecisionContext context, List<GroupingId> groupings) {
    if (groupings.isEmpty()) {
      return;
    }
    Set<GroupingId> used = new HashSet<>();
    for (TaskState taskState : context.state().catalog().tasks().values()) {
      use(used, taskState.task());
    }
    context
        .state()
        .catalog()
        .bin()
        .tasks()
        .values()
        .forEach(deleted -> use(used, deleted.state().task()));
    for (GroupingId id : groupings) {
      Grouping grouping = context.state().catalog().groupings().get(id);
      if (grouping != null && !used.contains(id)) {
        context.emit(new GroupingEvent.Deleted(id, grouping.kind(), grouping.name()));
      }
    }
  }

  private static void use(Set<GroupingId> used, Task task) {
    if (task.category() != null) {
      used.add(task.category());
    }
    used.addAll(task.labels());
  }
}
