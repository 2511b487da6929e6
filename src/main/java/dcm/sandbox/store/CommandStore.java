package dcm.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.validation.CommandValidation;
import dcm.sandbox.validation.FieldValidator;
import dcm.sandbox.validation.FormErrorCollector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Registered commands, global and per guild. */
public final class CommandStore {
  private static final String GLOBAL_SCOPE = "global";
  private static final int MAX_CREATES_PER_DAY = 200;
  private static final int MAX_COMMANDS_PER_SCOPE = 100;

  record CommandSet(List<ObjectNode> commands) {
    CommandSet {
      commands = List.copyOf(commands);
    }
  }

  private record DailyCreates(long epochDay, int count) {}

  private final PersistentTable<CommandSet> table;
  private final SnowflakeGenerator ids;
  private final Map<String, DailyCreates> createsByScope = new HashMap<>();

  public CommandStore(StateLog stateLog, SnowflakeGenerator ids) {
    this.table = stateLog.table("commands", CommandSet.class);
    this.ids = ids;
  }

  public void initialize() {
    table
        .all()
        .forEach(
            commandSet -> commandSet.commands().forEach(c -> ids.observe(c.path("id").asText())));
  }

  public List<ObjectNode> list(@Nullable String guildId) {
    CommandSet commandSet = table.get(guildId == null ? GLOBAL_SCOPE : guildId);
    return commandSet == null ? List.of() : commandSet.commands();
  }

  /** Commands usable in a guild; a guild command hides the global one of the same name. */
  public List<ObjectNode> listUsable(@Nullable String guildId) {
    List<ObjectNode> guildCommands = guildId == null ? List.of() : list(guildId);
    Set<String> names = new HashSet<>();
    guildCommands.forEach(command -> names.add(command.path("name").asText()));
    return Stream.concat(
            guildCommands.stream(),
            list(null).stream().filter(command -> !names.contains(command.path("name").asText())))
        .toList();
  }

  /** Replaces all commands of a scope; those of the same name and type keep their ids. */
  public ArrayNode replace(@Nullable String guildId, JsonNode forms) {
    if (!forms.isArray()) {
      throw ApiException.formError(
          "", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    }
    FormErrorCollector errors = new FormErrorCollector();
    FieldValidator root = FieldValidator.root(errors, forms).list(0, MAX_COMMANDS_PER_SCOPE);
    Set<String> names = new HashSet<>();
    for (FieldValidator command : root.items()) {
      CommandValidation.check(command);
      if (!names.add(key(command.value()))) {
        errors.add(
            command.child("name").path(),
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
            "Application command names must be unique");
      }
    }
    errors.throwIfAny();
    consumeCreates(guildId, (int) names.stream().filter(n -> find(guildId, n).isEmpty()).count());
    List<ObjectNode> commands = new ArrayList<>();
    forms.forEach(
        form -> commands.add(toJson(guildId, form, find(guildId, key(form)).orElse(null))));
    return save(guildId, commands);
  }

  /** Creates a command, or replaces the one of the same name and type. */
  public SandboxResponse upsert(@Nullable String guildId, JsonNode form) {
    FormErrorCollector errors = new FormErrorCollector();
    CommandValidation.check(FieldValidator.root(errors, form));
    errors.throwIfAny();
    Optional<ObjectNode> existing = find(guildId, key(form));
    if (existing.isEmpty()) {
      consumeCreates(guildId, 1);
      if (list(guildId).size() >= MAX_COMMANDS_PER_SCOPE) {
        throw new ApiException(400, 30032, "Maximum number of application commands reached (100)");
      }
    }
    ObjectNode updated = toJson(guildId, form, existing.orElse(null));
    put(guildId, updated);
    return SandboxResponse.of(existing.isPresent() ? 200 : 201, updated);
  }

  public ObjectNode edit(@Nullable String guildId, String id, JsonNode form) {
    ObjectNode existing = get(guildId, id);
    ObjectNode merged = existing.deepCopy();
    form.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    FormErrorCollector errors = new FormErrorCollector();
    CommandValidation.check(FieldValidator.root(errors, merged));
    errors.throwIfAny();
    ObjectNode updated = toJson(guildId, merged, existing);
    put(guildId, updated);
    return updated;
  }

  public void delete(@Nullable String guildId, String id) {
    get(guildId, id);
    save(guildId, list(guildId).stream().filter(c -> !c.path("id").asText().equals(id)).toList());
  }

  public ObjectNode get(@Nullable String guildId, String id) {
    return list(guildId).stream()
        .filter(command -> command.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> ApiException.unknown(10063, "application command"));
  }

  public void removeGuild(String guildId) {
    table.remove(guildId);
  }

  private void put(@Nullable String guildId, ObjectNode updated) {
    List<ObjectNode> commands = new ArrayList<>(list(guildId));
    commands.removeIf(c -> c.path("id").asText().equals(updated.path("id").asText()));
    commands.add(updated);
    save(guildId, commands);
  }

  private ArrayNode save(@Nullable String guildId, List<ObjectNode> commands) {
    table.put(guildId == null ? GLOBAL_SCOPE : guildId, new CommandSet(commands));
    return SandboxJson.array(commands.stream());
  }

  private void consumeCreates(@Nullable String guildId, int newCommands) {
    String scope = guildId == null ? GLOBAL_SCOPE : guildId;
    long today = System.currentTimeMillis() / 86_400_000;
    DailyCreates daily = createsByScope.get(scope);
    int total = newCommands + (daily == null || daily.epochDay() != today ? 0 : daily.count());
    if (total > MAX_CREATES_PER_DAY) {
      throw new ApiException(
          400, 30034, "Max number of daily application command creates has been reached (200)");
    }
    createsByScope.put(scope, new DailyCreates(today, total));
  }

  private Optional<ObjectNode> find(@Nullable String guildId, String key) {
    return list(guildId).stream().filter(command -> key(command).equals(key)).findFirst();
  }

  private static String key(JsonNode form) {
    return form.path("type").asInt(1) + "/" + form.path("name").asText();
  }

  private ObjectNode toJson(
      @Nullable String guildId, JsonNode form, @Nullable ObjectNode existing) {
    ObjectNode json = SandboxJson.object();
    form.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .forEach(field -> json.set(field.getKey(), field.getValue()));
    json.put("id", existing == null ? ids.next() : existing.path("id").asText())
        .put("application_id", InitialState.APPLICATION)
        .put("version", ids.next())
        .put("type", form.path("type").asInt(1))
        .put("description", form.path("description").asText(""))
        .put("nsfw", form.path("nsfw").asBoolean());
    JsonNode permissions = json.path("default_member_permissions");
    json.put(
        "default_member_permissions", permissions.isMissingNode() ? null : permissions.asText());
    if (guildId == null) {
      json.put("dm_permission", form.path("dm_permission").asBoolean(true));
      json.remove("guild_id");
    } else {
      json.put("guild_id", guildId).remove("dm_permission");
    }
    return json;
  }
}
