package dcm.guild.rules;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Initiator;
import dcm.guild.value.Member;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of one decision: the state as it develops while events are emitted, and the events so
 * far. It lives no longer than its {@code decide}; its events are discarded when the command is
 * refused.
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

  HolidayCalendar holidays() {
    return state.profile().holidayCalendar();
  }

  /** The events so far, in order. */
  List<DecidedEvent> decided() {
    return decided;
  }

  void emit(GuildEvent event) {
    GuildState before = record(event);
    if (event instanceof OccurrenceEvent occurrence) {
      // here, so that no way of closing or reopening an occurrence can forget the points
      PointsRules.record(this, before, occurrence);
    }
  }

  /** Emits what happened elsewhere: it gives no points here. */
  void emitImported(OccurrenceEvent event) {
    record(event);
  }

  /** Applies an event; returns the state before it. */
  private GuildState record(GuildEvent event) {
    RecordedEvent recorded =
        new RecordedEvent(event, envelope.at(), initiator, envelope.id(), envelope.fingerprint());
    GuildState before = state;
    state = state.apply(recorded);
    decided.add(DecidedEvent.of(recorded, state));
    return before;
  }

  /** The calling member in the current state. */
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

  /** A task that the caller may see; null: it does not exist or is not visible to them. */
  @Nullable TaskState visibleTask(TaskRef ref) {
    TaskState taskState = state.catalog().find(ref);
    return taskState != null && principal().canSee(taskState.task()) ? taskState : null;
  }

  /** The current state of a task that was found before. */
  TaskState current(TaskState taskState) {
    TaskState current = state.catalog().tasks().get(taskState.task().id());
    return current == null ? taskState : current;
  }
}
