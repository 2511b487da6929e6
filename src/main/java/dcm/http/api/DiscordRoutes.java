package dcm.http.api;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.GuildChannel;
import dcm.http.json.ApiJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The guild's channels and roles with their names in Discord. */
public final class DiscordRoutes {
  private final HttpGuildClient client;

  public DiscordRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/channels", this::channels),
        Endpoint.inGuild("GET", "/roles", this::roles));
  }

  private CompletionStage<HttpResponse> channels(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.ListChannels(), QueryResult.Channels.class)
        .thenApply(result -> {
          var json = ApiJson.object();
          var list = json.putArray("channels");
          for (GuildChannel channel : result.channels()) {
            list.addObject()
                .put("id", channel.id().toString())
                .put("name", channel.name())
                .put("type", channel.type().name())
                .put("writable", channel.takesMessages() && channel.writable());
          }
          return Responses.json(json);
        });
  }

  private CompletionStage<HttpResponse> roles(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.ListRoles(), QueryResult.Roles.class)
        .thenApply(result -> {
          var json = ApiJson.object();
          var list = json.putArray("roles");
          result
              .names()
              .forEach((id, name) -> list.addObject().put("id", id.toString()).put("name", name));
          return Responses.json(json);
        });
  }
}
