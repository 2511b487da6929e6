package dcm.http.api;

import dcm.guild.command.NotificationCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.NotificationJson;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The caller's inbox. */
public final class NotificationRoutes {
  private final HttpGuildClient client;

  public NotificationRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/notifications", this::list, "limit", "cursor"),
        Endpoint.inGuild("GET", "/notifications/deliveries", this::deliveries),
        Endpoint.inGuild("POST", "/notifications/read", this::read));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    int limit = request.query().limit();
    var page = new Pagination(request, "notifications " + request.caller().id(), limit);
    return client
        .ask(
            request,
            new GuildQuery.Inbox(page.position(Long.MAX_VALUE), limit),
            QueryResult.Inbox.class)
        .thenApply(inbox -> {
          boolean full = inbox.notifications().size() == limit;
          return page.link(
              Responses.json(of(inbox)),
              full,
              full ? inbox.notifications().getLast().revision() : 0);
        });
  }

  private CompletionStage<HttpResponse> deliveries(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.OutboxStatus(), QueryResult.Outbox.class)
        .thenApply(outbox -> Responses.json(of(outbox)));
  }

  private static StreamedJson of(QueryResult.Inbox inbox) {
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(
          json, "notifications", inbox.notifications(), NotificationJson::write);
      json.writeNumberField("unread", inbox.unread());
      json.writeEndObject();
    };
  }

  private static StreamedJson of(QueryResult.Outbox outbox) {
    return json -> {
      json.writeStartObject();
      json.writeNumberField("pending", outbox.pending());
      var outage = outbox.outage();
      if (outage == null) {
        json.writeNullField("channelOutage");
      } else {
        json.writeObjectFieldStart("channelOutage");
        json.writeStringField("channel", outage.channel().toString());
        json.writeStringField("code", outage.code());
        json.writeNumberField("messages", outage.messages());
        json.writeStringField("since", outage.since().toString());
        json.writeEndObject();
      }
      json.writeEndObject();
    };
  }

  private CompletionStage<HttpResponse> read(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var upTo = fields.longInteger("upTo");
    fields.require("upTo", upTo);
    fields.check();
    return client
        .command(request, body, new NotificationCommand.MarkRead(upTo == null ? 0 : upTo))
        .thenApply(_ -> Responses.noContent());
  }
}
