package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the bot registered, globally and guild by guild. */
final class Commands {
  private static final String GLOBAL = "global";
  private static final int CREATES_A_DAY = 200;
  private static final int MOST = 100;

  record Registered(List<ObjectNode> commands) {
    Registered {
      commands = List.copyOf(commands);
    }
  }

  private record Day(long number, int creates) {}

  private final Table<Registered> table;
  private final Snowflakes ids;
  private final Map<String, Day> creates = new HashMap<>();

  Commands(Ledger ledger, Snowflakes ids) {
    this.table = ledger.table("commands", Registered.class);
    this.ids = ids;
  }

  void open() {
    table.all().forEach(set -> set.commands().forEach(c -> ids.seen(c.path("id").asText())));
  }

  List<ObjectNode> in(@Nullable String guildId) {
    Registered registered = table.get(guildId == null ? GLOBAL : guildId);
    return registered == null ? List.of() : registered.commands();
  }

  /** What a person in the guild can type; a guild's own command hides a global one. */
  List<ObjectNode> usableIn(@Nullable String guildId) {
    List<ObjectNode> own = guildId == null ? List.of() : in(guildId);
    Set<String> names = new HashSet<>();
    own.forEach(command -> names.add(command.path("name").asText()));
    return Stream.concat(
            own.stream(),
            in(null).stream().filter(command -> !names.contains(command.path("name").asText())))
        .toList();
  }

  /** Replaces all of a scope; commands of the same name and type keep their ids. */
  ArrayNode replace(@Nullable String guildId, JsonNode forms) {
    if (!forms.isArray()) {
      throw ApiError.form("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    }
    FormErrors errors = new FormErrors();
    FormField root = FormField.root(errors, forms).list(0, MOST);
    Set<String> names = new HashSet<>();
    for (FormField command : root.each()) {
      CommandRules.check(command);
      if (!names.add(key(command.value()))) {
        errors.add(
            command.at("name").path(),
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
            "Application command names must be unique");
      }
    }
    errors.refuseIfAny();
    countCreates(guildId, (int) names.stream().filter(n -> find(guildId, n).isEmpty()).count());
    List<ObjectNode> all = new ArrayList<>();
    forms.forEach(form -> all.add(shape(guildId, form, find(guildId, key(form)).orElse(null))));
    return save(guildId, all);
  }

  /** Creates it, or replaces the one of the same name and type. */
  Answer upsert(@Nullable String guildId, JsonNode form) {
    FormErrors errors = new FormErrors();
    CommandRules.check(FormField.root(errors, form));
    errors.refuseIfAny();
    Optional<ObjectNode> old = find(guildId, key(form));
    if (old.isEmpty()) {
      countCreates(guildId, 1);
      if (in(guildId).size() >= MOST) {
        throw new ApiError(400, 30032, "Maximum number of application commands reached (100)");
      }
    }
    ObjectNode fresh = shape(guildId, form, old.orElse(null));
    put(guildId, fresh);
    return Answer.of(old.isPresent() ? 200 : 201, fresh);
  }

  ObjectNode edit(@Nullable String guildId, String id, JsonNode form) {
    ObjectNode old = byId(guildId, id);
    ObjectNode merged = old.deepCopy();
    form.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    FormErrors errors = new FormErrors();
    CommandRules.check(FormField.root(errors, merged));
    errors.refuseIfAny();
    ObjectNode fresh = shape(guildId, merged, old);
    put(guildId, fresh);
    return fresh;
  }

  void delete(@Nullable String guildId, String id) {
    byId(guildId, id);
    save(guildId, in(guildId).stream().filter(c -> !c.path("id").asText().equals(id)).toList());
  }

  ObjectNode byId(@Nullable String guildId, String id) {
    return in(guildId).stream()
        .filter(command -> command.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> ApiError.unknown(10063, "application command"));
  }

  void forget(String guildId) {
    table.remove(guildId);
  }

  private void put(@Nullable String guildId, ObjectNode fresh) {
    List<ObjectNode> all = new ArrayList<>(in(guildId));
    all.removeIf(c -> c.path("id").asText().equals(fresh.path("id").asText()));
    all.add(fresh);
    save(guildId, all);
  }

  private ArrayNode save(@Nullable String guildId, List<ObjectNode> all) {
    table.put(guildId == null ? GLOBAL : guildId, new Registered(all));
    return Json.array(all.stream());
  }

  private void countCreates(@Nullable String guildId, int more) {
    String scope = guildId == null ? GLOBAL : guildId;
    long today = System.currentTimeMillis() / 86_400_000;
    Day day = creates.get(scope);
    int sum = more + (day == null || day.number() != today ? 0 : day.creates());
    if (sum > CREATES_A_DAY) {
      throw new ApiError(
          400, 30034, "Max number of daily application command creates has been reached (200)");
    }
    creates.put(scope, new Day(today, sum));
  }

  private Optional<ObjectNode> find(@Nullable String guildId, String key) {
    return in(guildId).stream().filter(command -> key(command).equals(key)).findFirst();
  }

  private static String key(JsonNode form) {
    return form.path("type").asInt(1) + "/" + form.path("name").asText();
  }

  private ObjectNode shape(@Nullable String guildId, JsonNode form, @Nullable ObjectNode old) {
    ObjectNode shape = Json.object();
    form.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .forEach(field -> shape.set(field.getKey(), field.getValue()));
    shape
        .put("id", old == null ? ids.next() : old.path("id").asText())
        .put("application_id", Seed.APPLICATION)
        .put("version", ids.next())
        .put("type", form.path("type").asInt(1))
        .put("description", form.path("description").asText(""))
        .put("nsfw", form.path("nsfw").asBoolean());
    JsonNode permissions = shape.path("default_member_permissions");
    shape.put(
        "default_member_permissions", permissions.isMissingNode() ? null : permissions.asText());
    if (guildId == null) {
      shape.put("dm_permission", form.path("dm_permission").asBoolean(true));
      shape.remove("guild_id");
    } else {
      shape.put("guild_id", guildId).remove("dm_permission");
    }
    return shape;
  }
}
