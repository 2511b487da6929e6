package dcm.discord.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MessageId;
import discord4j.discordjson.json.ChannelData;
import discord4j.discordjson.json.GuildUpdateData;
import discord4j.discordjson.json.MemberData;
import discord4j.rest.http.client.ClientException;
import discord4j.rest.request.DiscordWebRequest;
import discord4j.rest.request.Router;
import discord4j.rest.route.Routes;
import discord4j.rest.util.MultipartRequest;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuples;
import reactor.util.retry.Retry;

/**
 * Discord's REST API. Each stage fails with {@link DiscordRejectedException} when Discord rejects
 * the call and with {@link DiscordUnavailableException} when it does not answer within 10 s.
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

  /** The commands that are registered for all guilds, with their localisations. */
  public CompletionStage<JsonNode> commands(long application) {
    return execute(
            Routes.GLOBAL_APPLICATION_COMMANDS_GET
                .newRequest(application)
                .query("with_localizations", true))
        .toFuture();
  }

  /** Replaces all commands. Discord permits 200 creates a day: call it only after a change. */
  public CompletionStage<JsonNode> replaceCommands(long application, ArrayNode commands) {
    return execute(
            Routes.GLOBAL_APPLICATION_COMMANDS_BULK_OVERWRITE
                .newRequest(application)
                .body(commands))
        .toFuture();
  }

  /** A member's roles and permissions in a guild; rejected with 404 for a former member. */
  public CompletionStage<Interaction.GuildMember> guildMember(GuildId guild, MemberId member) {
    return Mono.zip(
            execute(Routes.GUILD_GET.newRequest(guild.value())),
            execute(Routes.GUILD_MEMBER_GET.newRequest(guild.value(), member.value())))
        .map(both -> GuildMemberMapper.map(guild, member, both.getT1(), both.getT2()))
        .toFuture();
  }

  /**
   * The next page of the bot's guilds, ordered by id.
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

  /** A guild as in a GUILD_CREATE event, with the bot as its only member. */
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

  /** The guild of a channel; null for a channel outside guilds. */
  public CompletionStage<@Nullable GuildId> guildOf(ChannelId channel) {
    return execute(Routes.CHANNEL_GET.newRequest(channel.value()))
        .<@Nullable GuildId>mapNotNull(
            json -> json.hasNonNull("guild_id") ? GuildId.of(json.path("guild_id").asText()) : null)
        .toFuture();
  }

  /** The direct-message channel to a user; Discord creates it on first use. */
  public CompletionStage<ChannelId> directChannel(MemberId recipient) {
    var body = PayloadWriter.recipient(recipient);
    return execute(Routes.USER_DM_CREATE.newRequest().body(body))
        .map(json -> ChannelId.of(json.path("id").asText()))
        .toFuture();
  }

  /**
   * Posts a message. For a few minutes Discord shows messages with the same nonce once only,
   * however often they are posted.
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

  /** As {@link #post}, without a notification to the channel's readers. */
  public CompletionStage<MessageId> postSilently(ChannelId channel, Message message, String nonce) {
    ObjectNode body =
        PayloadWriter.message(message, false)
            .put("nonce", nonce)
            .put("enforce_nonce", true)
            .put("flags", PayloadWriter.SUPPRESS_NOTIFICATIONS);
    return execute(Routes.MESSAGE_CREATE.newRequest(channel.value()).body(body))
        .map(json -> MessageId.of(json.path("id").asText()))
        .toFuture();
  }

  /** Replaces the content of one of the bot's messages. */
  public CompletionStage<Void> edit(ChannelId channel, MessageId message, Message content) {
    return execute(
            Routes.MESSAGE_EDIT
                .newRequest(channel.value(), message.value())
                .body(PayloadWriter.message(content, false)))
        .then()
        .toFuture();
  }

  public CompletionStage<Void> delete(ChannelId channel, MessageId message) {
    return execute(Routes.MESSAGE_DELETE.newRequest(channel.value(), message.value()), Void.class)
        .toFuture();
  }

  /** The channel's latest messages in Discord's JSON, newest first. */
  public CompletionStage<JsonNode> latestMessages(ChannelId channel) {
    return execute(
            Routes.MESSAGES_GET.newRequest(channel.value()).query("limit", MESSAGES_PAGE_SIZE))
        .toFuture();
  }

  /** Sends the initial response, which Discord accepts for 3 s. */
  public CompletionStage<Void> respond(
      Interaction.Token token, InteractionReply.InitialResponse response) {
    return respondWithRetry(token, response.body());
  }

  /** Replaces a deferred response, or the message with the pressed button. */
  public CompletionStage<Void> editResponse(Interaction.Token token, Message message) {
    return send(
        Routes.WEBHOOK_MESSAGE_EDIT
            .newRequest(token.application(), token.token(), "@original")
            .body(PayloadWriter.message(message, false)));
  }

  /** Deletes the initial response, also a deferred one. */
  public CompletionStage<Void> deleteResponse(Interaction.Token token) {
    var request =
        Routes.WEBHOOK_MESSAGE_DELETE.newRequest(token.application(), token.token(), "@original");
    return routers.withOwnRouter(router -> exchange(request, router, Void.class)).toFuture();
  }

  /** Sends one more message after the initial response, visible to the user only. */
  public CompletionStage<Void> editResponse(
      Interaction.Token token, InteractionReply.NewFile file) {
    var content =
        MultipartRequest.ofRequestAndFiles(
            PayloadWriter.message(file.message(), false),
            List.of(Tuples.of(file.fileName(), new ByteArrayInputStream(file.content()))));
    return send(
        Routes.WEBHOOK_MESSAGE_EDIT
            .newRequest(token.application(), token.token(), "@original")
            .header("content-type", "multipart/form-data")
            .body(content));
  }

  public CompletionStage<Void> followUpEphemeral(Interaction.Token token, Message message) {
    return send(
        Routes.WEBHOOK_EXECUTE
            .newRequest(token.application(), token.token())
            .query("wait", true)
            .body(PayloadWriter.message(message, true)));
  }

  /**
   * Repeats the callback while Discord is unavailable. A repetition that is rejected as already
   * acknowledged means that an earlier attempt arrived.
   */
  private CompletionStage<Void> respondWithRetry(Interaction.Token token, ObjectNode body) {
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

  /**
   * The call for logs: the URI's template, because the URI itself holds the interaction's token.
   */
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
