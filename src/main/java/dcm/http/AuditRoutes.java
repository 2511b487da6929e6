package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.GuildEvent;
import dcm.guild.GuildQuery;
import dcm.guild.MemberId;
import dcm.guild.Permission;
import dcm.view.Audit;
import dcm.view.AuditFilter;
import dcm.view.AuditLine;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Who did, or tried, what; for those who may see it. */
final class AuditRoutes {
  private final Desk desk;
  private final Audit audit;

  AuditRoutes(Desk desk, Audit audit) {
    this.desk = desk;
    this.audit = audit;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild(
            "GET", "/audit", this::list, "member", "kind", "from", "to", "limit", "cursor"));
  }

  private CompletionStage<HttpResponse> list(GuildKnock knock) {
    var query = knock.query();
    var kind = query.get("kind", "a kind of event, such as task.created", AuditRoutes::kind);
    var filter =
        new AuditFilter(
            query.get("member", "a member's id (1 to 19 digits)", MemberId::of),
            kind == null ? Set.of() : Set.of(kind),
            query.instant("from"),
            query.instant("to"));
    int limit = query.limit();
    var page = new Page(knock, "audit " + filter, limit);
    long before = page.place(Long.MAX_VALUE);
    return desk.ask(knock, new GuildQuery.May(Permission.AUDIT_VIEW))
        .thenCompose(_ -> audit.read(knock.guild(), filter, before, limit))
        .thenApply(found -> {
          var json = Json.object();
          var entries = json.putArray("entries");
          found.lines().forEach(line -> entries.add(write(line)));
          var next = found.next();
          return page.link(Replies.json(json), next != null, next == null ? 0 : next);
        });
  }

  private static String kind(String text) {
    if (!GuildEvent.KINDS.containsKey(text)) {
      throw new IllegalArgumentException("no such kind");
    }
    return text;
  }

  private static ObjectNode write(AuditLine line) {
    var json = Json.object().put("revision", line.revision()).put("at", line.at().toString());
    json.set("by", EventJson.write(line.by()));
    json.put("kind", line.kind())
        .put("task", TaskJson.text(line.task()))
        .put("ordinal", line.ordinal());
    json.set("before", line.before());
    json.set("details", line.after());
    return json;
  }
}
