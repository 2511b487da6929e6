package dcm.guild;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * A guild as it is kept between its events, in one order: the same guild always gives the same
 * snapshot. What follows from the rest (the agenda) is not in it.
 *
 * @param ownLocale members who chose a language here
 * @param planned when the guild is to be woken
 * @param knocks what was answered lately, oldest first
 * @param knocksDropped when the newest was answered of those that are not in {@code knocks}
 *     although their day is not over; null: none
 * @param owed reminders that a former ladder left to be sent; null: none
 * @param handovers tasks that are still to be taken from who left; null: none
 * @param inArrearsSince when the oldest of both was due; null: there is none
 */
public record GuildSnapshot(
    GuildId guild,
    long revision,
    House house,
    Map<RoleId, Set<Permission>> matrix,
    long matrixRevision,
    List<Member> members,
    List<MemberId> ownLocale,
    List<Chore> chores,
    int lastNumber,
    List<Grouping> groupings,
    List<Delivery> outbox,
    List<Notification> inbox,
    @Nullable Instant planned,
    @Nullable ChannelOutage channelOutage,
    List<Memory.Remembered> knocks,
    @Nullable Instant knocksDropped,
    @Nullable List<Arrears.Reminding> owed,
    @Nullable List<TaskId> handovers,
    @Nullable Instant inArrearsSince) {

  static GuildSnapshot of(State state) {
    Post post = state.post();
    return new GuildSnapshot(
        state.id(),
        state.revision(),
        state.house(),
        state.matrix().rows(),
        state.matrix().revision(),
        List.copyOf(state.people().members().values()),
        List.copyOf(Sorted.copy(state.people().ownLocale())),
        state.board().all().toList(),
        state.board().lastNumber(),
        List.copyOf(state.board().groupings().values()),
        List.copyOf(post.outbox().values()),
        new TreeMap<>(post.inboxes()).values().stream().flatMap(i -> i.values().stream()).toList(),
        post.planned(),
        post.outage(),
        state.memory().ages().values().stream().map(state.memory().knocks()::get).toList(),
        state.memory().dropped(),
        orNull(state.arrears().reminders().values()),
        orNull(state.arrears().handovers()),
        state.arrears().since());
  }

  State state() {
    Post post =
        new Post(
            Post.EMPTY.outbox(),
            Post.EMPTY.retries(),
            HashTreePMap.empty(),
            planned,
            channelOutage);
    for (Delivery delivery : outbox) {
      post = post.put(delivery);
    }
    for (Notification line : inbox) {
      post = post.put(line);
    }
    Memory memory = Memory.EMPTY.afterDropping(knocksDropped);
    for (Memory.Remembered knock : knocks) {
      memory = memory.with(knock);
    }
    TreePMap<RoleId, Set<Permission>> rows = TreePMap.empty();
    for (Map.Entry<RoleId, Set<Permission>> row : matrix.entrySet()) {
      rows = rows.plus(row.getKey(), Sorted.copy(row.getValue()));
    }
    return new State(
            guild,
            revision,
            house,
            new Matrix(rows, matrixRevision),
            people(),
            board(),
            post,
            memory,
            TreePSet.empty(),
            arrears())
        .rescheduled();
  }

  private static <T> @Nullable List<T> orNull(Collection<T> all) {
    return all.isEmpty() ? null : List.copyOf(all);
  }

  private Arrears arrears() {
    TreePMap<TaskId, Arrears.Reminding> reminders = TreePMap.empty();
    for (Arrears.Reminding one : owed == null ? List.<Arrears.Reminding>of() : owed) {
      reminders = reminders.plus(one.task(), one);
    }
    TreePSet<TaskId> held = handovers == null ? TreePSet.empty() : TreePSet.from(handovers);
    return new Arrears(reminders, held, inArrearsSince).orNone();
  }

  private People people() {
    TreePMap<MemberId, Member> all = TreePMap.empty();
    for (Member member : members) {
      all = all.plus(member.id(), member);
    }
    return new People(all, HashTreePSet.from(ownLocale));
  }

  private Board board() {
    Board board =
        new Board(HashTreePMap.empty(), TreePMap.empty(), lastNumber, 0, TreePMap.empty());
    for (Chore chore : chores) {
      board = board.restored(chore);
    }
    for (Grouping grouping : groupings) {
      board = board.put(grouping);
    }
    return board;
  }
}
