package dcm.discord.client;

import discord4j.rest.http.client.ClientException;
import discord4j.rest.http.client.ClientResponse;
import discord4j.rest.request.DiscordWebRequest;
import discord4j.rest.response.ResponseFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Disables the library's retry on 5xx, which repeats every call, also a POST, ten times and blocks
 * the calls behind it. The caller decides whether to retry.
 */
final class ServerErrorPolicy implements ResponseFunction {
  @Override
  public Function<Mono<ClientResponse>, Mono<ClientResponse>> transform(DiscordWebRequest request) {
    return response ->
        response.onErrorMap(
            failure ->
                failure instanceof ClientException client && client.getStatus().code() >= 500,
            failure -> new DiscordUnavailableException(DiscordRest.describe(request), failure));
  }
}
