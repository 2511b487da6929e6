package dcm.transfer;

import dcm.entity.GuildClient;
import dcm.entity.GuildException;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.ImportCommand;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.TaskId;
import dcm.transfer.format.ImportedTask;
import dcm.transfer.format.ParsedRow;
import dcm.transfer.format.TaskFiles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one import or undo, some rows at a time: the next ones when the guild has answered
 * the former, so that other commands of the guild come between, and those of other guilds are not
 * delayed. Every command and every task has an id made of the import and the row. Whoever goes on
 * after an interruption repeats at most the rows that were not recorded, to no further effect.
 */
final class ImportExecution {
  /** Rows that are sent to the guild together. */
  private static final int CHUNK_SIZE = 25;

  /** After each of them it waits as long as they took: others have half of the node, or more. */
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  private final ImportDao dao;
  private final GuildClient guilds;
  private final InstantSource clock;
  private final String owner;
  private final BooleanSupplier stopped;
  private final ImportDao.Claim claim;
  private final ImportJob job;

  /**
   * @param stopped whether this node stops
   */
  ImportExecution(
      ImportDao dao,
      GuildClient guilds,
      InstantSource clock,
      String owner,
      BooleanSupplier stopped,
      ImportDao.Claim claim,
      ImportJob job) {
    this.dao = dao;
    this.guilds = guilds;
    this.clock = clock;
    this.owner = owner;
    this.stopped = stopped;
    this.claim = claim;
    this.job = job;
  }

  /** Completes when all is done, when another node has taken over, or when this node stops. */
  CompletionStage<Boolean> run() {
    return switch (job.state()) {
      case APPLYING -> apply();
      case UNDOING -> undo();
      // the entry of the list is older than what it names
      case READY, APPLIED, UNDONE -> dao.drop(claim, owner);
    };
  }

  private CompletionStage<Boolean> apply() {
    return dao.counts(claim.guild(), job.id())
        .thenCompose(counts -> {
          int tasks =
              counts.getOrDefault(ImportJob.Fate.CREATE, 0)
                  + counts.getOrDefault(ImportJob.Fate.CREATED, 0);
          return decide("start", new ImportCommand.Start(job.id(), job.format().id(), tasks));
        })
        .handle((_, failure) -> refusalOf(failure))
        .thenCompose(refusal ->
            refusal == null
                ? applyNext()
                : dao.failRemaining(
                        claim,
                        owner,
                        ImportJob.Fate.CREATE,
                        ImportJob.Fate.FAILED,
                        problem(refusal))
                    .thenCompose(_ -> finish(ImportJob.State.APPLIED)));
  }

  private CompletionStage<Boolean> applyNext() {
    long startedAt = System.nanoTime();
    return next(ImportJob.Fate.CREATE)
        .thenCompose(rows ->
            rows.isEmpty()
                ? finishApply()
                : all(rows.stream().map(this::create).toList())
                    .thenCompose(results -> dao.record(claim, owner, results))
                    .thenCompose(held -> further(held, startedAt, this::applyNext)));
  }

