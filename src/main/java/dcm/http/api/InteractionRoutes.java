package dcm.http.api;

import dcm.http.InteractionHandler;
import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The URL to which Discord sends interactions when {@code dcm.discord.interactions} is {@code
 * http}. It is not part of the API: Discord defines its contract.
 */
public final class InteractionRoutes {
  static final String PATH = "/discord/interactions";

  private final @Nullable InteractionHandler handler;

  /**
   * Creates the route.
   *
   * @param handler null: interactions arrive by the gateway, and the path does not exist
   */
  public InteractionRoutes(@Nullable InteractionHandler handler) {
    this.handler = handler;
  }

  public List<Endpoint> endpoints() {
    return handler == null ? List.of() : List.of(Endpoint.signed("POST", PATH, this::handle));
  }

  private CompletionStage<HttpResponse> handle(ApiRequest request) {
    return handler
        .handle(
            request.header("X-Signature-Ed25519").orElse(null),
            request.header("X-Signature-Timestamp").orElse(null),
            request.body().bytes().toArray())
        .thenApply(result -> {
          if (result.status() == 401) {
            throw Problems.invalidSignature().asException();
          }
          var response =
              HttpResponse.create()
                  .withStatus(result.status())
                  .addHeader(Responses.header("Cache-Control", "no-store"));
          return result.json().isEmpty()
              ? response
              : response.withEntity(
                  HttpEntities.create(ContentTypes.APPLICATION_JSON, result.json()));
        });
  }
}
