package dcm.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.http.json.ApiJson;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Idempotent commands. The key determines the command's id, the request its fingerprint; the
 * guild's events store both, so only the commands in flight on this node are kept here.
 */
final class Idempotency {
  private static final int MAX_KEY_LENGTH = 255;
  private final Set<CommandId> inFlight = ConcurrentHashMap.newKeySet();

  /**
   * The id of the command that a caller sends under this key.
   *
   * @throws ProblemException 400 unless the key is 1 to 255 visible ASCII characters
   */
  static CommandId commandId(String key, GuildId guild, MemberId caller) {
    if (key.isEmpty()
        || key.length() > MAX_KEY_LENGTH
        || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw Problems.malformed(
              "Idempotency-Key must be 1 to " + MAX_KEY_LENGTH + " visible ASCII characters.")
          .asException();
    }
    return new CommandId(
        UUID.nameUUIDFromBytes(
            DigestUtils.sha256("idempotency-key\n" + guild + "\n" + caller + "\n" + key)));
  }

  /** The ids of the commands that one request consists of, in their order. */
  static List<CommandId> partIds(CommandId whole, int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new CommandId(UUID.nameUUIDFromBytes(DigestUtils.sha256("part\n" + whole + "\n" + i))))
        .toList();
  }

  static String fingerprint(String method, String path, JsonNode body) {
    var hash = DigestUtils.sha256(method + " " + path + "\n" + ApiJson.canonical(body));
    return HexFormat.of().formatHex(hash, 0, 16);
  }

  /** Runs {@code work} unless the same command is in flight on this node: then 409. */
  <T> CompletionStage<T> runOnce(CommandId id, Supplier<CompletionStage<T>> work) {
    if (!inFlight.add(id)) {
      throw Problems.inProgress().asException();
    }
    CompletionStage<T> stage;
    try {
      stage = work.get();
    } catch (RuntimeException failed) {
      inFlight.remove(id);
      throw failed;
    }
    return stage.whenComplete((_, _) -> inFlight.remove(id));
  }
}
