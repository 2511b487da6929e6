package dcm.guild;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;

/**
 * Who is and was in the guild.
 *
 * @param ownLocale who chose a language here: what Discord says of them does not count any more
 */
record People(TreePMap<MemberId, Member> members, MapPSet<MemberId> ownLocale) {
  static final People EMPTY = new People(TreePMap.empty(), HashTreePSet.empty());

  private static final Comparator<Member> BY_JOINING =
      Comparator.comparing(Member::joinedAt).thenComparing(Member::id);

  @Nullable Member find(MemberId id) {
    return members.get(id);
  }

  /** Members with ids above {@code after}. */
  Answer.MemberPage page(long after, int limit) {
    var following = after == 0 ? members : members.tailMap(new MemberId(after), false);
    List<Member> page = following.values().stream().limit(limit).toList();
    return new Answer.MemberPage(page, following.size() > limit);
  }

  boolean active(MemberId id) {
    Member member = members.get(id);
    return member != null && member.active();
  }

  /** Who has to do it, of those who are still here. */
  List<MemberId> holding(Occurrence occurrence) {
    return occurrence.holders().stream().filter(this::active).toList();
  }

  /** Everybody who ever joined, in that order: the turns of a rotation without an order. */
  List<MemberId> byJoining() {
    return members.values().stream().sorted(BY_JOINING).map(Member::id).toList();
  }

  People apply(MemberEvent event, Instant at, long revision) {
    return switch (event) {
      case MemberEvent.Observed seen -> put(seen(seen, at, revision));
      case MemberEvent.ProfileEdited(var id, var zone, var locale) -> {
        Member member = known(id);
        boolean chosen = !Objects.equals(member.locale(), locale);
        People people = put(member.withProfile(zone, locale, revision));
        yield chosen ? new People(people.members, ownLocale.plus(id)) : people;
      }
      case MemberEvent.Left(var id, var epoch) -> put(known(id).left(epoch, revision));
    };
  }

  /** All of them, also those who left. An epoch grows by one an event: no revision is below it. */
  People inEpoch(long epoch) {
    TreePMap<MemberId, Member> all = members;
    for (Member member : members.values()) {
      all = all.plus(member.id(), member.withEpoch(epoch));
    }
    return new People(all, ownLocale);
  }

  private Member seen(MemberEvent.Observed seen, Instant at, long revision) {
    Member before = members.get(seen.member());
    boolean keepsLocale = seen.locale() == null || ownLocale.contains(seen.member());
    String locale = !keepsLocale ? seen.locale() : before == null ? null : before.locale();
    return new Member(
        seen.member(),
        seen.displayName(),
        seen.roles(),
        seen.administrator(),
        before == null ? null : before.zone(),
        locale,
        seen.epoch(),
        true,
        // who comes back keeps the place of the first time
        before == null ? at : before.joinedAt(),
        revision);
  }

  private Member known(MemberId id) {
    return Objects.requireNonNull(members.get(id), "an event on a member nobody saw");
  }

  private People put(Member member) {
    return new People(members.plus(member.id(), member), ownLocale);
  }
}
