package dcm.discord.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.ChannelId;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import discord4j.discordjson.json.ChannelData;
import discord4j.discordjson.json.GuildUpdateData;
import discord4j.discordjson.json.MemberData;
import discord4j.rest.http.client.ClientException;
import discord4j.rest.request.DiscordWebRequest;
import discord4j.rest.request.Router;
import discord4j.rest.route.Routes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Every REST call that we make. Each stage fails with {@link Refused} when Discord says no and with
 * {@link Away} when it says nothing in time; none waits longer than ten seconds.
 */
public final class Rest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration UNTIL_DEADLINE = Duration.ofMillis(2600);
  private static final int ALREADY_ANSWERED = 40060;
  private static final int A_PAGE = 100;
  private static final int GUILDS_A_PAGE = 200;

  private final Routers routers;

  Rest(Routers routers) {
    this.routers = routers;
  }

  public CompletionStage<GatewayAddress> gateway() {
    return read(Routes.GATEWAY_BOT_GET.newRequest())
        .map(json -> {
          var limit = json.path("session_start_limit");
          return new GatewayAddress(
              json.path("url").asText(),
              Math.max(1, json.path("shards").asInt()),
              limit.path("total").asInt(),
              limit.path("remaining").asInt(),
              Duration.ofMillis(limit.path("reset_after").asLong()),
              Math.max(1, limit.path("max_concurrency").asInt()));
        })
        .toFuture();
  }

  /** The bot's own application, a snowflake. */
  public CompletionStage<Long> application() {
    return read(Routes.APPLICATION_INFO_GET.newRequest())
        .map(json -> json.path("id").asLong())
        .toFuture();
  }

  /** The commands as they are registered for all guilds, with their localisations. */
  public CompletionStage<JsonNode> commands(long application) {
    return read(Routes.GLOBAL_APPLICATION_COMMANDS_GET
            .newRequest(application)
            .query("with_localizations", true))
        .toFuture();
  }

  /** Counts against 200 creates a day: only call it when something differs. */
  public CompletionStage<JsonNode> replaceCommands(long application, ArrayNode commands) {
    return read(Routes.GLOBAL_APPLICATION_COMMANDS_BULK_OVERWRITE
            .newRequest(application)
            .body(commands))
        .toFuture();
  }

  /** A member's place in a guild, when Discord does not tell it by itself; 404 when they left. */
  public CompletionStage<Visitor.Seat> seat(GuildId guild, MemberId member) {
    return Mono.zip(
            read(Routes.GUILD_GET.newRequest(guild.value())),
            read(Routes.GUILD_MEMBER_GET.newRequest(guild.value(), member.value())))
        .map(both -> SeatReader.read(guild, member, both.getT1(), both.getT2()))
        .toFuture();
  }

  /**
   * The next guilds that the bot is in, by their ids.
   *
   * @param after the id after which the page begins, 0 for the first page
   */
  public CompletionStage<GuildPage> guildsAfter(long after) {
    return read(Routes.CURRENT_USER_GUILDS_GET
            .newRequest()
            .query("limit", GUILDS_A_PAGE)
            .query("after", after))
        .map(json -> GuildPage.read(json, after, GUILDS_A_PAGE))
        .toFuture();
  }

  /** A guild as the gateway tells of it at a login; without its members but the bot itself. */
  public CompletionStage<News.GuildSeen> guild(GuildId id, MemberId self) {
    return Mono.zip(
            read(Routes.GUILD_GET.newRequest(id.value()), GuildUpdateData.class),
            read(Routes.GUILD_CHANNELS_GET.newRequest(id.value()), ChannelData[].class),
            read(Routes.GUILD_MEMBER_GET.newRequest(id.value(), self.value()), MemberData.class))
        .map(all ->
            new News.GuildSeen(
                id,
                DispatchReader.portrait(all.getT1()),
                DispatchReader.each(all.getT1().roles(), DispatchReader::role),
                DispatchReader.each(List.of(all.getT2()), DispatchReader::place),
                List.of(DispatchReader.person(all.getT3())),
                false))
        .toFuture();
  }

  /** The bot's own user. */
  public CompletionStage<MemberId> self() {
    return read(Routes.CURRENT_USER_GET.newRequest())
        .map(json -> MemberId.of(json.path("id").asText()))
        .toFuture();
  }

  /** The guild that a channel belongs to; null for one that belongs to none. */
  public CompletionStage<@Nullable GuildId> guildOf(ChannelId channel) {
    return read(Routes.CHANNEL_GET.newRequest(channel.value()))
        .<@Nullable GuildId>mapNotNull(
            json -> json.hasNonNull("guild_id") ? GuildId.of(json.path("guild_id").asText()) : null)
        .toFuture();
  }

  /** The channel to one user; made when there is none yet. */
  public CompletionStage<ChannelId> directChannel(MemberId to) {
    var body = Payloads.recipient(to);
    return read(Routes.USER_DM_CREATE.newRequest().body(body))
        .map(json -> ChannelId.of(json.path("id").asText()))
        .toFuture();
  }

  /**
   * Posts a message. Within a few minutes the same nonce makes Discord show it once, however often
   * it is posted.
   *
   * @param nonce at most 25 characters
   * @return the message's snowflake
   */
  public CompletionStage<String> post(ChannelId channel, Message message, String nonce) {
    ObjectNode body =
        Payloads.message(message, false).put("nonce", nonce).put("enforce_nonce", true);
    return read(Routes.MESSAGE_CREATE.newRequest(channel.value()).body(body))
        .map(json -> json.path("id").asText())
        .toFuture();
  }

  /** The channel's latest messages, newest first, as Discord tells them. */
  public CompletionStage<JsonNode> latest(ChannelId channel) {
    return read(Routes.MESSAGES_GET.newRequest(channel.value()).query("limit", A_PAGE)).toFuture();
  }

  /** The first answer to an interaction, within its 3 s. */
  public CompletionStage<Void> answer(Ticket ticket, Callback callback) {
    return callback(ticket, callback.body());
  }

  /** Fills in a deferred answer, or changes the message with the pressed button. */
  public CompletionStage<Void> edit(Ticket ticket, Message message) {
    return send(
        Routes.WEBHOOK_MESSAGE_EDIT
            .newRequest(ticket.application(), ticket.token(), "@original")
            .body(Payloads.message(message, false)));
  }

  /** Takes back the first answer, also one that was only deferred. */
  public CompletionStage<Void> delete(Ticket ticket) {
    var request =
        Routes.WEBHOOK_MESSAGE_DELETE.newRequest(ticket.application(), ticket.token(), "@original");
    return routers.apart(lane -> exchange(request, lane, Void.class)).toFuture();
  }

  /** One more message after the first answer, which only the visitor sees. */
  public CompletionStage<Void> whisper(Ticket ticket, Message message) {
    return send(
        Routes.WEBHOOK_EXECUTE
            .newRequest(ticket.application(), ticket.token())
            .query("wait", true)
            .body(Payloads.message(message, true)));
  }

  /**
   * A callback that Discord took but whose answer got lost is refused the second time as already
   * answered: then it has arrived.
   */
  private CompletionStage<Void> callback(Ticket ticket, ObjectNode body) {
    return Mono.defer(() ->
            routers.apart(lane ->
                exchange(
                    Routes.INTERACTION_RESPONSE_CREATE
                        .newRequest(ticket.id(), ticket.token())
                        .body(body),
                    lane,
                    Void.class)))
        .retryWhen(Retry.backoff(3, Duration.ofMillis(150)).filter(Away.class::isInstance))
        .timeout(UNTIL_DEADLINE)
        .onErrorResume(
            Refused.class,
            refused ->
                refused.code() == ALREADY_ANSWERED ? Mono.<Void>empty() : Mono.<Void>error(refused))
        .toFuture();
  }

  private CompletionStage<Void> send(DiscordWebRequest request) {
    return routers.apart(lane -> exchange(request, lane, JsonNode.class)).then().toFuture();
  }

  private Mono<JsonNode> read(DiscordWebRequest request) {
    return read(request, JsonNode.class);
  }

  private <T> Mono<T> read(DiscordWebRequest request, Class<T> as) {
    return exchange(request, routers.main(), as);
  }

  private static <T> Mono<T> exchange(DiscordWebRequest request, Router router, Class<T> as) {
    return request
        .exchange(router)
        .bodyToMono(as)
        .timeout(PATIENCE)
        .onErrorMap(failure -> judge(described(request), failure));
  }

  /** The complete address holds the interaction's secret: only its template is ever told. */
  static String described(DiscordWebRequest request) {
    return request.getRoute().getMethod() + " " + request.getRoute().getUriTemplate();
  }

  private static Throwable judge(String call, Throwable failure) {
    if (failure instanceof Away) {
      return failure;
    }
    if (failure instanceof ClientException client
        && client.getStatus().code() >= 400
        && client.getStatus().code() < 500
        && client.getStatus().code() != 429) {
      int code =
          client
              .getErrorResponse()
              .map(error -> error.getFields().get("code"))
              .map(value -> value instanceof Number number ? number.intValue() : 0)
              .orElse(0);
      return new Refused(call, client.getStatus().code(), code);
    }
    return new Away(call, failure);
  }
}
