package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.event.GuildEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.http.json.EventJson;
import dcm.http.json.JsonFields;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.view.AuditLog;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The audit log, for members who may view it. */
public final class AuditRoutes {
  private final HttpGuildClient client;
  private final AuditLog audit;

  public AuditRoutes(HttpGuildClient client, AuditLog audit) {
    this.client = client;
    this.audit = audit;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild(
            "GET", "/audit", this::list, "member", "kind", "from", "to", "limit", "cursor"));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    var query = request.query();
    var kind = query.get("kind", "a kind of event, such as task.created", AuditRoutes::kind);
    var filter =
        new AuditLog.Filter(
            query.get("member", "a member's id (1 to 19 digits)", MemberId::of),
            kind == null ? Set.of() : Set.of(kind),
            query.instant("from"),
            query.instant("to"));
    int limit = query.limit();
    var page = new Pagination(request, "audit " + filter, limit);
    long before = page.position(Long.MAX_VALUE);
    return client
        .ask(
            request,
            new GuildQuery.CheckPermission(Permission.AUDIT_VIEW),
            QueryResult.Permitted.class)
        .thenCompose(_ -> audit.read(request.guild(), filter, before, limit))
        .thenApply(auditPage -> {
          var next = auditPage.next();
          return page.link(
              Responses.json(JsonFields.list("entries", auditPage.entries(), AuditRoutes::write)),
              next != null,
              next == null ? 0 : next);
        });
  }

  private static String kind(String text) {
    if (!GuildEvent.KINDS.containsKey(text)) {
      throw new IllegalArgumentException("no such kind");
    }
    return text;
  }

  private static void write(JsonGenerator json, AuditLog.Entry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("revision", entry.revision());
    json.writeStringField("at", entry.at().toString());
    json.writeFieldName("by");
    EventJson.write(json, entry.initiator());
    json.writeStringField("kind", entry.kind());
    JsonFields.writeText(json, "task", entry.task());
    JsonFields.writeInteger(json, "ordinal", entry.ordinal());
    json.writePOJOField("before", entry.before());
    json.writePOJOField("details", entry.after());
    json.writeEndObject();
  }
}
