package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.reply.Refusal;
import dcm.guild.value.ImportId;
import dcm.guild.value.MemberId;
import dcm.http.json.InputText;
import dcm.http.json.JsonFields;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import dcm.transfer.ImportJob;
import dcm.transfer.ImportReport;
import dcm.transfer.ImportRow;
import dcm.transfer.TaskExports;
import dcm.transfer.TaskImports;
import dcm.transfer.format.ImportFormat;
import dcm.transfer.format.ParsedRow;
import dcm.transfer.format.TaskFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.jspecify.annotations.Nullable;

/** Export and import of a guild's tasks. */
public final class TransferRoutes {
  private static final ContentType CSV = MediaTypes.TEXT_CSV.toContentType(HttpCharsets.UTF_8);

  private final TaskExports exports;
  private final TaskImports imports;

  public TransferRoutes(TaskExports exports, TaskImports imports) {
    this.exports = exports;
    this.imports = imports;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/export", this::export, "format").producing("text/csv"),
        Endpoint.inGuild("POST", "/import", this::dryRun, "format", "map")
            .withMaxBodySize(TaskImports.MAX_FILE_BYTES),
        Endpoint.inGuild("GET", "/import/{id}", this::show, "limit", "cursor"),
        Endpoint.inGuild("POST", "/import/{id}/apply", this::apply),
        Endpoint.inGuild("POST", "/import/{id}/undo", this::undo));
  }

  private CompletionStage<HttpResponse> export(GuildRequest request) {
    var given =
        request
            .query()
            .get(
                "format",
                "json or csv",
                text -> TaskExports.Format.valueOf(text.toUpperCase(Locale.ROOT)));
    var format = given == null ? TaskExports.Format.JSON : given;
    return exports
        .open(request.guild(), request.caller(), format)
        .thenApply(export -> {
          var name =
              "dcm-tasks-"
                  + export.at().toString().substring(0, 10)
                  + "."
                  + format.name().toLowerCase(Locale.ROOT);
          return Responses.revalidated()
              .addHeader(
                  Responses.header("Content-Disposition", "attachment; filename=\"" + name + "\""))
              .withEntity(
                  HttpEntities.createChunked(
                      format == TaskExports.Format.CSV ? CSV : ContentTypes.APPLICATION_JSON,
                      export.bytes()));
        });
  }

  private CompletionStage<HttpResponse> dryRun(GuildRequest request) {
    var format =
        request
            .query()
            .get(
                "format",
                "one of csv, dcm, donetick, grocy, trello, icalendar",
                text -> ImportFormat.valueOf(text.toUpperCase(Locale.ROOT)));
    var columns = request.query().get("map", "a list like title:Subject,due:Until", this::columns);
    if (request.body().bytes().isEmpty()) {
      throw Problems.malformed("The body must be a file, and it is empty.").asException();
    }
    var upload =
        new TaskImports.Upload(
            importId(request),
            request.body().bytes().toArrayUnsafe(),
            format,
            columns == null ? Map.of() : columns);
    return imports
        .dryRun(request.guild(), request.caller(), upload)
        .thenApply(report ->
            Responses.json(201, json(report))
                .addHeader(
                    Responses.header(
                        "Location", request.apiRequest().path() + "/" + report.job().id())));
  }

  /** The same request with an Idempotency-Key is the same import. */
  private static ImportId importId(GuildRequest request) {
    return request
        .apiRequest()
        .header("Idempotency-Key")
        .map(key ->
            new ImportId(
                Idempotency.commandId(key, request.guild(), request.caller().id()).value()))
        .orElseGet(() -> new ImportId(request.apiRequest().newId()));
  }

  private Map<String, String> columns(String text) {
    var columns = new HashMap<String, String>();
    for (var entry : text.split(",", 0)) {
      int colon = entry.indexOf(':');
      var field = colon < 0 ? "" : entry.substring(0, colon).strip();
      if (TaskFiles.fields().stream().noneMatch(field::equalsIgnoreCase)) {
        throw new IllegalArgumentException("not a field of a task");
      }
      columns.put(field, entry.substring(colon + 1).strip());
    }
    return columns;
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    var id = id(request);
    int limit = request.query().limit();
    var page = new Pagination(request, "import " + id, limit);
    long after = page.position(-1);
    return imports
        .find(request.guild(), request.caller(), id, (int) after, limit)
        .thenApply(report -> {
          boolean full = report.rows().size() == limit;
          return page.link(
              Responses.json(json(report)), full, full ? report.rows().getLast().position() : 0);
        });
  }

  private CompletionStage<HttpResponse> apply(GuildRequest request) {
    var members = members(request.body().jsonOrEmpty());
    return imports
        .apply(request.guild(), request.caller(), id(request), members)
        .thenApply(report -> Responses.json(202, json(report)));
  }

  private static Map<String, @Nullable MemberId> members(ObjectNode body) {
    var members = new HashMap<String, @Nullable MemberId>();
    var errors = new ArrayList<Refusal.FieldError>();
    for (var field : body.properties()) {
      if (!field.getKey().equals("members")) {
        errors.add(
            new Refusal.FieldError(
                InputText.sanitize(field.getKey()), "unknown-field", "This field is unknown."));
      } else if (!field.getValue().isObject()) {
        errors.add(new Refusal.FieldError("members", "wrong-type", "This must be an object."));
      } else {
        field
            .getValue()
            .properties()
            .forEach(member -> put(members, member.getKey(), member.getValue(), errors));
      }
    }
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors).asException();
    }
    return members;
  }

  private static void put(
      Map<String, @Nullable MemberId> members,
      String name,
      JsonNode value,
      List<Refusal.FieldError> errors) {
    try {
      if (!value.isNull() && !value.isTextual()) {
        throw new IllegalArgumentException("neither a text nor null");
      }
      members.put(name, value.isNull() ? null : MemberId.of(value.textValue()));
    } catch (IllegalArgumentException malformed) {
      errors.add(
          new Refusal.FieldError(
              "members." + InputText.sanitize(name),
              "wrong-format",
              "This must be a member's id (1 to 19 digits), or null."));
    }
  }

  private CompletionStage<HttpResponse> undo(GuildRequest request) {
    return imports
        .undo(request.guild(), request.caller(), id(request))
        .thenApply(report -> Responses.json(202, json(report)));
  }

  private static ImportId id(GuildRequest request) {
    return request.pathId("id", "import", ImportId::of);
  }

  private static StreamedJson json(ImportReport report) {
    return json -> write(json, report);
  }

  private static void write(JsonGenerator json, ImportReport report) throws IOException {
    ImportJob job = report.job();
    json.writeStartObject();
    json.writeStringField("id", job.id().toString());
    json.writeStringField("state", job.state().name());
    json.writeStringField("format", job.format().id());
    json.writeStringField("createdAt", job.createdAt().toString());
    json.writeStringField("createdBy", job.createdBy().toString());
    JsonFields.writeText(json, "finishedAt", job.finishedAt());
    json.writeObjectFieldStart("columns");
    for (var column : new TreeMap<>(job.details().columns()).entrySet()) {
      json.writeStringField(column.getKey(), column.getValue());
    }
    json.writeEndObject();
    writePeople(json, job.details());
    json.writeNumberField("rows", report.total());
    json.writeNumberField("done", done(report));
    json.writeObjectFieldStart("counts");
    for (var fate : ImportJob.Fate.values()) {
      json.writeNumberField(name(fate), report.count(fate));
    }
    json.writeEndObject();
    json.writeNumberField("created", report.count(ImportJob.Fate.CREATED));
    json.writeNumberField(
        "skipped", report.count(ImportJob.Fate.SKIP) + report.count(ImportJob.Fate.DUPLICATE));
    JsonFields.writeObjects(json, "failed", report.problems(), TransferRoutes::write);
    JsonFields.writeObjects(json, "items", report.rows(), TransferRoutes::write);
    json.writeEndObject();
  }

  /** The rows of which it is decided what becomes of them. */
  private static int done(ImportReport report) {
    return switch (report.job().state()) {
      case READY -> 0;
      case APPLYING, APPLIED -> report.total() - report.count(ImportJob.Fate.CREATE);
      case UNDOING, UNDONE -> report.total() - report.count(ImportJob.Fate.CREATED);
    };
  }

  private static void writePeople(JsonGenerator json, ImportJob.Details details)
      throws IOException {
    var asked = new TreeSet<String>();
    var members = new TreeMap<String, @Nullable MemberId>();
    details
        .people()
        .forEach((reference, person) -> {
          if (details.members().containsKey(reference)) {
            members.put(person.name(), details.members().get(reference));
          } else {
            asked.add(person.name());
          }
        });
    json.writeObjectFieldStart("members");
    for (var member : members.entrySet()) {
      JsonFields.writeText(json, member.getKey(), member.getValue());
    }
    json.writeEndObject();
    JsonFields.writeTexts(json, "asked", asked);
  }

  private static void write(JsonGenerator json, ImportRow row) throws IOException {
    ParsedRow.RowProblem problem = row.problem();
    json.writeStartObject();
    json.writeNumberField("line", row.line());
    json.writeStringField("title", row.title());
    json.writeStringField("fate", name(row.fate()));
    boolean exists =
        switch (row.fate()) {
          case DUPLICATE, CREATED, KEPT -> true;
          case CREATE, SKIP, ERROR, FAILED, REMOVED -> false;
        };
    JsonFields.writeText(json, "task", exists ? row.taskId() : null);
    JsonFields.writeText(json, "column", problem == null ? null : problem.column());
    JsonFields.writeText(json, "code", problem == null ? null : problem.code());
    JsonFields.writeText(json, "message", problem == null ? null : problem.message());
    json.writeEndObject();
  }

  private static String name(ImportJob.Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT);
  }
}
