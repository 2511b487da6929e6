package dcm.transfer;

import dcm.entity.GuildClient;
import dcm.guild.command.ImportCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.ImportId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.transfer.format.ImportContext;
import dcm.transfer.format.ImportFormat;
import dcm.transfer.format.ParsedFile;
import dcm.transfer.format.TaskFiles;
import dcm.transfer.format.UnreadableFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.jspecify.annotations.Nullable;

/**
 * Imports of tasks: a dry run, its application, and their undo. Every stage fails with an {@link
 * ImportException}, as {@link GuildClient} does, or while the database is unavailable with {@link
 * dcm.view.ReadModelUnavailableException}.
 */
public final class TaskImports implements AutoCloseable {
  /** Bytes of a file. */
  public static final long MAX_FILE_BYTES = 10L * 1_024 * 1_024;

  /** How long an import can be undone. */
  public static final Duration UNDO_WINDOW = Duration.ofHours(24);

  /** Rows with an error that a report has. */
  private static final int MAX_PROBLEMS = 100;

  private static final int PAGE_SIZE = 200;

  /** A check of so many tasks is one message between nodes. */
  private static final int CHECK_SIZE = 100;

  private static final int MAX_CHECK_CHARACTERS = 200_000;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** Files that wait to be read are held in memory. */
  private static final int MAX_WAITING_FILES = 4;

  private final GuildClient guilds;
  private final InstantSource clock;
  private final ImportDao dao;
  private final String owner = UUID.randomUUID().toString();
  private final ThreadPoolExecutor readers;
  private final ActorRef<ImportWorker.Message> worker;
  private volatile boolean stopped;

