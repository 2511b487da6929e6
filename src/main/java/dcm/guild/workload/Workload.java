package dcm.guild.workload;

import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The work of all members over all tasks. All amounts are whole thousandths of a minute times the
 * difficulty, so that what was counted can be taken back exactly.
 *
 * <p>A member's balance is the work that they have and did, minus their entitlement. Whenever work
 * is given, the entitlement of each member who is there for it grows by an equal part. Members who
 * are away or new therefore have nothing to catch up, and the balances of all sum up to zero.
 *
 * @param settled each member's work, minus the entitlement of groups that no longer change
 * @param groups members who were entitled together, by id
 * @param decayedAt the instant up to which balances have decayed; null: they do not decay
 */
@RecordBuilder
public record Workload(
    TreePMap<TaskId, TaskWorkload> tasks,
    TreePMap<MemberId, Long> settled,
    TreePMap<Integer, EntitledGroup> groups,
    int lastGroup,
    @Nullable Instant decayedAt)
    implements WorkloadBuilder.With {
  public static final Workload EMPTY =
      new Workload(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), 0, null);

  /** Time between two decays. */
  public static final Duration DECAY_INTERVAL = Duration.ofDays(7);

  private static final long WHOLE = 1_000_000;

  /** Members among whom work is spread at most; beyond, it counts for its carriers alone. */
  static final int MAX_ENTITLED = 250;

  /** Groups at most; beyond, work counts for its carriers alone until a group is settled. */
  static final int MAX_GROUPS = 500;

  /**
   * The occurrence of a task before and after an event.
   *
   * @param before null: it was not there
   * @param after null: it is not there
   * @param swap who took it over from whom in this event; null: nobody
   * @param absence whether it passed on because members are away
   * @param returned whether it returns to members to whom it counted nevertheless
   */
  public record Transition(
      int ordinal,
      @Nullable Occurrence before,
      @Nullable Occurrence after,
      @Nullable Swapped swap,
      boolean absence,
      boolean returned) {
    boolean withdrawn() {
      return after == null && before != null && before.isOpen();
    }

    /** Whether it was given to others, rather than taken or done by them. */
    boolean assigned() {
      return before == null
          || after == null
          || (after.isOpen() && !before.assignees().equals(after.assignees()));
    }
  }

  /** A member took over from another, for whom it still counts. */
  public record Swapped(MemberId from, MemberId to) {}

  /**
   * The circumstances of an event.
   *
   * @param task as it is after the event
   * @param entitled the members among whom work that is given now is spread; asked only for events
   *     that give work, because it visits all members
   * @param candidates the members among whom the task's strategy chooses; asked as rarely
   */
  public record Context(
      Task task,
      Supplier<List<MemberId>> entitled,
      Supplier<List<MemberId>> candidates,
      Instant at) {}

  /** A member's balance; 0 is the middle of the guild. */
  public long balance(MemberId member) {
    return balances(List.of(member)).getOrDefault(member, 0L);
  }

  /** The balances of some members. */
  public Map<MemberId, Long> balances(Iterable<MemberId> members) {
    Map<MemberId, Long> all = new TreeMap<>();
    for (MemberId member : members) {
      all.put(member, settled.getOrDefault(member, 0L));
    }
    for (EntitledGroup group : groups.values()) {
      for (int i = 0; i < group.members().size(); i++) {
        long entitlement = group.entitlement(i);
        all.computeIfPresent(group.members().get(i), (_, balance) -> balance - entitlement);
      }
    }
    return all;
  }

  /** When balances decay next; null: they do not, or there are none. */
  public @Nullable Instant nextDecay() {
    return decayedAt == null || (settled.isEmpty() && groups.isEmpty())
        ? null
        : decayedAt.plus(DECAY_INTERVAL);
  }

  /** Begins to decay, or ends to. */
  public Workload decaying(boolean wanted, Instant at) {
    return wanted == (decayedAt != null) ? this : withDecayedAt(wanted ? at : null);
  }

  /**
   * The balances after a part of the past is forgotten. What a division leaves over is taken from
   * the first members, so that they sum up as before.
   *
   * @param remaining millionths of each balance
   */
  public Workload decayed(Instant until, int remaining) {
    TreeSet<MemberId> members = new TreeSet<>(settled.keySet());
    groups.values().forEach(group -> members.addAll(group.members()));
    Map<MemberId, Long> before = balances(members);
    Map<MemberId, Long> after = new TreeMap<>();
    before.forEach((member, balance) -> after.put(member, balance * remaining / WHOLE));
    long excess = sum(after) - sum(before) * remaining / WHOLE;
    while (excess != 0) {
      int sign = Long.signum(excess);
      long least = excess;
      for (Map.Entry<MemberId, Long> balance : after.entrySet()) {
        if (excess != 0 && Long.signum(balance.getValue()) == sign) {
          balance.setValue(balance.getValue() - sign);
          excess -= sign;
        }
      }
      if (excess == least) {
        break;
      }
    }
    TreePMap<MemberId, Long> result = settled;
    for (MemberId member : members) {
      result = plus(result, member, after.get(member) - before.get(member));
    }
    TreePMap<MemberId, Long> decayed = result;
    return with(changed -> changed.settled(decayed).decayedAt(until));
  }

  private static long sum(Map<MemberId, Long> balances) {
    return balances.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How often a member had an occurrence of a task in the last 13 weeks. */
  public int assigned(TaskId task, MemberId member, Instant now) {
    return work(task).assigned(member, now);
  }

  /** How often a member completed an occurrence of a task in the last 13 weeks. */
  public int completed(TaskId task, MemberId member, Instant now) {
    return work(task).completed(member, now);
  }

  /** When a member had a task last; null: never, as far as is known. */
  public @Nullable Instant lastAt(TaskId task, MemberId member) {
    return work(task).lastAt(member);
  }

  private TaskWorkload work(TaskId task) {
    TaskWorkload work = tasks.get(task);
    return work == null ? TaskWorkload.empty(task) : work;
  }

  /** Takes the changes of a task's occurrences into account. */
  public Workload apply(Context context, List<Transition> transitions) {
    Workload result = this;
    for (Transition transition : transitions) {
      result = result.apply(context, transition);
    }
    return result;
  }

  private Workload apply(Context context, Transition transition) {
    TaskWorkload work = work(context.task().id());
    Share share = work.share(transition.ordinal());
    Occurrence after = transition.after();
    if (after == null) {
      return share == null
          ? this
          : transition.withdrawn() ? takenBack(work, share) : settled(context, work, share);
    }
    if (!after.isOpen() && transition.before() == null) {
      // closed before the ledger knew of it
      return this;
    }
    Work now = Work.of(context.task(), after);
    if (transition.absence() && share != null && share.counted()) {
      return skipped(context, share)
          .apply(
              context,
              new Transition(
                  transition.ordinal(),
                  transition.before(),
                  after,
                  transition.swap(),
                  false,
                  false));
    }
    if (transition.returned() && share != null && share.counted()) {
      return returned(context, transition, after);
    }
    if (now.doers().isEmpty()) {
      return share == null
          ? this
          : after.isOpen() ? takenBack(work, share) : counted(share, -1, 0).suspended(work, share);
    }
    if (share == null) {
      return given(context, work, transition.ordinal(), now, null);
    }
    if (!share.counted()) {
      return counted(share, 1, 0)
          .put(work.with(share.withCounted(true)))
          .apply(context, transition);
    }
    if (transition.swap() != null) {
      return put(work.with(share.withStandIns(standIns(share, transition.swap()))));
    }
    if (transition.assigned() || now.total() != share.total()) {
      return takenBack(work, share)
          .given(
              context,
              work.without(share.ordinal()),
              transition.ordinal(),
              now,
              transition.assigned() ? null : share);
    }
    List<MemberId> carriers = share.creditedFor(now.doers());
    boolean sameCarriers = share.carriers().equals(carriers);
    if (sameCarriers && share.done() == now.done()) {
      return this;
    }
    Share moved =
        share.with(changed ->
            changed
                .carriers(carriers)
                .at(sameCarriers ? share.at() : context.at())
                .done(now.done()));
    return credited(share, -1).credited(moved, 1).put(work.with(moved));
  }

  /**
   * Leaves to members who went away what passes on to others now: their turn is skipped, and they
   * have nothing to catch up. Those who are there share the work anew.
   */
  private Workload skipped(Context context, Share share) {
    TaskWorkload work = work(context.task().id());
    List<MemberId> entitled = context.entitled().get();
    Workload result = this;
    for (int i = 0; i < share.carriers().size(); i++) {
      MemberId member = share.carriers().get(i);
      if (!entitled.contains(member)) {
        long part = Share.part(share.total(), share.carriers().size(), i);
        Share left = share.with(changed -> changed.total(part).carriers(List.of(member)));
        work =
            work.settled(
                left, keepsHistory(context.task()), keepsCounts(context.task()), context.at());
        result = result.counted(left, 1, 0);
      }
    }
    return result.put(work.with(share));
  }

  /** Takes back what was left to members who were away, as they have the work itself again. */
  private Workload returned(Context context, Transition transition, Occurrence after) {
    Workload given =
        apply(
            context,
            new Transition(transition.ordinal(), transition.before(), after, null, false, false));
    Share share = given.work(context.task().id()).share(transition.ordinal());
    Workload result = given;
    for (int i = 0; share != null && i < share.carriers().size(); i++) {
      MemberId member = share.carriers().get(i);
      if (transition.before() != null && !transition.before().assignees().contains(member)) {
        long part = Share.part(share.total(), share.carriers().size(), i);
        Share left = share.with(changed -> changed.total(part).carriers(List.of(member)));
        result = result.counted(left, -1, 0);
      }
    }
    return result;
  }

  private static Map<MemberId, MemberId> standIns(Share share, Swapped swap) {
    Map<MemberId, MemberId> all =
        new TreeMap<>(share.standIns() == null ? Map.of() : share.standIns());
    MemberId origin = all.getOrDefault(swap.from(), swap.from());
    all.remove(swap.from());
    if (!origin.equals(swap.to())) {
      all.put(swap.to(), origin);
    }
    return all;
  }

  /**
   * Counts an occurrence that was given.
   *
   * @param former what it counted for before, when only its amount changed; null: it is new
   */
  private Workload given(
      Context context, TaskWorkload work, int ordinal, Work now, @Nullable Share former) {
    List<MemberId> carriers = former == null ? now.carriers() : former.creditedFor(now.doers());
    List<MemberId> entitled = context.entitled().get();
    boolean spread = entitled.size() <= MAX_ENTITLED && !entitled.isEmpty();
    List<MemberId> wanted = spread ? entitled : carriers;
    Workload grouped = withGroup(wanted, carriers);
    Share share =
        new Share(
            ordinal,
            grouped.find(wanted, carriers),
            now.total(),
            carriers,
            former == null ? context.at() : former.at(),
            now.done(),
            true,
            former == null ? null : former.standIns());
    TaskWorkload among =
        keepsCounts(context.task()) ? work.among(context.candidates().get(), context.at()) : work;
    return grouped.counted(share, 1, 1).put(among.with(share));
  }

  private EntitledGroup group(int id) {
    EntitledGroup group = groups.get(id);
    if (group == null) {
      throw new IllegalStateException("a share refers to an unknown group");
    }
    return group;
  }

  /** The ledger with a group of these members, or of the fallback when there are too many. */
  private Workload withGroup(List<MemberId> wanted, List<MemberId> fallback) {
    if (find(wanted) != 0) {
      return this;
    }
    List<MemberId> members = groups.size() < MAX_GROUPS ? wanted : fallback;
    return find(members) != 0
        ? this
        : with(changed ->
            changed
                .groups(groups.plus(lastGroup + 1, new EntitledGroup(lastGroup + 1, members, 0, 0)))
                .lastGroup(lastGroup + 1));
  }

  private int find(List<MemberId> wanted, List<MemberId> fallback) {
    int id = find(wanted);
    return id == 0 ? find(fallback) : id;
  }

  /** The id of a group; 0: there is none of these members. */
  private int find(List<MemberId> members) {
    for (EntitledGroup group : groups.descendingMap().values()) {
      if (group.members().equals(members)) {
        return group.id();
      }
    }
    return 0;
  }

  private Workload takenBack(TaskWorkload work, Share share) {
    return counted(share, share.counted() ? -1 : 0, -1).put(work.without(share.ordinal()));
  }

  private Workload suspended(TaskWorkload work, Share share) {
    return put(work.with(share.withCounted(false)));
  }

  private Workload settled(Context context, TaskWorkload work, Share share) {
    return counted(share, 0, -1)
        .put(
            work.settled(
                share, keepsHistory(context.task()), keepsCounts(context.task()), context.at()));
  }

  /**
   * Adds a share to the balances, or takes it from them.
   *
   * @param sign 1, -1, or 0: the balances stay
   * @param uses change in the number of shares that use the group
   */
  private Workload counted(Share share, int sign, int uses) {
    Workload credited = sign == 0 ? this : credited(share, sign);
    return credited.changed(credited.group(share.group()).plus(sign * share.total(), uses));
  }

  private Workload credited(Share share, int sign) {
    Map<MemberId, Long> all = new TreeMap<>();
    share.forEachCarrier((member, part) -> all.merge(member, sign * part, Long::sum));
    TreePMap<MemberId, Long> balances = settled;
    for (Map.Entry<MemberId, Long> part : all.entrySet()) {
      balances = plus(balances, part.getKey(), part.getValue());
    }
    return withSettled(balances);
  }

  private static TreePMap<MemberId, Long> plus(
      TreePMap<MemberId, Long> balances, MemberId member, long change) {
    long balance = balances.getOrDefault(member, 0L) + change;
    return balance == 0 ? balances.minus(member) : balances.plus(member, balance);
  }

  /** Stores a changed group. One that no share can change becomes part of the balances. */
  private Workload changed(EntitledGroup group) {
    if (group.uses() > 0) {
      return withGroups(groups.plus(group.id(), group));
    }
    TreePMap<MemberId, Long> balances = settled;
    for (int i = 0; i < group.members().size(); i++) {
      balances = plus(balances, group.members().get(i), -group.entitlement(i));
    }
    TreePMap<MemberId, Long> after = balances;
    return with(changed -> changed.groups(groups.minus(group.id())).settled(after));
  }

  /** Forgets a task that was removed for good; what was done of it still counts. */
  public Workload without(TaskId task) {
    Workload result = this;
    for (Share share : work(task).shares()) {
      result = result.counted(share, 0, -1);
    }
    return result.withTasks(tasks.minus(task));
  }

  private Workload put(TaskWorkload work) {
    return withTasks(work.isEmpty() ? tasks.minus(work.task()) : tasks.plus(work.task(), work));
  }

  private static boolean keepsCounts(Task task) {
    return switch (task.assignment().strategy()) {
      case LEAST_COMPLETED, LEAST_ASSIGNED -> true;
      case FIXED, POOL, ROUND_ROBIN, RANDOM, RANDOM_NOT_LAST, BALANCED, ROSTER, DUTY_PERIOD ->
          false;
    };
  }

  private static boolean keepsHistory(Task task) {
    return keepsCounts(task) || task.assignment().strategy() == Assignment.Strategy.BALANCED;
  }

  /**
   * The stored form.
   *
   * @param balances {@link Workload#settled}
   */
  public record Stored(
      Map<MemberId, Long> balances,
      List<EntitledGroup> groups,
      int lastGroup,
      List<TaskWorkload> tasks,
      @Nullable Instant decayedAt) {}

  /** The stored form; null: nothing was given yet. */
  public @Nullable Stored stored() {
    return equals(EMPTY)
        ? null
        : new Stored(
            new TreeMap<>(settled),
            List.copyOf(groups.values()),
            lastGroup,
            List.copyOf(tasks.values()),
            decayedAt);
  }

  public static Workload restored(@Nullable Stored stored) {
    if (stored == null) {
      return EMPTY;
    }
    Workload result =
        EMPTY.with(changed ->
            changed
                .settled(TreePMap.from(stored.balances()))
                .lastGroup(stored.lastGroup())
                .decayedAt(stored.decayedAt()));
    for (EntitledGroup group : stored.groups()) {
      result = result.withGroups(result.groups.plus(group.id(), group));
    }
    for (TaskWorkload work : stored.tasks()) {
      result = result.withTasks(result.tasks.plus(work.task(), work));
    }
    return result;
  }
}
