package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.command.TaskCommand;
import dcm.guild.reply.Outcome;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.Problem;
import dcm.http.problem.Problems;
import dcm.redis.RateLimiter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One action on many tasks. Each is the same command as the action on one task, so that the guild
 * decides by the same rules; each has its own answer. The response is 200 also when some were
 * refused: 207 belongs to WebDAV, whose answer is XML, and says as little about the whole as 200.
 */
public final class BulkRoutes {
  /** Items that count as one request. */
  static final int ITEMS_PER_REQUEST = 10;

  private static final String DELETE = "delete";
  private static final String EDIT = "edit";
  private final HttpGuildClient client;
  private final RateLimiter limits;

  public BulkRoutes(HttpGuildClient client, RateLimiter limits) {
    this.client = client;
    this.limits = limits;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.inGuild("POST", "/tasks/bulk", this::execute));
  }

  /**
   * A task of the request.
   *
   * @param id as it was sent, for the answer
   */
  private record Item(JsonNode id, TaskRef task, @Nullable Integer ordinal) {
    /** A UUID, a number, or an object with {@code task} and {@code ordinal}. */
    static Item of(JsonNode node) {
      if (!node.isObject()) {
        return new Item(node, ref(node), null);
      }
      var ordinal = node.get("ordinal");
      boolean valid =
          ordinal == null || ordinal.isNull() || (ordinal.isInt() && ordinal.intValue() > 0);
      if (!valid || !node.has("task") || node.size() != (ordinal == null ? 1 : 2)) {
        throw new IllegalArgumentException("neither a task nor one with its ordinal");
      }
      boolean current = ordinal == null || ordinal.isNull();
      return new Item(node.get("task"), ref(node.get("task")), current ? null : ordinal.intValue());
    }

    private static TaskRef ref(JsonNode node) {
      if (node.isInt()) {
        return new TaskRef.ByNumber(node.intValue());
      }
      if (!node.isTextual()) {
        throw new IllegalArgumentException("neither an id nor a number");
      }
      return new TaskRef.ById(TaskId.of(node.textValue()));
    }
  }

  private CompletionStage<HttpResponse> execute(GuildRequest request) {
    var body = request.body().json();
    var complete = body.deepCopy();
    if (complete.path("parameters").isMissingNode() || complete.path("parameters").isNull()) {
      complete.putObject("parameters");
    }
    var fields = JsonObjectReader.of(complete);
    var items = items(fields);
    var commands = commands(fields, items, complete.path("parameters"));
    fields.check();
    var now = request.apiRequest().receivedAt();
    return chargeItems(limits, request, items.size())
        .thenCompose(_ -> client.commands(request, body, commands))
        .thenApply(results -> respond(items.stream().map(Item::id).toList(), 200, results, now));
  }

  /** Errors of the parameters are recorded once: the values are the same for all items. */
  private static List<TaskCommand> commands(
      JsonObjectReader fields, List<Item> items, JsonNode parameters) {
    var action = fields.text("action", 20);
    fields.require("action", action);
    var reader = fields.object("parameters");
    if (action != null && !isAction(action)) {
      fields.addError("action", "wrong-format", "This must be one of " + actions() + ".");
    }
    var commands = new ArrayList<TaskCommand>();
    if (action == null || !isAction(action) || reader == null) {
      return commands;
    }
    for (var item : items) {
      var command =
          command(
              action,
              item,
              commands.isEmpty() ? reader : JsonObjectReader.of((ObjectNode) parameters));
      if (command == null) {
        break;
      }
      commands.add(command);
    }
    reader.finish();
    return commands;
  }

  private static List<Item> items(JsonObjectReader fields) {
    var items =
        fields.values(
            "tasks",
            HttpGuildClient.MAX_PARTS,
            "a task's id (UUID), its number, or an object with task and ordinal",
            Item::of);
    fields.require("tasks", items);
    if (items == null) {
      return List.of();
    }
    if (items.isEmpty()) {
      fields.addError("tasks", "too-few", "This list has at least one entry.");
    }
    var known = new HashSet<List<@Nullable Object>>();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      if (!known.add(Arrays.asList(item.task(), item.ordinal()))) {
        fields.addError("tasks[" + i + "]", "duplicate", "This task is in the list already.");
      }
    }
    return items;
  }

  private static boolean isAction(String action) {
    return action.equals(DELETE)
        || action.equals(EDIT)
        || OccurrenceActionRoutes.READERS.containsKey(action);
  }

  private static String actions() {
    var names = new TreeSet<>(OccurrenceActionRoutes.READERS.keySet());
    names.addAll(List.of(DELETE, EDIT));
    return String.join(", ", names);
  }

  /** The command of one item; null when its fields are invalid, which is then recorded. */
  private static @Nullable TaskCommand command(
      String action, Item item, JsonObjectReader parameters) {
    return switch (action) {
      case DELETE -> new TaskCommand.Delete(item.task(), null);
      case EDIT ->
          new TaskCommand.Edit(item.task(), null, TaskRequestReader.sharedPatch(parameters));
      default ->
          Objects.requireNonNull(OccurrenceActionRoutes.READERS.get(action))
              .read(item.task(), item.ordinal(), parameters);
    };
  }

  /** Counts the items against the limits of the member and the guild; the request itself is one. */
  static CompletionStage<?> chargeItems(RateLimiter limits, GuildRequest request, int items) {
    return charge(limits, request, (items - 1) / ITEMS_PER_REQUEST);
  }

  private static CompletionStage<?> charge(RateLimiter limits, GuildRequest request, int requests) {
    return requests == 0
        ? Responses.completed(requests)
        : limits
            .tryAcquire(request.guild().value(), request.caller().id().value())
            .thenCompose(decision -> {
              if (!decision.allowed()) {
                throw Problems.tooManyRequests(decision.retryAfterSeconds()).asException();
              }
              return charge(limits, request, requests - 1);
            });
  }

  /**
   * One answer per item.
   *
   * @param ids of the items, as they were sent
   * @param success status of an item whose outcome is a task
   */
  static HttpResponse respond(
      List<JsonNode> ids, int success, List<HttpGuildClient.PartResult> results, Instant now) {
    return Responses.json(
        (StreamedJson)
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("results");
              for (int i = 0; i < ids.size(); i++) {
                write(json, ids.get(i), success, results.get(i), now);
              }
              json.writeEndArray();
              json.writeEndObject();
            });
  }

  private static void write(
      JsonGenerator json, JsonNode id, int success, HttpGuildClient.PartResult result, Instant now)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("id");
    json.writeTree(id);
    Outcome outcome = result.outcome();
    if (outcome != null) {
      var task = outcome.subject() instanceof Outcome.TaskSubject subject ? subject.task() : null;
      json.writeNumberField("status", task == null ? 204 : success);
      if (task != null) {
        json.writeFieldName("task");
        TaskJson.write(json, task, now);
      }
    } else {
      var incident = Responses.newIncident();
      Problem problem =
          FailureProblems.toProblem(Objects.requireNonNull(result.failure()), "POST", incident);
      json.writeNumberField("status", problem.status());
      json.writeFieldName("problem");
      json.writeTree(Responses.problemBody(problem, incident));
    }
    json.writeEndObject();
  }
}
