package dcm.guild;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guild's state and rules. Immutable: every event gives the next one. {@link #decide} is total
 * and pure, {@link #apply} neither fails nor judges.
 */
public final class Guild {
  private final State state;

  private Guild(State state) {
    this.state = state;
  }

  /** A guild that nobody told us of yet; when it opens, its zone is UTC. */
  public static Guild unknown(GuildId id) {
    return unknown(id, Settings.INITIAL.zone());
  }

  /**
   * A guild that nobody told us of yet.
   *
   * @param zone recorded as its own when it opens; of no effect on what was recorded before
   */
  public static Guild unknown(GuildId id, ZoneId zone) {
    return new Guild(State.unknown(id, zone));
  }

  public static Guild restored(GuildSnapshot snapshot) {
    return new Guild(snapshot.state());
  }

  public GuildSnapshot snapshot() {
    return GuildSnapshot.of(state);
  }

  public GuildId id() {
    return state.id();
  }

  /** The sequence number of the event that led here: one more each time, unless it was restored. */
  public long revision() {
    return state.revision();
  }

  public Decision decide(Request request) {
    return Decisions.decide(state, request, state.memory().find(request.id()));
  }

  /**
   * The same when the guild itself may have dropped what it answered.
   *
   * @param saved what it answered to the same command within a day; null: nothing
   */
  public Decision decide(Request request, Memory.@Nullable Remembered saved) {
    Memory.Remembered remembered = state.memory().find(request.id());
    return Decisions.decide(state, request, remembered == null ? saved : remembered);
  }

  /** Whether the command may have been answered within a day and dropped since. */
  public boolean mayHaveDropped(Request request) {
    return request.caller() instanceof Caller.Person
        && request.id().isNamed()
        && state.memory().mayHaveDropped(request.at())
        && state.memory().find(request.id()) == null;
  }

  /** Answers that are to be saved before they are dropped; {@link Memory#toSave}. */
  public List<Memory.Remembered> answersToSave(long saved) {
    return state.memory().toSave(saved);
  }

  /** Whether the command of a person would drop an answer that is not saved. */
  public boolean wouldDropUnsaved(Request request, long saved) {
    return request.caller() instanceof Caller.Person
        && state.memory().wouldDrop(saved)
        && state.memory().find(request.id()) == null;
  }

  public Guild apply(Recorded recorded) {
    return new Guild(state.apply(recorded));
  }

  /** From live state, with what the caller may see. */
  public GuildReply answer(Question question) {
    return Answers.answer(state, question);
  }

  /**
   * What an accepted request led to; to be asked of the guild after its events. A repeat of the
   * request gets the same.
   */
  public Outcome outcome(Request request) {
    Memory.Remembered knock = state.memory().find(request.id());
    return knock != null && request.caller() instanceof Caller.Person
        ? knock.outcome()
        : new Outcome(state.revision(), Subjects.of(state, request.command()));
  }

  /** The task that an event was about, as it is now; null when it has none (any more). */
  public @Nullable Task taskOf(GuildEvent event) {
    TaskId id =
        switch (event) {
          case TaskEvent task -> task.task();
          case OccurrenceEvent occurrence -> occurrence.task();
          case NotificationEvent.Posted posted -> posted.task();
          case NotificationEvent.Queued queued -> queued.delivery().task();
          case RefusalEvent refusal -> refusal.task();
          case NotificationEvent _,
              GroupingEvent _,
              MemberEvent _,
              PermissionEvent _,
              SettingsEvent _ ->
              null;
        };
    Chore chore = id == null ? null : state.board().chores().get(id);
    return chore == null ? null : chore.task();
  }

  /** When it is to be woken, as its journal knows it; null: not at all. */
  public @Nullable Instant plannedToWake() {
    return state.post().planned();
  }

  /** What is owed to somebody and not settled. */
  public List<Delivery> outbox() {
    return List.copyOf(state.post().outbox().values());
  }

  /** A delivery as a messenger needs it; null when it is settled, or its task is gone. */
  public @Nullable Parcel parcel(DeliveryId id) {
    Delivery delivery = state.post().outbox().get(id);
    return delivery == null ? null : DeliveryChecks.parcel(state, delivery);
  }
}
