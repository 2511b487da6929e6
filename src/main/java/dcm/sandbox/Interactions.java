package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The interactions of the last 15 minutes, and who waits for what becomes of them. */
final class Interactions {
  /** What the person sees, told to the control API's caller. */
  sealed interface Outcome {
    /** {@code data} is the autocomplete's or the modal's, else empty. */
    record Answered(int type, JsonNode data) implements Outcome {}

    record Changed(Post post) implements Outcome {}
  }

  private final Table<Interaction> table;
  private final Map<String, String> idOfToken = new HashMap<>();
  private final Map<String, CompletableFuture<Outcome.Answered>> first = new HashMap<>();
  private final Map<String, CompletableFuture<Outcome.Changed>> later = new HashMap<>();
  private final SecureRandom random = new SecureRandom();

  Interactions(Ledger ledger) {
    table = ledger.table("interaction", Interaction.class);
  }

  void open() {
    prune();
    table.all().forEach(i -> idOfToken.put(i.token(), i.id()));
  }

  String newToken() {
    byte[] bytes = new byte[48];
    random.nextBytes(bytes);
    return "aW50" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Registers it; the future ends with the bot's first answer, or never. */
  CompletableFuture<Outcome.Answered> begin(Interaction interaction) {
    prune();
    put(interaction);
    var answer = new CompletableFuture<Outcome.Answered>();
    first.put(interaction.id(), answer);
    later.put(interaction.id(), new CompletableFuture<>());
    return answer;
  }

  /** Ends when a deferred answer was filled in or something followed it. */
  CompletableFuture<Outcome.Changed> change(String id) {
    return later.computeIfAbsent(id, _ -> new CompletableFuture<>());
  }

  private void put(Interaction interaction) {
    table.put(interaction.id(), interaction);
    idOfToken.put(interaction.token(), interaction.id());
  }

  void answered(Interaction now, JsonNode data) {
    put(now);
    CompletableFuture<Outcome.Answered> waiting = first.remove(now.id());
    if (waiting != null) {
      waiting.complete(new Outcome.Answered(now.answer(), data));
    }
  }

  void changed(Interaction interaction, Post post) {
    CompletableFuture<Outcome.Changed> waiting = later.get(interaction.id());
    if (waiting != null) {
      waiting.complete(new Outcome.Changed(post));
    }
  }

  void setOriginal(Interaction interaction, @Nullable String message) {
    put(
        interaction.answered(
            interaction.answer(), message, interaction.ephemeral(), interaction.modal()));
  }

  Optional<Interaction> find(String id) {
    return Optional.ofNullable(table.get(id));
  }

  Optional<Interaction> byToken(String token) {
    return Optional.ofNullable(idOfToken.get(token)).flatMap(this::find);
  }

  private void prune() {
    long now = System.currentTimeMillis();
    List<Interaction> over = table.all().stream().filter(i -> i.isOver(now)).toList();
    for (Interaction old : over) {
      table.remove(old.id());
      idOfToken.remove(old.token());
      first.remove(old.id());
      later.remove(old.id());
    }
  }
}
