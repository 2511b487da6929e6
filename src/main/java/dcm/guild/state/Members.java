package dcm.guild.state;

import dcm.guild.event.MemberEvent;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;

/**
 * Current and former members of the guild.
 *
 * @param localeChosenBy members who chose their language in DCM; Discord's no longer applies
 */
public record Members(TreePMap<MemberId, Member> byId, MapPSet<MemberId> localeChosenBy) {
  static final Members EMPTY = new Members(TreePMap.empty(), HashTreePSet.empty());

  private static final Comparator<Member> BY_JOIN_TIME =
      Comparator.comparing(Member::joinedAt).thenComparing(Member::id);

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

  /** The holders of an occurrence who are active members. */
  public List<MemberId> activeHolders(Occurrence occurrence) {
    return occurrence.holders().stream().filter(this::isActive).toList();
  }

  /**
   * All current and former members in the order of joining: the rotation of tasks without an order.
   */
  public List<MemberId> inJoinOrder() {
    return byId.values().stream().sorted(BY_JOIN_TIME).map(Member::id).toList();
  }

  Members apply(MemberEvent event, Instant at, long revision) {
    return switch (event) {
      case MemberEvent.Observed observed -> put(observed(observed, at, revision));
      case MemberEvent.ProfileEdited(var id, var zone, var locale) -> {
        Member member = existing(id);
        boolean chosen = !Objects.equals(member.locale(), locale);
        Members updated = put(member.withProfile(zone, locale, revision));
        yield chosen ? new Members(updated.byId, localeChosenBy.plus(id)) : updated;
      }
      case MemberEvent.Left(var id, var epoch) -> put(existing(id).left(epoch, revision));
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
    return new Members(all, localeChosenBy);
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
        revision);
  }

  private Member existing(MemberId id) {
    return Objects.requireNonNull(byId.get(id), "event for an unknown member");
  }

  private Members put(Member member) {
    return new Members(byId.plus(member.id(), member), localeChosenBy);
  }
}
