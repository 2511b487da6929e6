package dcm.guild.rules;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Initiator;
import dcm.guild.value.Member;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request being heard: the state as it becomes while events happen, and the events so far.
 * Lives no longer than its {@code decide}; what it heard is dropped when the request is refused.
 */
final class DecisionContext {
  private final CommandEnvelope envelope;
  private final Initiator initiator;
  private final List<DecidedEvent> decided = new ArrayList<>();
  private GuildState state;

  DecisionContext(GuildState state, CommandEnvelope envelope) {
    this.state = state;
    this.envelope = envelope;
    this.initiator = Initiator.of(envelope.caller());
  }

  CommandEnvelope envelope() {
    return envelope;
  }

  Instant at() {
    return envelope.at();
  }

  GuildState state() {
    return state;
  }

  /** The events so far, in order. */
  List<DecidedEvent> decided() {
    return decided;
  }

  void emit(GuildEvent event) {
    RecordedEvent recorded =
        new RecordedEvent(event, envelope.at(), initiator, envelope.id(), envelope.fingerprint());
    state = state.apply(recorded);
    decided.add(DecidedEvent.of(recorded, state));
  }

  /** The person at the desk, as the guild knows them now. */
  Member caller() {
    Member member = initiator.member() == null ? null : state.members().find(initiator.member());
    if (member == null) {
      throw new IllegalStateException("caller is not a known member");
    }
    return member;
  }

  Principal principal() {
    return initiator.member() == null ? Principal.SYSTEM : Principal.of(caller(), state);
  }

  Refusal.@Nullable Forbidden checkPermission(Permission permission) {
    return principal().checkPermission(permission);
  }

  /** A task that the caller may see; null: none, or it is not theirs to see. */
  @Nullable TaskState visibleTask(TaskRef ref) {
    TaskState taskState = state.catalog().find(ref);
    return taskState != null && principal().canSee(taskState.task()) ? taskState : null;
  }

  /** A task that was found before, as it is by now. */
  TaskState current(TaskState taskState) {
    TaskState current = state.catalog().tasks().get(taskState.task().id());
    return current == null ? taskState : current;
  }
}
