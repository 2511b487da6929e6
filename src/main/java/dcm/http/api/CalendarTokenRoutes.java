package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.auth.CalendarTokenSecrets;
import dcm.guild.command.CalendarTokenCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.GuildId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Addresses of calendars that a member gives to their calendar programs. */
public final class CalendarTokenRoutes {
  private final HttpGuildClient client;
  private final CalendarTokenSecrets secrets;
  private final String publicUrl;

  /**
   * @param publicUrl the URL of this installation, without a trailing slash
   */
  public CalendarTokenRoutes(
      HttpGuildClient client, CalendarTokenSecrets secrets, String publicUrl) {
    this.client = client;
    this.secrets = secrets;
    this.publicUrl = publicUrl;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/calendar-tokens", this::list),
        Endpoint.inGuild("POST", "/calendar-tokens", this::create),
        Endpoint.inGuild("DELETE", "/calendar-tokens/{id}", this::revoke));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.CalendarTokens(), QueryResult.CalendarTokens.class)
        .thenApply(result ->
            Responses.json(
                JsonFields.list(
                    "tokens",
                    result.tokens(),
                    (json, token) -> write(json, request.guild(), token))));
  }

  private CompletionStage<HttpResponse> create(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var scope = fields.parsed("scope", "OWN or GUILD", CalendarToken.Scope::valueOf);
    fields.require("scope", scope);
    fields.check();
    if (scope == null) {
      throw new IllegalStateException("a required field is missing without an error");
    }
    var id = new CalendarTokenId(request.apiRequest().newId());
    return client
        .command(request, body, new CalendarTokenCommand.Create(id, scope))
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.CalendarTokenSubject(var token)) {
            StreamedJson json = generator -> write(generator, request.guild(), token);
            return Responses.json(201, json);
          }
          throw new IllegalStateException("a token was created without being the outcome");
        });
  }

  private CompletionStage<HttpResponse> revoke(GuildRequest request) {
    var id = request.pathId("id", "calendar token", CalendarTokenId::of);
    return client
        .command(request, ApiJson.object(), new CalendarTokenCommand.Revoke(id))
        .thenApply(_ -> Responses.noContent());
  }

  private void write(JsonGenerator json, GuildId guild, CalendarToken token) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", token.id().toString());
    json.writeStringField("scope", token.scope().name());
    json.writeStringField(
        "url",
        publicUrl
            + "/api/v1/guilds/"
            + guild
            + "/calendar.ics?token="
            + secrets.secret(guild, token.id()));
    json.writeStringField("createdAt", token.createdAt().toString());
    json.writeEndObject();
  }
}
