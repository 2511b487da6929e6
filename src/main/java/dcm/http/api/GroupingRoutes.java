package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.GroupingCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.RefusalProblems;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Categories or labels, depending on the kind. */
public final class GroupingRoutes {
  private static final String DEFAULT_COLOUR = "#64748b";
  private static final int MAX_NAME_LENGTH = 200;
  private final HttpGuildClient client;
  private final Grouping.Kind kind;
  private final String plural;

  public GroupingRoutes(HttpGuildClient client, Grouping.Kind kind) {
    this.client = client;
    this.kind = kind;
    this.plural =
        switch (kind) {
          case CATEGORY -> "categories";
          case LABEL -> "labels";
        };
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/" + plural, this::list),
        Endpoint.inGuild("POST", "/" + plural, this::create),
        Endpoint.inGuild("PATCH", "/" + plural + "/{id}", this::edit),
        Endpoint.inGuild("DELETE", "/" + plural + "/{id}", this::delete));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.Groupings(kind), QueryResult.Groupings.class)
        .thenApply(result ->
            Responses.json(JsonFields.list(plural, result.groupings(), GroupingRoutes::write)));
  }

  private CompletionStage<HttpResponse> create(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var name = fields.text("name", MAX_NAME_LENGTH);
    fields.require("name", name);
    var colour = fields.lower("colour");
    fields.check();
    var command =
        new GroupingCommand.Create(
            new GroupingId(request.apiRequest().newId()),
            kind,
            name == null ? "" : name,
            colour == null ? DEFAULT_COLOUR : colour);
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          var grouping = grouping(outcome);
          return Responses.json(201, of(grouping), grouping.revision())
              .addHeader(
                  Responses.header("Location", request.apiRequest().path() + "/" + grouping.id()));
        });
  }

  private CompletionStage<HttpResponse> edit(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var command =
        new GroupingCommand.Edit(
            id(request),
            kind,
            revision,
            fields.text("name", MAX_NAME_LENGTH),
            fields.lower("colour"));
    fields.check();
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          var grouping = grouping(outcome);
          return Responses.json(200, of(grouping), grouping.revision());
        });
  }

  private CompletionStage<HttpResponse> delete(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    return client
        .command(request, ApiJson.object(), new GroupingCommand.Delete(id(request), kind, revision))
        .thenApply(_ -> Responses.noContent());
  }

  private GroupingId id(GuildRequest request) {
    return request.pathId("id", RefusalProblems.name(kind), GroupingId::of);
  }

  private static StreamedJson of(Grouping grouping) {
    return json -> write(json, grouping);
  }

  private static void write(JsonGenerator json, Grouping grouping) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", grouping.id().toString());
    json.writeStringField("name", grouping.name());
    json.writeStringField("colour", grouping.colour());
    json.writeNumberField("revision", grouping.revision());
    json.writeEndObject();
  }

  private static Grouping grouping(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.GroupingSubject(Grouping grouping)) {
      return grouping;
    }
    throw new IllegalStateException("grouping command without a grouping as its outcome");
  }
}
