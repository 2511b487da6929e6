package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dcm.sandbox.Guild.Member;
import dcm.sandbox.Guild.Role;
import dcm.sandbox.Guild.Room;
import dcm.sandbox.Guild.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of options by their type; people, roles and channels also by name, and resolved. */
final class OptionValues {
  private final World world;
  private final @Nullable Guild guild;

  OptionValues(World world, @Nullable Guild guild) {
    this.world = world;
    this.guild = guild;
  }

  JsonNode value(JsonNode option, JsonNode raw, ObjectNode resolved) {
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
      default -> throw ControlError.bad("the option " + name + " cannot be filled in here");
    };
  }

  private static JsonNode text(JsonNode option, JsonNode raw) {
    String text = raw.asText();
    int length = text.codePointCount(0, text.length());
    int min = option.path("min_length").asInt(0);
    int max = option.path("max_length").asInt(6_000);
    if (length < min || length > max) {
      throw ControlError.bad(
          "the option %s takes %d to %d characters"
              .formatted(option.path("name").asText(), min, max));
    }
    return TextNode.valueOf(text);
  }

  private static long integer(String name, JsonNode raw) {
    try {
      return Long.parseLong(raw.asText().strip());
    } catch (NumberFormatException e) {
      throw ControlError.bad("the option " + name + " takes a whole number");
    }
  }

  private static double decimal(String name, JsonNode raw) {
    try {
      return Double.parseDouble(raw.asText().strip());
    } catch (NumberFormatException e) {
      throw ControlError.bad("the option " + name + " takes a number");
    }
  }

  private static boolean bool(String name, JsonNode raw) {
    return switch (raw.asText()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ControlError.bad("the option " + name + " takes true or false");
    };
  }

  private static JsonNode bounded(JsonNode option, JsonNode number) {
    double value = number.asDouble();
    if (value < option.path("min_value").asDouble(-9e15)
        || value > option.path("max_value").asDouble(9e15)) {
      throw ControlError.bad(
          "the option %s is out of bounds".formatted(option.path("name").asText()));
    }
    return number;
  }

  /** A fixed list takes its values, or their names as a person sees them. */
  private static JsonNode choice(JsonNode option, JsonNode value) {
    JsonNode choices = option.path("choices");
    if (choices.isEmpty()) {
      return value;
    }
    for (JsonNode choice : choices) {
      if (choice.path("value").asText().equals(value.asText())
          || choice.path("name").asText().equals(value.asText())
          || Json.texts(choice.path("name_localizations")).contains(value.asText())) {
        return choice.path("value");
      }
    }
    throw ControlError.bad(
        "the option %s takes one of: %s"
            .formatted(
                option.path("name").asText(),
                String.join(
                    ", ", Json.items(choices).map(c -> c.path("value").asText()).toList())));
  }

  /** {@code <@id>} and {@code @name} are how people write it. */
  private static String bare(JsonNode raw) {
    return raw.asText().strip().replaceAll("^<[@#][!&]?(\\d+)>$", "$1").replaceFirst("^[@#]", "");
  }

  private boolean isUser(JsonNode raw) {
    return findUser(raw).isPresent();
  }

  private Optional<User> findUser(JsonNode raw) {
    String wanted = bare(raw);
    if (wanted.equals(Shapes.BOT.id())) {
      return Optional.of(Shapes.BOT);
    }
    return world
        .user(wanted)
        .or(() ->
            world
                .users()
                .filter(u -> u.username().equals(wanted) || u.name().equals(wanted))
                .filter(u -> guild == null || world.member(guild.id(), u.id()).isPresent())
                .findFirst());
  }

  private JsonNode user(JsonNode raw, ObjectNode resolved) {
    User user = findUser(raw).orElseThrow(() -> ControlError.unknown("user", raw.asText()));
    resolved.withObjectProperty("users").set(user.id(), Shapes.user(user));
    if (guild != null) {
      Optional<Member> member = world.member(guild.id(), user.id());
      member.ifPresent(m -> {
        ObjectNode shape = Shapes.partialMember(m);
        shape.remove("deaf");
        shape.remove("mute");
        shape.put("permissions", Long.toString(Permissions.of(guild, m)));
        resolved.withObjectProperty("members").set(user.id(), shape);
      });
    }
    return TextNode.valueOf(user.id());
  }

  private JsonNode channel(JsonNode raw, ObjectNode resolved) {
    String wanted = bare(raw);
    Room channel =
        here().channels().stream()
            .filter(c -> c.id().equals(wanted) || c.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> ControlError.unknown("channel", raw.asText()));
    ObjectNode shape =
        Json.object()
            .put("id", channel.id())
            .put("name", channel.name())
            .put("type", 0)
            .put("permissions", Shapes.APP_PERMISSIONS);
    resolved.withObjectProperty("channels").set(channel.id(), shape);
    return TextNode.valueOf(channel.id());
  }

  private JsonNode role(JsonNode raw, ObjectNode resolved) {
    String wanted = bare(raw);
    Role role =
        here().roles().stream()
            .filter(r -> r.id().equals(wanted) || r.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> ControlError.unknown("role", raw.asText()));
    resolved.withObjectProperty("roles").set(role.id(), Shapes.role(here(), role));
    return TextNode.valueOf(role.id());
  }

  private Guild here() {
    if (guild == null) {
      throw ControlError.bad("there are no roles and channels in a direct message");
    }
    return guild;
  }
}
