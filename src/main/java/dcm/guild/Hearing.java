package dcm.guild;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request being heard: the state as it becomes while events happen, and the events so far.
 * Lives no longer than its {@code decide}; what it heard is dropped when the request is refused.
 */
final class Hearing {
  private final Request request;
  private final By by;
  private final List<Recorded> events = new ArrayList<>();
  private State state;

  Hearing(State state, Request request) {
    this.state = state;
    this.request = request;
    this.by = By.of(request.caller());
  }

  Request request() {
    return request;
  }

  Instant at() {
    return request.at();
  }

  State state() {
    return state;
  }

  List<Recorded> events() {
    return events;
  }

  void happens(GuildEvent event) {
    Recorded recorded = new Recorded(event, request.at(), by, request.id(), request.fingerprint());
    events.add(recorded);
    state = state.apply(recorded);
  }

  /** The person at the desk, as the guild knows them now. */
  Member caller() {
    Member member = by.member() == null ? null : state.people().find(by.member());
    if (member == null) {
      throw new IllegalStateException("only for people who were let in");
    }
    return member;
  }

  Viewer viewer() {
    return by.member() == null ? Viewer.CLOCKWORK : Viewer.of(caller(), state);
  }

  Refusal.@Nullable Forbidden lacks(Permission permission) {
    return viewer().lacks(permission);
  }

  /** A task that the caller may see; null: none, or it is not theirs to see. */
  @Nullable Chore chore(TaskRef ref) {
    Chore chore = state.board().find(ref);
    return chore != null && viewer().sees(chore.task()) ? chore : null;
  }

  /** A task that was found before, as it is by now. */
  Chore again(Chore chore) {
    Chore now = state.board().chores().get(chore.task().id());
    return now == null ? chore : now;
  }
}
