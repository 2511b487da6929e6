package dcm.http.pipeline;

import dcm.guild.value.GuildId;
import dcm.http.HttpSettings;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.http.server.ConnectionState;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Answers that are being sent: a client that reads slowly, or not at all, holds one in memory for
 * as long as its connection lasts.
 */
final class ResponseByteBudget {
  /** Connections are counted themselves; so much for each is little. */
  private static final int SMALL_RESPONSE_BYTES = 4 * 1_024;

  private final ByteBudget<GuildId> budget;

  ResponseByteBudget(HttpSettings.ByteLimits limits) {
    this.budget = new ByteBudget<>(limits.total(), limits.perHolder());
  }

  /**
   * The answer, counted until it is sent or its connection has ended.
   *
   * @throws ProblemException 503 when there is no room and nothing was done that had to be told
   */
  HttpResponse track(
      GuildId guild, HttpResponse response, String method, ConnectionState connection) {
    long bytes = response.entity().getContentLengthOption().orElse(0);
    if (bytes <= SMALL_RESPONSE_BYTES) {
      return response;
    }
    if (!method.equals("GET")) {
      budget.add(guild, bytes);
    } else if (!budget.tryReserve(guild, bytes)) {
      throw Problems.responseBytesExhausted().asException();
    }
    connection.holdResponse(bytes, () -> budget.release(guild, bytes));
    return response;
  }

  long heldBytes() {
    return budget.heldBytes();
  }
}
