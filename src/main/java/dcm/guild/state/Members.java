package dcm.guild.state;

import dcm.guild.event.MemberEvent;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Absence;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskId;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * Current and former members of the guild.
 *
 * @param localeChosenBy members who chose their language in DCM; Discord's no longer applies
 * @param joinOrder all current and former members in the order of joining; derived
 * @param activeOrder the current ones in the order of joining; derived
 * @param withAbsences current members with present or future absences; derived
 * @param withCapacity current members who stated how much they can do; derived
 * @param absenceCharacters size of the absences of all current and former members; derived
 * @param beingForgotten former members whose ids are still in the journal; derived
 * @param transitions when the absences of each member start or end next; derived
 */
@RecordBuilder
public record Members(
    TreePMap<MemberId, Member> byId,
    MapPSet<MemberId> localeChosenBy,
    TreePVector<MemberId> joinOrder,
    TreePVector<MemberId> activeOrder,
    TreePSet<MemberId> withAbsences,
    TreePSet<MemberId> withCapacity,
    long absenceCharacters,
    TreePSet<MemberId> beingForgotten,
    TreePSet<GuildState.AgendaEntry<MemberId>> transitions)
    implements MembersBuilder.With {
  static final Members EMPTY =
      new Members(
          TreePMap.empty(),
          HashTreePSet.empty(),
          TreePVector.empty(),
          TreePVector.empty(),
          TreePSet.empty(),
          TreePSet.empty(),
          0,
          TreePSet.empty(),
          TreePSet.empty());

  private static final Comparator<Member> BY_JOIN_TIME =
      Comparator.comparing(Member::joinedAt).thenComparing(Member::id);

  /** The members as stored in a snapshot. */
  public static Members of(Collection<Member> members, Collection<MemberId> localeChosenBy) {
    Members all = EMPTY.withLocaleChosenBy(HashTreePSet.from(localeChosenBy));
    for (Member member : members.stream().sorted(BY_JOIN_TIME).toList()) {
      all = all.put(member);
    }
    return all;
  }

  @Nullable
  public Member find(MemberId id) {
    return byId.get(id);
  }

  /** Members with ids above {@code after}. */
  public QueryResult.MemberPage page(long after, int limit) {
    var following = after == 0 ? byId : byId.tailMap(new MemberId(after), false);
    List<Member> page = following.values().stream().limit(limit).toList();
    return new QueryResult.MemberPage(page, following.size() > limit);
  }

  public boolean isActive(MemberId id) {
    Member member = byId.get(id);
    return member != null && member.active();
  }

  /** The id of the member who is forgotten next. */
  public MemberId nextPseudonym() {
    long last =
        byId.values().stream()
            .map(Member::pseudonym)
            .filter(Objects::nonNull)
            .mapToLong(MemberId::pseudonymNumber)
            .max()
            .orElse(0);
    return MemberId.pseudonym(last + 1);
  }

  /**
   * Whether an active member is there to do an occurrence of a task.
   *
   * @param at the instant of {@link Presence#reference}
   */
  public boolean isPresent(MemberId id, TaskId task, Instant at) {
    Member member = byId.get(id);
    return member != null && member.active() && !member.isAway(task, at);
  }

  /** The current members who are there for a task, in the order of joining. */
  public List<MemberId> present(TaskId task, Instant at) {
    return withAbsences.stream().allMatch(member -> isPresent(member, task, at))
        ? activeOrder
        : activeOrder.stream().filter(member -> isPresent(member, task, at)).toList();
  }

  /** The holders of an occurrence who are active members. */
  public List<MemberId> activeHolders(Occurrence occurrence) {
    return occurrence.holders().stream().filter(this::isActive).toList();
  }

  /**
   * All current and former members in the order of joining: the rotation of tasks without an order.
   */
  public List<MemberId> inJoinOrder() {
    return joinOrder;
  }

  Members apply(MemberEvent event, Instant at, long revision) {
    return switch (event) {
      case MemberEvent.Observed observed -> put(observed(observed, at, revision));
      case MemberEvent.ProfileEdited edited -> {
        Member member = existing(edited.member());
        boolean chosen = !Objects.equals(member.locale(), edited.locale());
        Members updated =
            put(
                member.withProfile(
                    edited.zone(),
                    edited.locale(),
                    edited.capacity(),
                    edited.leaderboard(),
                    revision));
        yield chosen ? updated.withLocaleChosenBy(localeChosenBy.plus(member.id())) : updated;
      }
      case MemberEvent.Forgotten(var id, var pseudonym) ->
          put(existing(id).forgotten(pseudonym, revision))
              .withLocaleChosenBy(localeChosenBy.minus(id));
      case MemberEvent.Left(var id, var epoch) -> put(existing(id).left(epoch, revision));
      case MemberEvent.AbsenceAdded(var id, var absence) ->
          put(existing(id).plus(absence, revision));
      case MemberEvent.AbsenceStarted(var id, var absenceId) -> {
        Member member = existing(id);
        Absence absence = member.absence(absenceId);
        yield absence == null ? this : put(member.plus(absence.withStartedAt(at), revision));
      }
      case MemberEvent.AbsenceEnded(var id, var absence) ->
          put(existing(id).minus(absence, revision));
      case MemberEvent.AbsenceRemoved(var id, var absence) ->
          put(existing(id).minus(absence, revision));
    };
  }

  /**
   * Sets the epoch of all current and former members. An epoch grows by at most one per event, so
   * no revision is below it.
   */
  Members withEpoch(long epoch) {
    TreePMap<MemberId, Member> all = byId;
    for (Member member : byId.values()) {
      all = all.plus(member.id(), member.withEpoch(epoch));
    }
    return withById(all);
  }

  private Member observed(MemberEvent.Observed observed, Instant at, long revision) {
    Member before = byId.get(observed.member());
    boolean keepsLocale = observed.locale() == null || localeChosenBy.contains(observed.member());
    String locale = !keepsLocale ? observed.locale() : before == null ? null : before.locale();
    return new Member(
        observed.member(),
        observed.displayName(),
        observed.roles(),
        observed.administrator(),
        before == null ? null : before.zone(),
        locale,
        observed.epoch(),
        true,
        // a member who rejoins keeps their first place
        before == null ? at : before.joinedAt(),
        revision,
        before == null ? null : before.absences(),
        before == null ? null : before.capacity(),
        before == null ? null : before.leaderboard(),
        before == null ? null : before.pseudonym());
  }

  private Member existing(MemberId id) {
    return Objects.requireNonNull(byId.get(id), "event for an unknown member");
  }

  private Members put(Member member) {
    Member before = byId.get(member.id());
    TreePMap<MemberId, Member> all = byId.plus(member.id(), member);
    boolean wasActive = before != null && before.active();
    TreePVector<MemberId> active =
        wasActive == member.active()
            ? activeOrder
            : wasActive
                ? activeOrder.minus((Object) member.id())
                : inserted(activeOrder, member, all);
    return with(changed ->
        changed
            .byId(all)
            .joinOrder(before == null ? inserted(joinOrder, member, all) : joinOrder)
            .activeOrder(active)
            .withAbsences(
                member.active() && member.absences() != null
                    ? withAbsences.plus(member.id())
                    : withAbsences.minus(member.id()))
            .withCapacity(
                member.active() && member.capacity() != null
                    ? withCapacity.plus(member.id())
                    : withCapacity.minus(member.id()))
            .absenceCharacters(
                absenceCharacters
                    - (before == null ? 0 : before.absenceCharacters())
                    + member.absenceCharacters())
            .beingForgotten(
                member.isBeingForgotten()
                    ? beingForgotten.plus(member.id())
                    : beingForgotten.minus(member.id()))
            .transitions(rescheduled(before, member)));
  }

  /** Inserts a member by the time of joining, which is last in most cases. */
  private static TreePVector<MemberId> inserted(
      TreePVector<MemberId> order, Member member, TreePMap<MemberId, Member> all) {
    int low = 0;
    int high = order.size();
    while (low < high) {
      int middle = high == order.size() && low == 0 ? high - 1 : (low + high) >>> 1;
      if (BY_JOIN_TIME.compare(all.get(order.get(middle)), member) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return order.plus(low, member.id());
  }

  private TreePSet<GuildState.AgendaEntry<MemberId>> rescheduled(
      @Nullable Member before, Member after) {
    GuildState.AgendaEntry<MemberId> old = before == null ? null : transition(before);
    GuildState.AgendaEntry<MemberId> now = transition(after);
    if (Objects.equals(old, now)) {
      return transitions;
    }
    TreePSet<GuildState.AgendaEntry<MemberId>> without =
        old == null ? transitions : transitions.minus(old);
    return now == null ? without : without.plus(now);
  }

  /** Absences of a former member wait until they rejoin. */
  private static GuildState.@Nullable AgendaEntry<MemberId> transition(Member member) {
    if (!member.active()) {
      return null;
    }
    return member.allAbsences().stream()
        .map(Absence::nextTransition)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(at -> new GuildState.AgendaEntry<>(at, member.id()))
        .orElse(null);
  }
}
