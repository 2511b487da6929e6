package dcm.http.api;

import dcm.guild.command.SwapCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.MemberId;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.SwapJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Offers to hand over or exchange turns. */
public final class SwapRoutes {
  private static final int MAX_NOTE_LENGTH = 5_000;
  private final HttpGuildClient client;

  public SwapRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/swaps", this::list),
        Endpoint.inGuild("POST", "/swaps", this::offer),
        reply("accept", SwapCommand.Accept::new),
        reply("decline", SwapCommand.Decline::new),
        reply("withdraw", SwapCommand.Withdraw::new));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.Swaps(), QueryResult.Swaps.class)
        .thenApply(
            result -> Responses.json(JsonFields.list("swaps", result.swaps(), SwapJson::write)));
  }

  private CompletionStage<HttpResponse> offer(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var task = fields.parsed("task", "a task's id (UUID)", TaskId::of);
    fields.require("task", task);
    var ordinal = fields.integer("ordinal");
    var to = fields.parsed("to", "a member's id (1 to 19 digits)", MemberId::of);
    var exchange = fields.object("inExchange");
    var wanted =
        exchange == null ? null : exchange.parsed("task", "a task's id (UUID)", TaskId::of);
    var wantedOrdinal = exchange == null ? null : exchange.integer("ordinal");
    if (exchange != null) {
      exchange.require("task", wanted);
      exchange.finish();
    }
    var permanent = fields.booleanValue("permanent");
    var note = fields.text("note", MAX_NOTE_LENGTH);
    fields.check();
    if (task == null) {
      throw new IllegalStateException("a required field is missing without an error");
    }
    var id = new SwapId(request.apiRequest().newId());
    var command =
        new SwapCommand.Offer(
            id,
            new TaskRef.ById(task),
            ordinal,
            to,
            wanted == null ? null : new TaskRef.ById(wanted),
            wantedOrdinal,
            permanent != null && permanent,
            note);
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.SwapSubject(var swap)) {
            return Responses.json(SwapJson.of(swap)).withStatus(201);
          }
          throw new IllegalStateException("an offer without a swap as its outcome");
        });
  }

  private Endpoint reply(String name, Function<SwapId, SwapCommand> command) {
    return Endpoint.inGuild(
        "POST",
        "/swaps/{id}/" + name,
        request -> {
          var body = request.body().jsonOrEmpty();
          JsonObjectReader.of(body).check();
          return client
              .command(request, body, command.apply(request.pathId("id", "swap", SwapId::of)))
              .thenApply(_ -> Responses.noContent());
        });
  }
}
