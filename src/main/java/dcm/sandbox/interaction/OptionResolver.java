package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.control.ControlException;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.Channel;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.Role;
import dcm.sandbox.store.SandboxGuild.User;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SandboxPermissions;
import dcm.sandbox.store.UploadStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resolves option values by type; users, roles and channels also by name. */
public final class OptionResolver {
  private final GuildStore guildStore;
  private final UploadStore uploads;
  private final String fileHost;
  private final @Nullable SandboxGuild guild;

  /**
   * @param fileHost scheme and address of the uploaded files
   */
  public OptionResolver(
      GuildStore guildStore, UploadStore uploads, String fileHost, @Nullable SandboxGuild guild) {
    this.guildStore = guildStore;
    this.uploads = uploads;
    this.fileHost = fileHost;
    this.guild = guild;
  }

  public OptionResolver(SandboxContext context, @Nullable SandboxGuild guild) {
    this(context.guildStore(), context.uploads(), context.host(), guild);
  }

  JsonNode resolve(JsonNode option, JsonNode raw, ObjectNode resolved) {
    String name = option.path("name").asText();
    return switch (option.path("type").asInt()) {
      case 3 -> choice(option, text(option, raw));
      case 4 -> choice(option, bounded(option, LongNode.valueOf(integer(name, raw))));
      case 5 -> BooleanNode.valueOf(bool(name, raw));
      case 6 -> user(raw, resolved);
      case 7 -> channel(raw, resolved);
      case 8 -> role(raw, resolved);
      case 9 -> isUser(raw) ? user(raw, resolved) : role(raw, resolved);
      case 10 -> choice(option, bounded(option, DoubleNode.valueOf(decimal(name, raw))));
      case 11 -> attachment(raw, resolved);
      default ->
          throw ControlException.badRequest(
              "the option " + name + " has a type that the sandbox does not support");
    };
  }

  private static JsonNode text(JsonNode option, JsonNode raw) {
    String text = raw.asText();
    int length = text.codePointCount(0, text.length());
    int min = option.path("min_length").asInt(0);
    int max = option.path("max_length").asInt(6_000);
    if (length < min || length > max) {
      throw ControlException.badRequest(
          "the option %s takes %d to %d characters"
              .formatted(option.path("name").asText(), min, max));
    }
    return TextNode.valueOf(text);
  }

  private static long integer(String name, JsonNode raw) {
    try {
      return Long.parseLong(raw.asText().strip());
    } catch (NumberFormatException e) {
      throw ControlException.badRequest("the option " + name + " takes a whole number");
    }
  }

  private static double decimal(String name, JsonNode raw) {
    try {
      return Double.parseDouble(raw.asText().strip());
    } catch (NumberFormatException e) {
      throw ControlException.badRequest("the option " + name + " takes a number");
    }
  }

  private static boolean bool(String name, JsonNode raw) {
    return switch (raw.asText()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ControlException.badRequest("the option " + name + " takes true or false");
    };
  }

  private static JsonNode bounded(JsonNode option, JsonNode number) {
    double value = number.asDouble();
    if (value < option.path("min_value").asDouble(-9e15)
        || value > option.path("max_value").asDouble(9e15)) {
      throw ControlException.badRequest(
          "the option %s is out of bounds".formatted(option.path("name").asText()));
    }
    return number;
  }

  /** A choice by its value or by its displayed name. */
  private static JsonNode choice(JsonNode option, JsonNode value) {
    JsonNode choices = option.path("choices");
    if (choices.isEmpty()) {
      return value;
    }
    for (JsonNode choice : choices) {
      if (choice.path("value").asText().equals(value.asText())
          || choice.path("name").asText().equals(value.asText())
          || SandboxJson.texts(choice.path("name_localizations")).contains(value.asText())) {
        return choice.path("value");
      }
    }
    throw ControlException.badRequest(
        "the option %s takes one of: %s"
            .formatted(
                option.path("name").asText(),
                String.join(
                    ", ", SandboxJson.items(choices).map(c -> c.path("value").asText()).toList())));
  }

