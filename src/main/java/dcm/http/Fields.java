package dcm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each read as exactly the type it must have: {@code "1"} is no
 * number and {@code 1} no text. Every mistake is noted with its path, so that a caller hears of all
 * of them at once; a reader that found one returns null, and {@link #check} throws at the end.
 * Fields that nobody asked for are mistakes too.
 */
final class Fields {
  private final ObjectNode object;
  private final String path;
  private final List<FieldError> errors;
  private final Set<String> known = new HashSet<>();

  private Fields(ObjectNode object, String path, List<FieldError> errors) {
    this.object = object;
    this.path = path;
    this.errors = errors;
  }

  static Fields of(ObjectNode body) {
    return new Fields(body, "", new ArrayList<>());
  }

  /**
   * @throws Rejected 422 with everything that is wrong, when anything is
   */
  void check() {
    closed();
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors).asException();
    }
  }

  /** Notes every field that nobody asked for. */
  private void closed() {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            wrong(Text.shown(name), "unknown-field", "There is no such field here.");
          }
        });
  }

  boolean has(String name) {
    known.add(name);
    return object.has(name);
  }

  boolean isNull(String name) {
    return has(name) && object.get(name).isNull();
  }

  /** Notes a mistake in a field. */
  void wrong(String name, String code, String detail) {
    errors.add(new FieldError(path + name, code, detail));
  }

  void require(String name, @Nullable Object value) {
    if (value == null && !has(name)) {
      wrong(name, "required", "This field is needed.");
    } else if (isNull(name)) {
      wrong(name, "required", "This field may not be null.");
    }
  }

  /**
   * @param most characters (UTF-16 units), so that a limit means the same as in JavaScript
   */
  @Nullable String text(String name, int most) {
    return text(present(name), name, most);
  }

  private @Nullable String text(@Nullable JsonNode node, String name, int most) {
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      wrong(name, "wrong-type", "This must be a string.");
      return null;
    }
    var text = node.textValue();
    if (text.length() > most) {
      wrong(name, "too-long", "This has at most " + most + " characters.");
      return null;
    }
    var flaw = Text.flaw(text);
    if (flaw != null) {
      wrong(name, "bad-text", flaw);
      return null;
    }
    return text;
  }

  @Nullable Integer integer(String name) {
    var node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      wrong(name, "wrong-type", "This must be a whole number of at most 32 bits.");
      return null;
    }
    return node.intValue();
  }

  @Nullable Long longInteger(String name) {
    var node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      wrong(name, "wrong-type", "This must be a whole number of at most 64 bits.");
      return null;
    }
    return node.longValue();
  }

  @Nullable Boolean bool(String name) {
    var node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isBoolean()) {
      wrong(name, "wrong-type", "This must be true or false.");
      return null;
    }
    return node.booleanValue();
  }

  /** A short text that {@code parse} understands; {@code what} ends "This must be …". */
  <T> @Nullable T parsed(String name, String what, Function<String, T> parse) {
    return parsed(present(name), name, what, parse);
  }

  private <T> @Nullable T parsed(
      @Nullable JsonNode node, String name, String what, Function<String, T> parse) {
    var text = text(node, name, 100);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (java.time.DateTimeException | IllegalArgumentException e) {
      wrong(name, "wrong-format", "This must be " + what + ".");
      return null;
    }
  }

  <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    return parsed(
        name,
        "one of " + String.join(", ", Stream.of(type.getEnumConstants()).map(Enum::name).toList()),
        text -> Enum.valueOf(type, text));
  }

  @Nullable Instant instant(String name) {
    return parsed(
        name,
        "a time with offset, like 2026-11-28T11:00:00+01:00",
        text -> Sensible.check(OffsetDateTime.parse(text).toInstant()));
  }

  @Nullable LocalDateTime localDateTime(String name) {
    return parsed(
        name, "a local time, like 2026-11-28T11:00", t -> Sensible.check(LocalDateTime.parse(t)));
  }

  @Nullable LocalDate date(String name) {
    return parsed(name, "a date, like 2026-11-28", t -> Sensible.check(LocalDate.parse(t)));
  }

  @Nullable LocalTime time(String name) {
    return parsed(name, "a time of day, like 11:00", LocalTime::parse);
  }

  @Nullable ZoneId zone(String name) {
    return parsed(name, "a time zone of IANA, like Europe/Amsterdam", Sensible::zone);
  }

  @Nullable Duration duration(String name) {
    return parsed(name, "a duration, like PT2H", Sensible::duration);
  }

  @Nullable String lower(String name) {
    var text = text(name, 100);
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** A list of short texts; {@code most} is its length at most. */
  <T> @Nullable List<T> listOf(String name, int most, String what, Function<String, T> parse) {
    var items = items(name, most);
    if (items == null) {
      return null;
    }
    var list = new ArrayList<T>();
    for (int i = 0; i < items.size(); i++) {
      var item = parsed(items.get(i), name + "[" + i + "]", what, parse);
      if (item != null) {
        list.add(item);
      }
    }
    return list;
  }

  /** A list of objects. */
  @Nullable List<Fields> objects(String name, int most) {
    var items = items(name, most);
    if (items == null) {
      return null;
    }
    var list = new ArrayList<Fields>();
    for (int i = 0; i < items.size(); i++) {
      var item = nested(items.get(i), name + "[" + i + "]");
      if (item != null) {
        list.add(item);
      }
    }
    return list;
  }

  private @Nullable ArrayNode items(String name, int most) {
    var node = present(name);
    if (node == null) {
      return null;
    }
    if (!(node instanceof ArrayNode array)) {
      wrong(name, "wrong-type", "This must be a list.");
      return null;
    }
    if (array.size() > most) {
      wrong(name, "too-many", "This list has at most " + most + " entries.");
      return null;
    }
    return array;
  }

  /** An object in a field, with its own fields; its mistakes are noted here too. */
  @Nullable Fields object(String name) {
    var node = present(name);
    return node == null ? null : nested(node, name);
  }

  private @Nullable Fields nested(JsonNode node, String name) {
    if (!(node instanceof ObjectNode inner)) {
      wrong(name, "wrong-type", "This must be an object.");
      return null;
    }
    return new Fields(inner, path + name + ".", errors);
  }

  /** Ends an inner object: what nobody asked for is noted. */
  void end() {
    closed();
  }

  /** Null where the field is absent or null. */
  private @Nullable JsonNode present(String name) {
    known.add(name);
    var node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }
}
