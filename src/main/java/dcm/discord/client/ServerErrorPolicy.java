package dcm.discord.client;

import discord4j.rest.http.client.ClientException;
import discord4j.rest.http.client.ClientResponse;
import discord4j.rest.request.DiscordWebRequest;
import discord4j.rest.response.ResponseFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Takes 5xx out of the library's hands, which would repeat any call, a POST too, ten times and hold
 * up everything behind it. Whether to try again is for the caller to say.
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
