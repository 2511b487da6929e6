package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.RoleId;
import dcm.http.json.JsonFields;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
        .thenApply(result ->
            Responses.json(JsonFields.list("channels", result.channels(), DiscordRoutes::write)));
  }

  private static void write(JsonGenerator json, GuildChannel channel) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", channel.id().toString());
    json.writeStringField("name", channel.name());
    json.writeStringField("type", channel.type().name());
    json.writeBooleanField("writable", channel.takesMessages() && channel.writable());
    json.writeEndObject();
  }

  private CompletionStage<HttpResponse> roles(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.ListRoles(), QueryResult.Roles.class)
        .thenApply(result ->
            Responses.json(
                JsonFields.list("roles", result.names().entrySet(), DiscordRoutes::write)));
  }

  private static void write(JsonGenerator json, Map.Entry<RoleId, String> role) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", role.getKey().toString());
    json.writeStringField("name", role.getValue());
    json.writeEndObject();
  }
}
