package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.auth.AuthSettings;
import dcm.auth.Cookie;
import dcm.auth.DiscordGuild;
import dcm.auth.Logins;
import dcm.redis.OpaqueToken;
import dcm.redis.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Who sits at this browser, and which guilds they may choose from. */
final class MeRoutes {
  private final Logins logins;
  private final Installed installed;
  private final Cookie refresh;

  MeRoutes(Logins logins, Installed installed, AuthSettings settings) {
    this.logins = logins;
    this.installed = installed;
    this.refresh = Cookie.refresh(settings);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/api/v1/me", this::me),
        Endpoint.open("GET", "/api/v1/me/guilds", this::guilds));
  }

  private CompletionStage<HttpResponse> me(Knock knock) {
    return session(knock).thenApply(session -> Replies.json(write(session)));
  }

  private CompletionStage<HttpResponse> guilds(Knock knock) {
    return session(knock)
        .thenCompose(logins.memberships()::guilds)
        .thenCompose(guilds -> {
          if (guilds == null) {
            return CompletableFuture.failedFuture(Problems.noSession().asException());
          }
          return installed
              .among(guilds.stream().map(DiscordGuild::id).toList())
              .thenApply(here -> {
                var json = Json.object();
                var list = json.putArray("guilds");
                guilds.forEach(guild ->
                    list.add(
                        write(
                            guild, here.getOrDefault(guild.id(), Installed.Presence.UNREACHABLE))));
                return Replies.json(json);
              });
        });
  }

  private CompletionStage<Session> session(Knock knock) {
    OpaqueToken token =
        Cookies.read(knock, refresh).orElseThrow(() -> Problems.noSession().asException());
    return logins
        .look(token)
        .thenApply((@Nullable Session session) -> {
          if (session == null) {
            throw Problems.noSession().asException();
          }
          return session;
        });
  }

  private static ObjectNode write(Session session) {
    var json = Json.object();
    json.putObject("user")
        .put("id", Long.toString(session.user()))
        .put("name", session.name())
        // Discord tells it, but nobody keeps it yet
        .putNull("avatar");
    return json;
  }

  /** Null is neither: the guild cannot be asked just now. */
  private static ObjectNode write(DiscordGuild guild, Installed.Presence presence) {
    var json =
        Json.object()
            .put("id", guild.id().toString())
            .put("name", guild.name())
            .put("icon", guild.icon())
            .put("administrator", guild.administrator());
    return switch (presence) {
      case INSTALLED -> json.put("installed", true);
      case ABSENT -> json.put("installed", false);
      case UNREACHABLE -> json.putNull("installed");
    };
  }
}
