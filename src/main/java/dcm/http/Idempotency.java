package dcm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The same knock twice has one effect. The key gives the command its id, the request its
 * fingerprint; both live in the guild's events, so this needs no memory of its own but of what is
 * under way on this node right now.
 */
final class Idempotency {
  private static final int LONGEST = 255;
  private final Set<CommandId> underWay = ConcurrentHashMap.newKeySet();

  /**
   * The command's id: made of the key when there is one, fresh otherwise.
   *
   * @throws Rejected 400 unless the key is 1 to 255 visible ASCII characters
   */
  static CommandId commandId(Optional<String> key, GuildId guild, MemberId caller) {
    if (key.isEmpty()) {
      return new CommandId(Ids.next());
    }
    var text = key.get();
    if (text.isEmpty()
        || text.length() > LONGEST
        || !text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw Problems.unreadable(
              "Idempotency-Key must be 1 to " + LONGEST + " visible ASCII characters.")
          .asException();
    }
    return new CommandId(
        UUID.nameUUIDFromBytes(sha256("idempotency-key\n" + guild + "\n" + caller + "\n" + text)));
  }

  static String fingerprint(String method, String path, JsonNode body) {
    var hash = sha256(method + " " + path + "\n" + Json.canonical(body));
    return java.util.HexFormat.of().formatHex(hash, 0, 16);
  }

  /** Runs {@code work} unless the same command is under way here: then 409. */
  <T> CompletionStage<T> once(CommandId id, Supplier<CompletionStage<T>> work) {
    if (!underWay.add(id)) {
      throw Problems.inProgress().asException();
    }
    CompletionStage<T> stage;
    try {
      stage = work.get();
    } catch (RuntimeException failed) {
      underWay.remove(id);
      throw failed;
    }
    return stage.whenComplete((_, _) -> underWay.remove(id));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