  /**
   * Goes on with the next rows after a pause.
   *
   * @param held whether this node still has the import
   */
  private CompletionStage<Boolean> further(
      boolean held, long startedAt, Supplier<CompletionStage<Boolean>> next) {
    if (!held || stopped.getAsBoolean()) {
      return done();
    }
    long pause = Math.min(System.nanoTime() - startedAt, MAX_PAUSE.toNanos());
    return CompletableFuture.supplyAsync(
            () -> stopped.getAsBoolean(),
            CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS))
        .thenCompose(stoppedMeanwhile -> stoppedMeanwhile ? done() : next.get());
  }

  /** The next rows, up to one that waits for another of them. */
  private CompletionStage<List<ImportRow>> next(ImportJob.Fate fate) {
    return dao.rows(claim.guild(), job.id(), -1, Set.of(fate), CHUNK_SIZE)
        .thenApply(rows -> {
          Set<TaskId> together = new HashSet<>();
          List<ImportRow> chunk = new ArrayList<>();
          for (ImportRow row : rows) {
            if (fate == ImportJob.Fate.CREATE
                && row.dependsOn().stream().anyMatch(together::contains)) {
              break;
            }
            together.add(row.taskId());
            chunk.add(row);
          }
          return chunk;
        });
  }

  private CompletionStage<ImportRow> create(ImportRow row) {
    ImportedTask task = Objects.requireNonNull(row.task(), "a row to create has a task");
    ImportCommand.AddTask command = ImportPlan.command(job.id(), job.details(), row, task);
    return decide("task:" + row.position(), command)
        .thenApply(outcome -> created(row, outcome))
        .exceptionallyCompose(failure -> {
          Refusal refusal = refusalOf(failure);
          if (refusal == null) {
            return CompletableFuture.failedFuture(failure);
          }
          // what it waits for was refused itself
          boolean dependency =
              refusal instanceof Refusal.Invalid(var errors)
                  && errors.stream().allMatch(error -> error.field().equals("policy.dependsOn"));
          return dependency
              ? create(
                  new ImportRow(
                      row.position(),
                      row.line(),
                      row.title(),
                      row.fate(),
                      row.problem(),
                      row.sourceKey(),
                      task,
                      row.taskId(),
                      List.of(),
                      null))
              : CompletableFuture.completedFuture(
                  row.with(ImportJob.Fate.FAILED, problem(refusal)));
        });
  }

  private static ImportRow created(ImportRow row, Outcome outcome) {
    return outcome.subject() instanceof Outcome.TaskSubject(var task, _, _)
        ? row.created(task.revision())
        // it was created by an attempt before, and deleted since
        : row.created(0);
  }

  private CompletionStage<Boolean> finishApply() {
    return dao.counts(claim.guild(), job.id())
        .thenCompose(counts ->
            decide(
                "finish",
                new ImportCommand.Finish(
                    job.id(),
                    counts.getOrDefault(ImportJob.Fate.CREATED, 0),
                    counts.getOrDefault(ImportJob.Fate.SKIP, 0)
                        + counts.getOrDefault(ImportJob.Fate.DUPLICATE, 0),
                    counts.getOrDefault(ImportJob.Fate.ERROR, 0)
                        + counts.getOrDefault(ImportJob.Fate.FAILED, 0))))
        .handle((_, failure) -> refusalOf(failure))
        .thenCompose(_ -> finish(ImportJob.State.APPLIED));
  }

  private CompletionStage<Boolean> undo() {
    long startedAt = System.nanoTime();
    return next(ImportJob.Fate.CREATED)
        .thenCompose(rows ->
            rows.isEmpty()
                ? finishUndo()
                : dao.commented(claim.guild(), rows.stream().map(ImportRow::taskId).toList())
                    .thenCompose(
                        commented -> all(rows.stream().map(row -> remove(row, commented)).toList()))
                    .thenCompose(results -> dao.record(claim, owner, results))
                    .thenCompose(held -> further(held, startedAt, this::undo)));
  }

  private CompletionStage<ImportRow> remove(ImportRow row, Set<TaskId> commented) {
    if (commented.contains(row.taskId())) {
      return CompletableFuture.completedFuture(
          row.with(
              ImportJob.Fate.KEPT, new ParsedRow.RowProblem(null, "changed", "It has comments.")));
    }
    return decide(
            "undo:" + row.position(),
            new ImportCommand.RemoveTask(
                job.id(), row.taskId(), row.revision() == null ? 0 : row.revision()))
        .handle((_, failure) -> {
          Refusal refusal = refusalOf(failure);
          return switch (refusal) {
            case null -> row.with(ImportJob.Fate.REMOVED, null);
            case Refusal.UnknownTask _ -> row.with(ImportJob.Fate.REMOVED, null);
            case Refusal.Outdated _ ->
                row.with(
                    ImportJob.Fate.KEPT,
                    new ParsedRow.RowProblem(null, "changed", "It changed after the import."));
            default -> row.with(ImportJob.Fate.KEPT, problem(refusal));
          };
        });
  }

  private CompletionStage<Boolean> finishUndo() {
    return dao.rows(claim.guild(), job.id(), -1, Set.of(ImportJob.Fate.REMOVED), TaskFiles.MAX_ROWS)
        .thenCombine(dao.counts(claim.guild(), job.id()), this::undone)
        .thenCompose(command -> decide("undo-finish", command))
        .handle((_, failure) -> refusalOf(failure))
        .thenCompose(_ -> finish(ImportJob.State.UNDONE));
  }

  private ImportCommand.FinishUndo undone(
      List<ImportRow> removed, Map<ImportJob.Fate, Integer> counts) {
    Set<GroupingId> groupings = new HashSet<>();
    for (ImportRow row : removed) {
      ImportedTask task = row.task();
      if (task != null) {
        task.labels()
            .forEach(label ->
                groupings.add(ImportPlan.groupingId(job.id(), Grouping.Kind.LABEL, label.name())));
        if (task.category() != null) {
          groupings.add(
              ImportPlan.groupingId(job.id(), Grouping.Kind.CATEGORY, task.category().name()));
        }
      }
    }
    return new ImportCommand.FinishUndo(
        job.id(),
        counts.getOrDefault(ImportJob.Fate.REMOVED, 0),
        counts.getOrDefault(ImportJob.Fate.KEPT, 0),
        List.copyOf(groupings));
  }

  private CompletionStage<Boolean> finish(ImportJob.State state) {
    return dao.finish(claim, owner, job.state(), state);
  }

  private static CompletionStage<Boolean> done() {
    return CompletableFuture.completedFuture(false);
  }

  private CompletionStage<Outcome> decide(String kind, ImportCommand command) {
    return guilds.decide(
        new CommandEnvelope(
            claim.guild(),
            new CommandId(ImportPlan.uuid(job.id(), "command", kind)),
            "import:" + kind,
            clock.instant(),
            new Caller.Person(
                job.createdBy(), new MembershipEvidence.FromGuild(), job.details().origin()),
            command));
  }

  private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
    CompletionStage<List<T>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (CompletionStage<T> stage : stages) {
      all =
          all.thenCombine(
              stage,
              (some, next) -> {
                some.add(next);
                return some;
              });
    }
    return all;
  }

  /** The refusal of a command; null: it was carried out. Other failures are thrown. */
  private static @Nullable Refusal refusalOf(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause == null) {
      return null;
    }
    if (cause instanceof GuildException.RefusedException refused) {
      return refused.refusal();
    }
    throw new CompletionException(cause);
  }

  private ParsedRow.RowProblem problem(Refusal refusal) {
    return RefusedRows.problem(refusal, job.details().columns());
  }
}
