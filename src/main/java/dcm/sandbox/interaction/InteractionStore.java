package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.store.PersistentTable;
import dcm.sandbox.store.StateLog;
import dcm.sandbox.store.StoredMessage;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Interactions of the last 15 minutes, and the futures of their responses. */
public final class InteractionStore {
  /** What the user sees, as reported to the caller of the control API. */
  sealed interface InteractionOutcome {
    /** The initial response; {@code data} is that of an autocomplete or modal, otherwise empty. */
    record Responded(int type, JsonNode data) implements InteractionOutcome {}

    record Updated(StoredMessage message) implements InteractionOutcome {}
  }

  private final PersistentTable<PendingInteraction> table;
  private final Map<String, String> idByToken = new HashMap<>();
  private final Map<String, CompletableFuture<InteractionOutcome.Responded>> responseFutures =
      new HashMap<>();
  private final Map<String, CompletableFuture<InteractionOutcome.Updated>> updateFutures =
      new HashMap<>();
  private final SecureRandom random = new SecureRandom();

  public InteractionStore(StateLog stateLog) {
    table = stateLog.table("interaction", PendingInteraction.class);
  }

  public void initialize() {
    removeExpired();
    table.all().forEach(i -> idByToken.put(i.token(), i.id()));
  }

  String newToken() {
    byte[] bytes = new byte[48];
    random.nextBytes(bytes);
    return "aW50" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Registers an interaction; the future completes with the bot's initial response, if there is
   * one.
   */
  CompletableFuture<InteractionOutcome.Responded> begin(PendingInteraction interaction) {
    removeExpired();
    put(interaction);
    var future = new CompletableFuture<InteractionOutcome.Responded>();
    responseFutures.put(interaction.id(), future);
    updateFutures.put(interaction.id(), new CompletableFuture<>());
    return future;
  }

  /** Completes when a deferred response was edited or followed up. */
  CompletableFuture<InteractionOutcome.Updated> updateOf(String id) {
    return updateFutures.computeIfAbsent(id, _ -> new CompletableFuture<>());
  }

  private void put(PendingInteraction interaction) {
    table.put(interaction.id(), interaction);
    idByToken.put(interaction.token(), interaction.id());
  }

  void recordResponse(PendingInteraction now, JsonNode data) {
    put(now);
    CompletableFuture<InteractionOutcome.Responded> future = responseFutures.remove(now.id());
    if (future != null) {
      future.complete(new InteractionOutcome.Responded(now.responseType(), data));
    }
  }

  public void recordUpdate(PendingInteraction interaction, StoredMessage message) {
    CompletableFuture<InteractionOutcome.Updated> future = updateFutures.get(interaction.id());
    if (future != null) {
      future.complete(new InteractionOutcome.Updated(message));
    }
  }

  public Optional<PendingInteraction> find(String id) {
    return Optional.ofNullable(table.get(id));
  }

  public Optional<PendingInteraction> findByToken(String token) {
    return Optional.ofNullable(idByToken.get(token)).flatMap(this::find);
  }

  private void removeExpired() {
    long now = System.currentTimeMillis();
    List<PendingInteraction> expired = table.all().stream().filter(i -> i.isExpired(now)).toList();
    for (PendingInteraction old : expired) {
      table.remove(old.id());
      idByToken.remove(old.token());
      responseFutures.remove(old.id());
      updateFutures.remove(old.id());
    }
  }
}
