package dcm.discord.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import discord4j.common.JacksonResources;
import discord4j.common.ReactorResources;
import discord4j.gateway.GatewayReactorResources;
import discord4j.rest.http.ExchangeStrategies;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** The cable to Discord: one set of threads and connections for REST and the gateway. */
public final class Wire {
  private final String token;
  private final ObjectMapper json;
  private final GatewayReactorResources resources;
  private final Rest rest;

  /**
   * @param base for example {@code https://discord.com}; REST lives at {@code /api/v10} beneath
   * @param token the bot's, without "Bot"
   */
  public Wire(String base, String token) {
    this.token = token;
    this.json = JacksonResources.create().getObjectMapper();
    var shared =
        ReactorResources.builder()
            .timerTaskScheduler(Schedulers.newParallel("discord-timer", 2, true))
            .build();
    this.resources = new GatewayReactorResources(shared);
    this.rest = new Rest(new Routers(base, token, shared, ExchangeStrategies.jackson(json)));
  }

  public Rest rest() {
    return rest;
  }

  /**
   * Connects to the gateway.
   *
   * @param members with the members intent
   * @param resume null: a new session
   * @param listener hears the news on the connection's thread; must not block
   */
  public Line connect(
      String url, boolean members, @Nullable Session resume, BiConsumer<Line, News> listener) {
    var line = new Line(token, resources, json, url, members, resume);
    line.open(news -> listener.accept(line, news));
    return line;
  }

  public void close() {
    resources.getTimerTaskScheduler().dispose();
    resources.getPayloadSenderScheduler().dispose();
  }
}
