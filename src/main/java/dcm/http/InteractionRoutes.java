package dcm.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Where Discord sends interactions when that is the chosen door. No operation of the API: what is
 * said here is Discord's to define.
 */
final class InteractionRoutes {
  static final String PATH = "/discord/interactions";

  private final @Nullable Interactions interactions;

  /**
   * @param interactions null: they come by the gateway, and there is no such path
   */
  InteractionRoutes(@Nullable Interactions interactions) {
    this.interactions = interactions;
  }

  List<Endpoint> endpoints() {
    return interactions == null ? List.of() : List.of(Endpoint.signed("POST", PATH, this::take));
  }

  private CompletionStage<HttpResponse> take(Knock knock) {
    return interactions
        .take(
            knock.header("X-Signature-Ed25519").orElse(null),
            knock.header("X-Signature-Timestamp").orElse(null),
            knock.body().bytes().toArray())
        .thenApply(answer -> {
          if (answer.status() == 401) {
            throw Problems.notSigned().asException();
          }
          var response =
              HttpResponse.create()
                  .withStatus(answer.status())
                  .addHeader(Replies.header("Cache-Control", "no-store"));
          return answer.json().isEmpty()
              ? response
              : response.withEntity(
                  HttpEntities.create(ContentTypes.APPLICATION_JSON, answer.json()));
        });
  }
}
