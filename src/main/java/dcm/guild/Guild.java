package dcm.guild;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.event.RecordedEvent;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.rules.Decision;
import dcm.guild.rules.DeliveryChecks;
import dcm.guild.rules.GuildDecider;
import dcm.guild.rules.QueryHandler;
import dcm.guild.state.GuildState;
import dcm.guild.state.OutcomeSubjects;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.Caller;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guild's state and rules. Immutable: every event gives the next one. {@link #decide} is total
 * and pure, {@link #apply} neither fails nor judges.
 */
public final class Guild {
  private final GuildState state;

  private Guild(GuildState state) {
    this.state = state;
  }

  /** A guild that nobody told us of yet; when it opens, its zone is UTC. */
  public static Guild unknown(GuildId id) {
    return unknown(id, GuildSettings.INITIAL.zone());
  }

  /**
   * A guild that nobody told us of yet.
   *
   * @param zone recorded as its own when it opens; of no effect on what was recorded before
   */
  public static Guild unknown(GuildId id, ZoneId zone) {
    return new Guild(GuildState.unknown(id, zone));
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

  public Decision decide(CommandEnvelope envelope) {
    return GuildDecider.decide(state, envelope, state.processedCommands().find(envelope.id()));
  }

  /**
   * The same when the guild itself may have dropped what it answered.
   *
   * @param saved what it answered to the same command within a day; null: nothing
   */
  public Decision decide(
      CommandEnvelope envelope, ProcessedCommands.@Nullable ProcessedCommand saved) {
    ProcessedCommands.ProcessedCommand inMemory = state.processedCommands().find(envelope.id());
    return GuildDecider.decide(state, envelope, inMemory == null ? saved : inMemory);
  }

  /** Whether the command may have been answered within a day and dropped since. */
  public boolean mayHaveDropped(CommandEnvelope envelope) {
    return envelope.caller() instanceof Caller.Person
        && envelope.id().isNamed()
        && state.processedCommands().mayHaveDropped(envelope.at())
        && state.processedCommands().find(envelope.id()) == null;
  }

  /** Answers that are to be saved before they are dropped; {@link ProcessedCommands#toSave}. */
  public List<ProcessedCommands.ProcessedCommand> commandsToSave(long saved) {
    return state.processedCommands().toSave(saved);
  }

  /** Whether the command of a person would drop an answer that is not saved. */
  public boolean wouldDropUnsaved(CommandEnvelope envelope, long saved) {
    return envelope.caller() instanceof Caller.Person
        && state.processedCommands().wouldDrop(saved)
        && state.processedCommands().find(envelope.id()) == null;
  }

  public Guild apply(RecordedEvent recorded) {
    return new Guild(state.apply(recorded));
  }

  /** From live state, with what the caller may see. */
  public GuildReply answer(QueryEnvelope envelope) {
    return QueryHandler.handle(state, envelope);
  }

  /**
   * What an accepted request led to; to be asked of the guild after its events. A repeat of the
   * request gets the same.
   */
  public Outcome outcome(CommandEnvelope envelope) {
    ProcessedCommands.ProcessedCommand processed = state.processedCommands().find(envelope.id());
    return processed != null && envelope.caller() instanceof Caller.Person
        ? processed.outcome()
        : new Outcome(state.revision(), OutcomeSubjects.of(state, envelope.command()));
  }

  /** When it is to be woken, as its journal knows it; null: not at all. */
  public @Nullable Instant nextWakeUp() {
    return state.notifications().plannedWakeUp();
  }

  /** What is owed to somebody and not settled. */
  public List<Delivery> outbox() {
    return List.copyOf(state.notifications().outbox().values());
  }

  /** A delivery as a messenger needs it; null when it is settled, or its task is gone. */
  public @Nullable DeliveryDetails deliveryDetails(DeliveryId id) {
    Delivery delivery = state.notifications().outbox().get(id);
    return delivery == null ? null : DeliveryChecks.details(state, delivery);
  }
}
