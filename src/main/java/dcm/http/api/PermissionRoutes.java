package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.PermissionCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.GuildId;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The permission matrix: permissions by role. */
public final class PermissionRoutes {
  /** Discord allows 250 roles per guild; deleted roles can still be in the matrix. */
  private static final int MAX_ROLES = 1_000;

  private final HttpGuildClient client;

  public PermissionRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/permissions", this::show),
        Endpoint.inGuild("PUT", "/permissions", this::replace));
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    return loadPermissions(request)
        .thenApply(result ->
            Responses.jsonOrNotModified(
                request.apiRequest(),
                of(request.guild(), result.matrix(), result.roles(), result.revision()),
                result.revision()));
  }

  private CompletionStage<HttpResponse> replace(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    var body = request.body().json();
    var command = new PermissionCommand.Replace(revision, matrix(JsonObjectReader.of(body)));
    // the role names first: nothing that can fail comes after the command
    return loadPermissions(request)
        .thenCompose(before ->
            client
                .command(request, body, command)
                .thenApply(outcome -> respond(request, outcome, before.roles())));
  }

  private static HttpResponse respond(
      GuildRequest request, Outcome outcome, Map<RoleId, String> names) {
    if (outcome.subject()
        instanceof
        Outcome.PermissionsSubject(Map<RoleId, Set<Permission>> matrix, long newRevision)) {
      return Responses.json(200, of(request.guild(), matrix, names, newRevision), newRevision);
    }
    throw new IllegalStateException("permission command without permissions as its outcome");
  }

  private CompletionStage<QueryResult.Permissions> loadPermissions(GuildRequest request) {
    return client.ask(request, new GuildQuery.Permissions(), QueryResult.Permissions.class);
  }

  private static Map<RoleId, Set<Permission>> matrix(JsonObjectReader fields) {
    var matrix = new TreeMap<RoleId, Set<Permission>>();
    var roles = fields.objects("roles", MAX_ROLES);
    fields.require("roles", roles);
    for (var role : roles == null ? List.<JsonObjectReader>of() : roles) {
      var id = role.parsed("id", "a role's id (1 to 19 digits)", RoleId::of);
      role.require("id", id);
      // clients may send back what our response contains
      role.has("name");
      var permissions =
          role.listOf(
              "permissions",
              Permission.values().length,
              "one of the permissions",
              Permission::valueOf);
      role.require("permissions", permissions);
      if (id != null && permissions != null) {
        var set = EnumSet.noneOf(Permission.class);
        set.addAll(permissions);
        if (matrix.putIfAbsent(id, set) != null) {
          role.addError("id", "repeated", "This role is in the list twice.");
        }
      }
      role.finish();
    }
    fields.check();
    return matrix;
  }

  private static StreamedJson of(
      GuildId guild,
      Map<RoleId, Set<Permission>> matrix,
      Map<RoleId, String> names,
      long revision) {
    var everyone = new RoleId(guild.value());
    var ids = new TreeSet<>(names.keySet());
    ids.addAll(matrix.keySet());
    ids.remove(everyone);
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("roles");
      write(json, everyone, names.getOrDefault(everyone, "@everyone"), matrix);
      for (RoleId id : ids) {
        write(json, id, names.getOrDefault(id, id.toString()), matrix);
      }
      json.writeEndArray();
      json.writeNumberField("revision", revision);
      json.writeEndObject();
    };
  }

  private static void write(
      JsonGenerator json, RoleId id, String name, Map<RoleId, Set<Permission>> matrix)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id.toString());
    json.writeStringField("name", name);
    JsonFields.writeTexts(
        json, "permissions", matrix.getOrDefault(id, Set.of()).stream().sorted().toList());
    json.writeEndObject();
  }
}
