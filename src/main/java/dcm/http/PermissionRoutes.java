package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Answer;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.Outcome;
import dcm.guild.Permission;
import dcm.guild.PermissionCommand;
import dcm.guild.RoleId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The matrix role → permissions. */
final class PermissionRoutes {
  /** Discord has at most 250 roles in a guild; some that are gone may still be in the matrix. */
  private static final int ROLES = 1_000;

  private final Desk desk;

  PermissionRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/permissions", this::show),
        Endpoint.inGuild("PUT", "/permissions", this::replace));
  }

  private CompletionStage<HttpResponse> show(GuildKnock knock) {
    return permissions(knock)
        .thenApply(found ->
            Replies.jsonUnlessKnown(
                knock.knock(),
                write(knock.guild(), found.matrix(), found.roles(), found.revision()),
                found.revision()));
  }

  private CompletionStage<HttpResponse> replace(GuildKnock knock) {
    var revision = Etags.required(knock.knock().header("If-Match"));
    var body = knock.body().json();
    var command = new PermissionCommand.Replace(revision, matrix(Fields.of(body)));
    // the roles' names first: nothing that can fail comes after the command
    return permissions(knock)
        .thenCompose(before ->
            desk.command(knock, body, command)
                .thenApply(outcome -> answer(knock, outcome, before.roles())));
  }

  private static HttpResponse answer(GuildKnock knock, Outcome outcome, Map<RoleId, String> names) {
    if (outcome.subject()
        instanceof Outcome.OfPermissions(Map<RoleId, Set<Permission>> matrix, long now)) {
      return Replies.json(200, write(knock.guild(), matrix, names, now), now);
    }
    throw new IllegalStateException("a command on permissions ends with them");
  }

  private CompletionStage<Answer.Permissions> permissions(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.Permissions(), Answer.Permissions.class);
  }

  private static Map<RoleId, Set<Permission>> matrix(Fields fields) {
    var matrix = new TreeMap<RoleId, Set<Permission>>();
    var roles = fields.objects("roles", ROLES);
    fields.require("roles", roles);
    for (var role : roles == null ? List.<Fields>of() : roles) {
      var id = role.parsed("id", "a role's id (1 to 19 digits)", RoleId::of);
      role.require("id", id);
      // what our own answer carries besides may come back
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
          role.wrong("id", "repeated", "This role is in the list twice.");
        }
      }
      role.end();
    }
    fields.check();
    return matrix;
  }

  private static ObjectNode write(
      GuildId guild,
      Map<RoleId, Set<Permission>> matrix,
      Map<RoleId, String> names,
      long revision) {
    var everyone = new RoleId(guild.value());
    var ids = new TreeSet<>(names.keySet());
    ids.addAll(matrix.keySet());
    ids.remove(everyone);
    var json = Json.object();
    var roles = json.putArray("roles");
    roles.add(write(everyone, names.getOrDefault(everyone, "@everyone"), matrix));
    ids.forEach(id -> roles.add(write(id, names.getOrDefault(id, id.toString()), matrix)));
    return json.put("revision", revision);
  }

  private static ObjectNode write(RoleId id, String name, Map<RoleId, Set<Permission>> matrix) {
    var json = Json.object().put("id", id.toString()).put("name", name);
    json.set(
        "permissions",
        TaskJson.texts(matrix.getOrDefault(id, Set.of()).stream().sorted().toList()));
    return json;
  }
}
