package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.query.BinEntry;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.http.json.JsonFields;
import dcm.http.json.StreamedJson;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.QueryParameters;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The bin: deleted tasks that can be restored, the one deleted last first. */
public final class BinRoutes {
  private final HttpGuildClient client;

  public BinRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.inGuild("GET", "/bin", this::list, "limit", "cursor"));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    int limit = request.query().limit();
    var pagination = new Pagination(request, "bin", limit);
    int offset =
        Math.toIntExact(
            Math.min(pagination.position(0), Integer.MAX_VALUE - QueryParameters.MAX_LIMIT));
    return client
        .ask(request, new GuildQuery.DeletedTasks(offset, limit), QueryResult.DeletedTasks.class)
        .thenApply(bin -> {
          int next = offset + bin.tasks().size();
          return pagination.link(
              Responses.json(json(bin, request.apiRequest().receivedAt())),
              !bin.tasks().isEmpty() && next < bin.total(),
              next);
        });
  }

  private static StreamedJson json(QueryResult.DeletedTasks bin, Instant now) {
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(json, "tasks", bin.tasks(), (list, entry) -> write(list, entry, now));
      json.writeNumberField("total", bin.total());
      json.writeEndObject();
    };
  }

  private static void write(JsonGenerator json, BinEntry entry, Instant now) throws IOException {
    json.writeStartObject();
    json.writeFieldName("task");
    TaskJson.write(json, entry.task(), now);
    json.writeStringField("deletedAt", entry.deletedAt().toString());
    JsonFields.writeText(json, "deletedBy", entry.deletedBy());
    json.writeStringField("restorableUntil", entry.restorableUntil().toString());
    json.writeEndObject();
  }
}
