package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Answer;
import dcm.guild.Grouping;
import dcm.guild.GroupingCommand;
import dcm.guild.GroupingId;
import dcm.guild.GuildQuery;
import dcm.guild.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Categories, or labels: the same under two names. */
final class GroupingRoutes {
  private static final String USUAL_COLOUR = "#64748b";
  private static final int NAME = 200;
  private final Desk desk;
  private final Grouping.Kind kind;
  private final String plural;

  GroupingRoutes(Desk desk, Grouping.Kind kind) {
    this.desk = desk;
    this.kind = kind;
    this.plural =
        switch (kind) {
          case CATEGORY -> "categories";
          case LABEL -> "labels";
        };
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/" + plural, this::list),
        Endpoint.inGuild("POST", "/" + plural, this::create),
        Endpoint.inGuild("PATCH", "/" + plural + "/{id}", this::edit),
        Endpoint.inGuild("DELETE", "/" + plural + "/{id}", this::delete));
  }

  private CompletionStage<HttpResponse> list(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.Groupings(kind), Answer.Groupings.class)
        .thenApply(answer -> {
          var json = Json.object();
          var list = json.putArray(plural);
          answer.groupings().forEach(grouping -> list.add(write(grouping)));
          return Replies.json(json);
        });
  }

  private CompletionStage<HttpResponse> create(GuildKnock knock) {
    var body = knock.body().json();
    var fields = Fields.of(body);
    var name = fields.text("name", NAME);
    fields.require("name", name);
    var colour = fields.lower("colour");
    fields.check();
    var command =
        new GroupingCommand.Create(
            new GroupingId(Ids.next()),
            kind,
            name == null ? "" : name,
            colour == null ? USUAL_COLOUR : colour);
    return desk.command(knock, body, command)
        .thenApply(outcome -> {
          var grouping = grouping(outcome);
          return Replies.json(201, write(grouping), grouping.revision())
              .addHeader(Replies.header("Location", knock.knock().path() + "/" + grouping.id()));
        });
  }

  private CompletionStage<HttpResponse> edit(GuildKnock knock) {
    var revision = Etags.required(knock.knock().header("If-Match"));
    var body = knock.body().json();
    var fields = Fields.of(body);
    var command =
        new GroupingCommand.Edit(
            id(knock), kind, revision, fields.text("name", NAME), fields.lower("colour"));
    fields.check();
    return desk.command(knock, body, command)
        .thenApply(outcome -> {
          var grouping = grouping(outcome);
          return Replies.json(200, write(grouping), grouping.revision());
        });
  }

  private CompletionStage<HttpResponse> delete(GuildKnock knock) {
    var revision = Etags.required(knock.knock().header("If-Match"));
    return desk.command(knock, Json.object(), new GroupingCommand.Delete(id(knock), kind, revision))
        .thenApply(_ -> Replies.noContent());
  }

  private GroupingId id(GuildKnock knock) {
    return knock.id("id", Refusals.name(kind), GroupingId::of);
  }

  private static ObjectNode write(Grouping grouping) {
    return Json.object()
        .put("id", grouping.id().toString())
        .put("name", grouping.name())
        .put("colour", grouping.colour())
        .put("revision", grouping.revision());
  }

  private static Grouping grouping(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.OfGrouping(Grouping grouping)) {
      return grouping;
    }
    throw new IllegalStateException("a command on a grouping ends with one");
  }
}
