package dcm.discord.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
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
 * Every REST call that we make. Each stage fails with {@link DiscordRejectedException} when Discord
 * says no and with {@link DiscordUnavailableException} when it says nothing in time; none waits
 * longer than ten seconds.
 */
public final class DiscordRest {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration INITIAL_RESPONSE_TIMEOUT = Duration.ofMillis(2600);
  private static final int ALREADY_ACKNOWLEDGED = 40060;
  private static final int MESSAGES_PAGE_SIZE = 100;
  private static final int GUILDS_PAGE_SIZE = 200;

  private final RestRouters routers;

  DiscordRest(RestRouters routers) {
    this.routers = routers;
  }

  public CompletionStage<GatewayInfo> gateway() {
    return execute(Routes.GATEWAY_BOT_GET.newRequest())
        .map(json -> {
          var limit = json.path("session_start_limit");
          return new GatewayInfo(
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
    return execute(Routes.APPLICATION_INFO_GET.newRequest())
        .map(json -> json.path("id").asLong())
        .toFuture();
  }

  /** The commands as they are registered for all guilds, with their localisations. */
  public CompletionStage<JsonNode> commands(long application) {
    return execute(
            Routes.GLOBAL_APPLICATION_COMMANDS_GET
                .newRequest(application)
                .query("with_localizations", true))
        .toFuture();
  }

  /** Counts against 200 creates a day: only call it when something differs. */
  public CompletionStage<JsonNode> replaceCommands(long application, ArrayNode commands) {
    return execute(
            Routes.GLOBAL_APPLICATION_COMMANDS_BULK_OVERWRITE
                .newRequest(application)
                .body(commands))
        .toFuture();
  }

  /** A member's place in a guild, when Discord does not tell it by itself; 404 when they left. */
  public CompletionStage<InteractionUser.GuildMember> guildMember(GuildId guild, MemberId member) {
    return Mono.zip(
            execute(Routes.GUILD_GET.newRequest(guild.value())),
            execute(Routes.GUILD_MEMBER_GET.newRequest(guild.value(), member.value())))
        .map(both -> GuildMemberMapper.map(guild, member, both.getT1(), both.getT2()))
        .toFuture();
  }

  /**
   * The next guilds that the bot is in, by their ids.
   *
   * @param after the id after which the page begins, 0 for the first page
   */
  public CompletionStage<GuildPage> guildsAfter(long after) {
    return execute(
            Routes.CURRENT_USER_GUILDS_GET
                .newRequest()
                .query("limit", GUILDS_PAGE_SIZE)
                .query("after", after))
        .map(json -> GuildPage.parse(json, after, GUILDS_PAGE_SIZE))
        .toFuture();
  }

  /** A guild as the gateway tells of it at a login; without its members but the bot itself. */
  public CompletionStage<GatewayEvent.GuildAvailable> guild(GuildId id, MemberId botUser) {
    return Mono.zip(
            execute(Routes.GUILD_GET.newRequest(id.value()), GuildUpdateData.class),
            execute(Routes.GUILD_CHANNELS_GET.newRequest(id.value()), ChannelData[].class),
            execute(
                Routes.GUILD_MEMBER_GET.newRequest(id.value(), botUser.value()), MemberData.class))
        .map(all ->
            new GatewayEvent.GuildAvailable(
                id,
                DispatchMapper.guildInfo(all.getT1()),
                DispatchMapper.mapAll(all.getT1().roles(), DispatchMapper::role),
                DispatchMapper.mapAll(List.of(all.getT2()), DispatchMapper::channel),
                List.of(DispatchMapper.member(all.getT3())),
                false))
        .toFuture();
  }

  /** The bot's own user. */
  public CompletionStage<MemberId> botUser() {
    return execute(Routes.CURRENT_USER_GET.newRequest())
        .map(json -> MemberId.of(json.path("id").asText()))
        .toFuture();
  }

  /** The guild that a channel belongs to; null for one that belongs to none. */
  public CompletionStage<@Nullable GuildId> guildOf(ChannelId channel) {
    return execute(Routes.CHANNEL_GET.newRequest(channel.value()))
        .<@Nullable GuildId>mapNotNull(
            json -> json.hasNonNull("guild_id") ? GuildId.of(json.path("guild_id").asText()) : null)
        .toFuture();
  }

  /** The channel to one user; made when there is none yet. */
  public CompletionStage<ChannelId> directChannel(MemberId recipient) {
    var body = PayloadWriter.recipient(recipient);
    return execute(Routes.USER_DM_CREATE.newRequest().body(body))
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
        PayloadWriter.message(message, false).put("nonce", nonce).put("enforce_nonce", true);
    return execute(Routes.MESSAGE_CREATE.newRequest(channel.value()).body(body))
        .map(json -> json.path("id").asText())
        .toFuture();
  }

  /** The channel's latest messages, newest first, as Discord tells them. */
  public CompletionStage<JsonNode> latestMessages(ChannelId channel) {
    return execute(
            Routes.MESSAGES_GET.newRequest(channel.value()).query("limit", MESSAGES_PAGE_SIZE))
        .toFuture();
  }

  /** The first answer to an interaction, within its 3 s. */
  public CompletionStage<Void> respond(InteractionToken token, InitialResponse response) {
    return respondWithRetry(token, response.body());
  }

  /** Fills in a deferred answer, or changes the message with the pressed button. */
  public CompletionStage<Void> editResponse(InteractionToken token, Message message) {
    return send(
        Routes.WEBHOOK_MESSAGE_EDIT
            .newRequest(token.application(), token.token(), "@original")
            .body(PayloadWriter.message(message, false)));
  }

  /** Takes back the first answer, also one that was only deferred. */
  public CompletionStage<Void> deleteResponse(InteractionToken token) {
    var request =
        Routes.WEBHOOK_MESSAGE_DELETE.newRequest(token.application(), token.token(), "@original");
    return routers.withOwnRouter(router -> exchange(request, router, Void.class)).toFuture();
  }

  /** One more message after the first answer, which only the visitor sees. */
  public CompletionStage<Void> followUpEphemeral(InteractionToken token, Message message) {
    return send(
        Routes.WEBHOOK_EXECUTE
            .newRequest(token.application(), token.token())
            .query("wait", true)
            .body(PayloadWriter.message(message, true)));
  }

  /**
   * A callback that Discord took but whose answer got lost is refused the second time as already
   * answered: then it has arrived.
   */
  private CompletionStage<Void> respondWithRetry(InteractionToken token, ObjectNode body) {
    return Mono.defer(() ->
            routers.withOwnRouter(router ->
                exchange(
                    Routes.INTERACTION_RESPONSE_CREATE
                        .newRequest(token.id(), token.token())
                        .body(body),
                    router,
                    Void.class)))
        .retryWhen(
            Retry.backoff(3, Duration.ofMillis(150))
                .filter(DiscordUnavailableException.class::isInstance))
        .timeout(INITIAL_RESPONSE_TIMEOUT)
        .onErrorResume(
            DiscordRejectedException.class,
            rejected ->
                rejected.code() == ALREADY_ACKNOWLEDGED
                    ? Mono.<Void>empty()
                    : Mono.<Void>error(rejected))
        .toFuture();
  }

  private CompletionStage<Void> send(DiscordWebRequest request) {
    return routers
        .withOwnRouter(router -> exchange(request, router, JsonNode.class))
        .then()
        .toFuture();
  }

  private Mono<JsonNode> execute(DiscordWebRequest request) {
    return execute(request, JsonNode.class);
  }

  private <T> Mono<T> execute(DiscordWebRequest request, Class<T> type) {
    return exchange(request, routers.main(), type);
  }

  private static <T> Mono<T> exchange(DiscordWebRequest request, Router router, Class<T> type) {
    return request
        .exchange(router)
        .bodyToMono(type)
        .timeout(RESPONSE_TIMEOUT)
        .onErrorMap(failure -> mapFailure(describe(request), failure));
  }

  /** The complete address holds the interaction's secret: only its template is ever told. */
  static String describe(DiscordWebRequest request) {
    return request.getRoute().getMethod() + " " + request.getRoute().getUriTemplate();
  }

  private static Throwable mapFailure(String call, Throwable failure) {
    if (failure instanceof DiscordUnavailableException) {
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
      return new DiscordRejectedException(call, client.getStatus().code(), code);
    }
    return new DiscordUnavailableException(call, failure);
  }
}