  /** Starts this node's worker. */
  public TaskImports(
      ActorSystem<?> system, TransferSettings settings, GuildClient guilds, InstantSource clock) {
    this.guilds = guilds;
    this.clock = clock;
    this.dao = new ImportDao(system, settings.lease());
    this.readers =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_FILES),
            Thread.ofPlatform().name("dcm-import").daemon().factory());
    readers.allowCoreThreadTimeOut(true);
    this.worker =
        system.systemActorOf(
            ImportWorker.create(
                settings.pollInterval(),
                limit -> dao.claim(owner, limit),
                this::execute,
                claim -> dao.release(claim, owner, RETRY_DELAY)),
            "imports-" + owner,
            Props.empty());
  }

  /**
   * A file to import.
   *
   * @param id of the import that it becomes
   * @param format null: it is detected
   * @param columns headers of a CSV by the fields that they stand for; empty: they are guessed
   */
  // arrays compare by identity; files are never compared
  @SuppressWarnings("ArrayRecordComponent")
  public record Upload(
      ImportId id, byte[] bytes, @Nullable ImportFormat format, Map<String, String> columns) {

    private String digest() {
      return DigestUtils.sha256Hex(DigestUtils.sha256Hex(bytes) + format + new TreeMap<>(columns));
    }
  }

  /** Reads a file and stores what an import of it would do. The same upload again does nothing. */
  public CompletionStage<ImportReport> dryRun(GuildId guild, Caller.Person caller, Upload upload) {
    return checkPermission(guild, caller)
        .thenCompose(_ -> dao.find(guild, upload.id()))
        .thenCompose(known -> {
          if (known.isEmpty()) {
            return create(guild, caller, upload);
          }
          if (!known.get().details().digest().equals(upload.digest())) {
            throw new ImportException.OtherFileException();
          }
          return report(guild, known.get(), -1, PAGE_SIZE);
        });
  }

  private CompletionStage<ImportReport> create(GuildId guild, Caller.Person caller, Upload upload) {
    // as the database stores it
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ask(guild, caller, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class)
        .thenCompose(shown ->
            CompletableFuture.supplyAsync(
                () -> parse(upload, new ImportContext(shown.settings().zone(), now)), readers))
        .thenCompose(file -> plan(guild, caller, upload, file, now))
        .thenCompose(plan ->
            dao.insert(guild, plan.job(), plan.rows())
                .thenCompose(_ -> report(guild, plan.job(), -1, PAGE_SIZE)));
  }

  private static ParsedFile parse(Upload upload, ImportContext context) {
    try {
      return TaskFiles.parse(upload.bytes(), upload.format(), upload.columns(), context);
    } catch (UnreadableFileException unreadable) {
      throw new ImportException.UnreadableException(unreadable);
    }
  }

  private record Plan(ImportJob job, List<ImportRow> rows) {}

  private CompletionStage<Plan> plan(
      GuildId guild, Caller.Person caller, Upload upload, ParsedFile file, Instant now) {
    List<String> keys =
        file.rows().stream().map(row -> ImportPlan.sourceKey(upload.id(), file, row)).toList();
    return members(guild)
        .thenCompose(members ->
            existing(guild)
                .thenCombine(
                    dao.sources(guild, keys),
                    (tasks, sources) -> {
                      var details =
                          new ImportJob.Details(
                              caller.origin(),
                              upload.digest(),
                              file.columns(),
                              file.people(),
                              matched(file, members),
                              tasks.lastNumber());
                      var job =
                          new ImportJob(
                              upload.id(),
                              now,
                              caller.id(),
                              file.format(),
                              ImportJob.State.READY,
                              details,
                              null);
                      return new Plan(
                          job,
                          ImportPlan.of(
                              upload.id(),
                              file,
                              new ImportPlan.Existing(tasks.ids(), tasks.contents(), sources)));
                    }))
        .thenCompose(plan -> check(guild, caller, plan, 0));
  }

  /** Members by the id of Discord, otherwise by a name that one of them has. */
  private static Map<MemberId, @Nullable MemberId> matched(ParsedFile file, List<Member> members) {
    Map<String, List<Member>> byName =
        members.stream()
            .filter(Member::active)
            .collect(
                Collectors.groupingBy(
                    member -> member.displayName().strip().toLowerCase(Locale.ROOT)));
    Set<MemberId> ids =
        members.stream().filter(Member::active).map(Member::id).collect(Collectors.toSet());
    var matched = new HashMap<MemberId, @Nullable MemberId>();
    file.people()
        .forEach((reference, person) -> {
          List<Member> named =
              byName.getOrDefault(person.name().strip().toLowerCase(Locale.ROOT), List.of());
          if (person.fromDiscord() && ids.contains(reference)) {
            matched.put(reference, reference);
          } else if (named.size() == 1) {
            matched.put(reference, named.getFirst().id());
          }
        });
    return matched;
  }

  private record GuildTasks(Set<TaskId> ids, Map<String, TaskId> contents, int lastNumber) {}

  /**
   * All tasks of the guild, also those that the caller may not see: they are not doubled either.
   */
  private CompletionStage<GuildTasks> existing(GuildId guild) {
    var system = new Caller.SystemCaller();
    return ask(
            guild,
            system,
            new GuildQuery.Groupings(Grouping.Kind.CATEGORY),
            QueryResult.Groupings.class)
        .thenCompose(categories -> {
          Map<GroupingId, String> names =
              categories.groupings().stream()
                  .collect(Collectors.toMap(Grouping::id, Grouping::name));
          var tasks = new GuildTasks(new HashSet<>(), new HashMap<>(), 0);
          return existing(guild, system, names, tasks, 0);
        });
  }

  private CompletionStage<GuildTasks> existing(
      GuildId guild,
      Caller caller,
      Map<GroupingId, String> categories,
      GuildTasks found,
      int after) {
    return ask(
            guild,
            caller,
            new GuildQuery.ExportTasks(after, PAGE_SIZE),
            QueryResult.ExportedTasks.class)
        .thenCompose(page -> {
          for (Task task : page.tasks()) {
            found.ids().add(task.id());
            String category = task.category() == null ? null : categories.get(task.category());
            found.contents().put(ContentKey.of(task, category), task.id());
          }
          return page.hasMore()
              ? existing(guild, caller, categories, found, page.tasks().getLast().number())
              : CompletableFuture.completedFuture(
                  new GuildTasks(found.ids(), found.contents(), page.lastNumber()));
        });
  }

  /** Asks the guild about each task, some at a time. */
  private CompletionStage<Plan> check(GuildId guild, Caller.Person caller, Plan plan, int from) {
    var positions = new ArrayList<Integer>();
    var commands = new ArrayList<ImportCommand.AddTask>();
    int position = from;
    long characters = 0;
    while (position < plan.rows().size()
        && commands.size() < CHECK_SIZE
        && characters < MAX_CHECK_CHARACTERS) {
      ImportRow row = plan.rows().get(position);
      if (row.fate() == ImportJob.Fate.CREATE && row.task() != null) {
        commands.add(ImportPlan.command(plan.job().id(), plan.job().details(), row, row.task()));
        positions.add(position);
        String description = row.task().fields().description();
        characters += row.title().length() + (description == null ? 0 : description.length());
      }
      position++;
    }
    if (commands.isEmpty()) {
      return CompletableFuture.completedFuture(checked(plan));
    }
    int next = position;
    return ask(
            guild,
            recorded(caller),
            new GuildQuery.CheckImport(commands),
            QueryResult.CheckedImport.class)
        .thenCompose(checked -> {
          List<ImportRow> rows = new ArrayList<>(plan.rows());
          for (int i = 0; i < positions.size(); i++) {
            Refusal refusal = checked.decisions().get(i).refusal();
            if (refusal != null) {
              ImportRow row = rows.get(positions.get(i));
              rows.set(
                  positions.get(i),
                  row.with(
                      ImportJob.Fate.ERROR,
                      RefusedRows.problem(refusal, plan.job().details().columns())));
            }
          }
          return check(guild, caller, new Plan(plan.job(), rows), next);
        });
  }

  private static Plan checked(Plan plan) {
    boolean nothing =
        plan.rows().stream()
            .noneMatch(row ->
                row.fate() == ImportJob.Fate.CREATE || row.fate() == ImportJob.Fate.DUPLICATE);
    if (nothing) {
      throw new ImportException.YieldsNothingException(
          plan.rows().stream().limit(MAX_PROBLEMS).toList());
    }
    return plan;
  }

  /**
   * Looks up an import.
   *
   * @param after rows beyond this position only; -1 for the first page
   * @param limit 1 to 200
   */
  public CompletionStage<ImportReport> find(
      GuildId guild, Caller.Person caller, ImportId id, int after, int limit) {
    return checkPermission(guild, caller)
        .thenCompose(_ -> existing(guild, id))
        .thenCompose(job -> report(guild, job, after, limit));
  }

  /**
   * Begins to create the tasks of an import. What was begun goes on without the caller; a
   * repetition does nothing.
   *
   * @param members of the guild by names in the file; null: nobody
   */
  public CompletionStage<ImportReport> apply(
      GuildId guild, Caller.Person caller, ImportId id, Map<String, @Nullable MemberId> members) {
    return checkPermission(guild, caller)
        .thenCompose(_ -> existing(guild, id))
        .thenCompose(job ->
            switch (job.state()) {
              case READY ->
                  mapped(guild, job, members)
                      .thenCompose(details -> begin(guild, job, ImportJob.State.APPLYING, details));
              case APPLYING -> resume(guild, job);
              case APPLIED -> report(guild, job, -1, PAGE_SIZE);
              case UNDOING, UNDONE -> throw new ImportException.WrongStateException(job.state());
            });
  }

  /** Begins to remove what an import created; a repetition does nothing. */
  public CompletionStage<ImportReport> undo(GuildId guild, Caller.Person caller, ImportId id) {
    return checkPermission(guild, caller)
        .thenCompose(_ -> existing(guild, id))
        .thenCompose(job ->
            switch (job.state()) {
              case APPLIED -> {
                Instant finished = job.finishedAt();
                if (finished != null && clock.instant().isAfter(finished.plus(UNDO_WINDOW))) {
                  throw new ImportException.TooLateException();
                }
                yield begin(guild, job, ImportJob.State.UNDOING, null);
              }
              case UNDOING -> resume(guild, job);
              case UNDONE -> report(guild, job, -1, PAGE_SIZE);
              case READY, APPLYING -> throw new ImportException.WrongStateException(job.state());
            });
  }

  /** Puts an import on the list again that was restored without its entry. */
  private CompletionStage<ImportReport> resume(GuildId guild, ImportJob job) {
    return dao.isRunning(guild)
        .thenCompose(running ->
            running ? report(guild, job, -1, PAGE_SIZE) : begin(guild, job, job.state(), null));
  }

  private CompletionStage<ImportReport> begin(
      GuildId guild, ImportJob job, ImportJob.State state, ImportJob.@Nullable Details details) {
    return dao.enqueue(guild, job.id(), Set.of(job.state()), state, details, owner)
        .thenCompose(begun -> {
          if (begun.isPresent() && !begun.get()) {
            throw new ImportException.AlreadyRunningException();
          }
          if (begun.isPresent()) {
            worker.tell(new ImportWorker.Begin(new ImportDao.Claim(guild, job.id())));
          }
          return existing(guild, job.id());
        })
        .thenCompose(now -> report(guild, now, -1, PAGE_SIZE));
  }

  private CompletionStage<ImportJob.Details> mapped(
      GuildId guild, ImportJob job, Map<String, @Nullable MemberId> given) {
    return members(guild)
        .thenApply(members -> {
          Set<MemberId> active =
              members.stream().filter(Member::active).map(Member::id).collect(Collectors.toSet());
          var mapped = new HashMap<MemberId, @Nullable MemberId>(job.details().members());
          var missing = new TreeSet<String>();
          var strangers = new TreeSet<String>();
          job.details()
              .people()
              .forEach((reference, person) -> {
                MemberId member = given.get(person.name());
                if (member != null && !active.contains(member)) {
                  strangers.add(person.name());
                } else if (given.containsKey(person.name())) {
                  mapped.put(reference, member);
                } else if (!mapped.containsKey(reference)) {
                  missing.add(person.name());
                }
              });
          if (!missing.isEmpty() || !strangers.isEmpty()) {
            throw new ImportException.UnmappedPeopleException(missing, strangers);
          }
          return job.details().with(mapped);
        });
  }

  private CompletionStage<ImportJob> existing(GuildId guild, ImportId id) {
    return dao.find(guild, id)
        .thenApply(found -> found.orElseThrow(ImportException.UnknownImportException::new));
  }

  private CompletionStage<ImportReport> report(GuildId guild, ImportJob job, int after, int limit) {
    Set<ImportJob.Fate> problematic =
        Set.of(ImportJob.Fate.ERROR, ImportJob.Fate.FAILED, ImportJob.Fate.KEPT);
    return dao.counts(guild, job.id())
        .thenCompose(counts ->
            dao.rows(guild, job.id(), -1, problematic, MAX_PROBLEMS)
                .thenCombine(
                    dao.rows(guild, job.id(), after, Set.of(), limit),
                    (problems, rows) -> new ImportReport(job, counts, problems, rows)));
  }

  /** Carries out an import that this node holds. */
  private CompletionStage<Boolean> execute(ImportDao.Claim claim) {
    return dao.find(claim.guild(), claim.id())
        .thenCompose(job ->
            job.isEmpty()
                ? dao.drop(claim, owner)
                : new ImportExecution(dao, guilds, clock, owner, () -> stopped, claim, job.get())
                    .run())
        .thenCompose(held ->
            stopped
                ? dao.release(claim, owner, Duration.ZERO)
                : CompletableFuture.completedFuture(held))
        .exceptionallyCompose(failure ->
            dao.release(claim, owner, RETRY_DELAY)
                .handle((_, _) -> {
                  throw new CompletionException(failure);
                }));
  }

  private CompletionStage<List<Member>> members(GuildId guild) {
    return ask(
            guild, new Caller.SystemCaller(), new GuildQuery.Members(), QueryResult.Members.class)
        .thenApply(QueryResult.Members::members);
  }

  private CompletionStage<?> checkPermission(GuildId guild, Caller.Person caller) {
    return ask(
        guild,
        caller,
        new GuildQuery.CheckPermission(Permission.TASK_IMPORT_EXPORT),
        QueryResult.Permitted.class);
  }

  private static Caller.Person recorded(Caller.Person caller) {
    return new Caller.Person(caller.id(), new MembershipEvidence.FromGuild(), caller.origin());
  }

  private <A extends QueryResult> CompletionStage<A> ask(
      GuildId guild, Caller caller, GuildQuery query, Class<A> type) {
    return guilds
        .ask(new QueryEnvelope(guild, clock.instant(), caller, query), type)
        .thenApply(GuildClient.Answer::result);
  }

  /** Ends the reading of files; what this node holds goes on elsewhere when the lease ends. */
  @Override
  public void close() {
    stopped = true;
    readers.shutdownNow();
  }
}
