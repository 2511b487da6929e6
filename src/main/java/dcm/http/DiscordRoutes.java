package dcm.http;

import dcm.guild.Answer;
import dcm.guild.GuildChannel;
import dcm.guild.GuildQuery;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The guild's channels and roles, by the names that they have in Discord. */
final class DiscordRoutes {
  private final Desk desk;

  DiscordRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/channels", this::channels),
        Endpoint.inGuild("GET", "/roles", this::roles));
  }

  private CompletionStage<HttpResponse> channels(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.ListChannels(), Answer.Channels.class)
        .thenApply(answer -> {
          var json = Json.object();
          var list = json.putArray("channels");
          for (GuildChannel channel : answer.channels()) {
            list.addObject()
                .put("id", channel.id().toString())
                .put("name", channel.name())
                .put("type", channel.type().name())
                .put("writable", channel.takesMessages() && channel.writable());
          }
          return Replies.json(json);
        });
  }

  private CompletionStage<HttpResponse> roles(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.ListRoles(), Answer.Roles.class)
        .thenApply(answer -> {
          var json = Json.object();
          var list = json.putArray("roles");
          answer
              .names()
              .forEach((id, name) -> list.addObject().put("id", id.toString()).put("name", name));
          return Replies.json(json);
        });
  }
}