  /** Removes the mention syntax of {@code <@id>} and {@code @name}. */
  private static String stripMention(JsonNode raw) {
    return raw.asText().strip().replaceAll("^<[@#][!&]?(\\d+)>$", "$1").replaceFirst("^[@#]", "");
  }

  private boolean isUser(JsonNode raw) {
    return findUser(raw).isPresent();
  }

  private Optional<User> findUser(JsonNode raw) {
    String requested = stripMention(raw);
    if (requested.equals(DiscordJson.BOT.id())) {
      return Optional.of(DiscordJson.BOT);
    }
    return guildStore
        .user(requested)
        .or(() ->
            guildStore
                .users()
                .filter(u -> u.username().equals(requested) || u.name().equals(requested))
                .filter(u -> guild == null || guildStore.member(guild.id(), u.id()).isPresent())
                .findFirst());
  }

  /** Adds a user, by id or name, to the resolved objects. */
  public void resolveUser(String user, ObjectNode resolved) {
    user(TextNode.valueOf(user), resolved);
  }

  private JsonNode user(JsonNode raw, ObjectNode resolved) {
    User user = findUser(raw).orElseThrow(() -> ControlException.notFound("user", raw.asText()));
    resolved.withObjectProperty("users").set(user.id(), DiscordJson.user(user));
    if (guild != null) {
      Optional<Member> member = guildStore.member(guild.id(), user.id());
      member.ifPresent(m -> {
        ObjectNode json = DiscordJson.partialMember(m);
        json.remove("deaf");
        json.remove("mute");
        json.put("permissions", Long.toString(SandboxPermissions.of(guild, m)));
        resolved.withObjectProperty("members").set(user.id(), json);
      });
    }
    return TextNode.valueOf(user.id());
  }

  private JsonNode channel(JsonNode raw, ObjectNode resolved) {
    String requested = stripMention(raw);
    Channel channel =
        requireGuild().channels().stream()
            .filter(c -> c.id().equals(requested) || c.name().equals(requested))
            .findFirst()
            .orElseThrow(() -> ControlException.notFound("channel", raw.asText()));
    ObjectNode json =
        SandboxJson.object()
            .put("id", channel.id())
            .put("name", channel.name())
            .put("type", 0)
            .put("permissions", DiscordJson.APP_PERMISSIONS);
    resolved.withObjectProperty("channels").set(channel.id(), json);
    return TextNode.valueOf(channel.id());
  }

  private JsonNode role(JsonNode raw, ObjectNode resolved) {
    String requested = stripMention(raw);
    Role role =
        requireGuild().roles().stream()
            .filter(r -> r.id().equals(requested) || r.name().equals(requested))
            .findFirst()
            .orElseThrow(() -> ControlException.notFound("role", raw.asText()));
    resolved.withObjectProperty("roles").set(role.id(), DiscordJson.role(requireGuild(), role));
    return TextNode.valueOf(role.id());
  }

  /** Adds a file to the resolved objects. */
  void resolveAttachment(String upload, ObjectNode resolved) {
    attachment(TextNode.valueOf(upload), resolved);
  }

  /** A file by the id that its upload returned. */
  private JsonNode attachment(JsonNode raw, ObjectNode resolved) {
    UploadStore.Upload upload =
        uploads
            .find(raw.asText())
            .orElseThrow(() -> ControlException.notFound("attachment", raw.asText()));
    resolved.withObjectProperty("attachments").set(upload.id(), upload.toJson(fileHost));
    return TextNode.valueOf(upload.id());
  }

  private SandboxGuild requireGuild() {
    if (guild == null) {
      throw ControlException.badRequest("roles and channels are not available in direct messages");
    }
    return guild;
  }
}
