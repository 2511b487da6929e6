package dcm.http;

import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.NotificationCommand;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The caller's inbox. */
final class NotificationRoutes {
  private final Desk desk;

  NotificationRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/notifications", this::list, "limit", "cursor"),
        Endpoint.inGuild("GET", "/notifications/deliveries", this::deliveries),
        Endpoint.inGuild("POST", "/notifications/read", this::read));
  }

  private CompletionStage<HttpResponse> list(GuildKnock knock) {
    int limit = knock.query().limit();
    var page = new Page(knock, "notifications " + knock.caller().id(), limit);
    return desk.ask(
            knock, new GuildQuery.Inbox(page.place(Long.MAX_VALUE), limit), Answer.Inbox.class)
        .thenApply(inbox -> {
          var json = Json.object();
          var list = json.putArray("notifications");
          inbox.notifications().forEach(line -> list.add(NotificationJson.write(line)));
          json.put("unread", inbox.unread());
          boolean full = inbox.notifications().size() == limit;
          return page.link(
              Replies.json(json), full, full ? inbox.notifications().getLast().revision() : 0);
        });
  }

  private CompletionStage<HttpResponse> deliveries(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.OutboxStatus(), Answer.Outbox.class)
        .thenApply(outbox -> {
          var json = Json.object().put("pending", outbox.pending());
          var outage = outbox.outage();
          if (outage == null) {
            return Replies.json(json.putNull("channelOutage"));
          }
          json.putObject("channelOutage")
              .put("channel", outage.channel().toString())
              .put("code", outage.code())
              .put("messages", outage.messages())
              .put("since", outage.since().toString());
          return Replies.json(json);
        });
  }

  private CompletionStage<HttpResponse> read(GuildKnock knock) {
    var body = knock.body().json();
    var fields = Fields.of(body);
    var upTo = fields.longInteger("upTo");
    fields.require("upTo", upTo);
    fields.check();
    return desk.command(knock, body, new NotificationCommand.MarkRead(upTo == null ? 0 : upTo))
        .thenApply(_ -> Replies.noContent());
  }
}
