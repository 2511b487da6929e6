package dcm.http;

import dcm.guild.GuildId;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Answers that are being sent: a client that reads slowly, or not at all, holds one in memory for
 * as long as its connection lasts.
 */
final class AnswerBudget {
  /** Connections are counted themselves; so much for each is little. */
  private static final int SMALL = 4 * 1_024;

  private final ByteBudget<GuildId> budget;

  AnswerBudget(HttpSettings.Share share) {
    this.budget = new ByteBudget<>(share.inAll(), share.each());
  }

  /**
   * The answer, counted until it is sent or its connection has ended.
   *
   * @throws Rejected 503 when there is no room and nothing was done that had to be told
   */
  HttpResponse count(GuildId guild, HttpResponse answer, String method, Line line) {
    long bytes = answer.entity().getContentLengthOption().orElse(0);
    if (bytes <= SMALL) {
      return answer;
    }
    if (!method.equals("GET")) {
      budget.add(guild, bytes);
    } else if (!budget.reserve(guild, bytes)) {
      throw Problems.answersWait().asException();
    }
    line.sends(bytes, () -> budget.remove(guild, bytes));
    return answer;
  }

  long held() {
    return budget.held();
  }
}
