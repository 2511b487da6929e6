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
import org.jspecify.annotations.Nullable;

/** The interactions of the last 15 minutes, and who waits for what becomes of them. */
public final class InteractionStore {
  /** What the person sees, told to the control API's caller. */
  sealed interface InteractionOutcome {
    /** {@code data} is the autocomplete's or the modal's, else empty. */
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

  /** Registers it; the future ends with the bot's first answer, or never. */
  CompletableFuture<InteractionOutcome.Responded> begin(PendingInteraction interaction) {
    removeExpired();
    put(interaction);
    var future = new CompletableFuture<InteractionOutcome.Responded>();
    responseFutures.put(interaction.id(), future);
    updateFutures.put(interaction.id(), new CompletableFuture<>());
    return future;
  }

  /** Ends when a deferred answer was filled in or something followed it. */
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

  void setOriginalMessage(PendingInteraction interaction, @Nullable String message) {
    put(
        interaction.withResponse(
            interaction.responseType(), message, interaction.ephemeral(), interaction.modal()));
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
