package dcm.http.pipeline;

import dcm.guild.value.GuildId;
import dcm.http.HttpSettings;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.http.server.ConnectionState;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Counts the bytes of responses that are being sent: a client that reads slowly keeps its response
 * in memory until its connection ends.
 */
final class ResponseByteBudget {
  /** Responses up to this size are not counted: the number of connections limits them. */
  private static final int SMALL_RESPONSE_BYTES = 4 * 1_024;

  private final ByteBudget<GuildId> budget;

  ResponseByteBudget(HttpSettings.ByteLimits limits) {
    this.budget = new ByteBudget<>(limits.total(), limits.perHolder());
  }

  /**
   * Counts a response until it is sent or its connection has ended.
   *
   * @throws ProblemException 503 when the budget is used up and the request changed nothing
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
}
