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
import dcm.guild.value.MemberId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state and the rules of one guild. Immutable: every event gives the next state. {@link
 * #decide} is total and pure; {@link #apply} neither fails nor validates.
 */
public final class Guild {
  private final GuildState state;

  private Guild(GuildState state) {
    this.state = state;
  }

  /** A guild without events; its zone is UTC when it opens. */
  public static Guild unknown(GuildId id) {
    return unknown(id, GuildSettings.INITIAL.zone());
  }

  /**
   * A guild without events.
   *
   * @param zone recorded as its own when it opens; without effect on events recorded before
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

  /** The sequence number of the last event: one more with each event, except after a restore. */
  public long revision() {
    return state.revision();
  }

  /** Whether messages in Discord show its open tasks. */
  public boolean isShownOnBoards() {
    return !state.profile().boardMessages().isEmpty();
  }

  public Decision decide(CommandEnvelope envelope) {
    return GuildDecider.decide(state, envelope, state.processedCommands().find(envelope.id()));
  }

  /**
   * Decides like {@link #decide(CommandEnvelope)}, when the guild may have dropped an earlier
   * answer.
   *
   * @param saved the answer to the same command within the last day; null: none
   */
  public Decision decide(
      CommandEnvelope envelope, ProcessedCommands.@Nullable ProcessedCommand saved) {
    ProcessedCommands.ProcessedCommand inMemory = state.processedCommands().find(envelope.id());
    return GuildDecider.decide(state, envelope, inMemory == null ? saved : inMemory);
  }

  /**
   * Whether the command may have been answered within the last day and the answer dropped since.
   */
  public boolean mayHaveDropped(CommandEnvelope envelope) {
    return envelope.caller() instanceof Caller.Person
        && envelope.id().isNamed()
        && state.processedCommands().mayHaveDropped(envelope.at())
        && state.processedCommands().find(envelope.id()) == null;
  }

  /** Answers to save before they are dropped; see {@link ProcessedCommands#toSave}. */
  public List<ProcessedCommands.ProcessedCommand> commandsToSave(long saved) {
    return state.processedCommands().toSave(saved);
  }

  /** Whether a person's command would drop an answer that is not saved yet. */
  public boolean wouldDropUnsaved(CommandEnvelope envelope, long saved) {
    return envelope.caller() instanceof Caller.Person
        && state.processedCommands().wouldDrop(saved)
        && state.processedCommands().find(envelope.id()) == null;
  }

  public Guild apply(RecordedEvent recorded) {
    return new Guild(state.apply(recorded));
  }

  /** Answers a query from the live state, limited to what the caller may see. */
  public GuildReply answer(QueryEnvelope envelope) {
    return QueryHandler.handle(state, envelope);
  }

  /**
   * The outcome of an accepted command; valid after its events were applied. A repeated command has
   * the same outcome.
   */
  public Outcome outcome(CommandEnvelope envelope) {
    ProcessedCommands.ProcessedCommand processed = state.processedCommands().find(envelope.id());
    return processed != null && envelope.caller() instanceof Caller.Person
        ? processed.outcome()
        : new Outcome(state.revision(), OutcomeSubjects.of(state, envelope.command()));
  }

  /** A member who was forgotten and is still in the journal; null: none. */
  public @Nullable MemberId memberToForget() {
    var beingForgotten = state.members().beingForgotten();
    return beingForgotten.isEmpty() ? null : beingForgotten.first();
  }

  /** Whether a member is being forgotten under this pseudonym. */
  public boolean isToBeForgotten(MemberId member, MemberId pseudonym) {
    return state.members().beingForgotten().contains(member)
        && pseudonymOf(member).equals(pseudonym);
  }

  /** The id that replaces that of a member who is being forgotten. */
  public MemberId pseudonymOf(MemberId member) {
    return Objects.requireNonNull(Objects.requireNonNull(state.members().find(member)).pseudonym());
  }

  /** The next planned wake-up, as recorded in the journal; null: none. */
  public @Nullable Instant nextWakeUp() {
    return state.notifications().plannedWakeUp();
  }

  /** Deliveries that are not settled. */
  public List<Delivery> outbox() {
    return List.copyOf(state.notifications().outbox().values());
  }

  /**
   * A delivery with everything needed to send it; null when it is settled or its task was deleted.
   */
  public @Nullable DeliveryDetails deliveryDetails(DeliveryId id) {
    Delivery delivery = state.notifications().outbox().get(id);
    return delivery == null ? null : DeliveryChecks.details(state, delivery);
  }
}
