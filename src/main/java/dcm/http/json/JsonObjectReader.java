package dcm.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.reply.Refusal;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.time.DateTimeException;
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
 * Reads the fields of one JSON object, each with exactly its type: {@code "1"} is not a number and
 * {@code 1} not a string. Every error is recorded with its path, so that the client gets all of
 * them at once; a getter that records an error returns null, and {@link #check} throws at the end.
 * Fields that were never read are errors as well.
 */
public final class JsonObjectReader {
  private final ObjectNode object;
  private final String path;
  private final List<Refusal.FieldError> errors;
  private final Set<String> knownFields = new HashSet<>();

  private JsonObjectReader(ObjectNode object, String path, List<Refusal.FieldError> errors) {
    this.object = object;
    this.path = path;
    this.errors = errors;
  }

  public static JsonObjectReader of(ObjectNode body) {
    return new JsonObjectReader(body, "", new ArrayList<>());
  }

  /**
   * Checks that no error was recorded.
   *
   * @throws ProblemException 422 with all errors
   */
  public void check() {
    checkUnknownFields();
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors).asException();
    }
  }

  /** Records every field that was never read. */
  private void checkUnknownFields() {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!knownFields.contains(name)) {
            addError(InputText.sanitize(name), "unknown-field", "This field is unknown.");
          }
        });
  }

  public boolean has(String name) {
    knownFields.add(name);
    return object.has(name);
  }

  public boolean isNull(String name) {
    return has(name) && object.get(name).isNull();
  }

  /** Records an error in a field. */
  public void addError(String name, String code, String detail) {
    errors.add(new Refusal.FieldError(path + name, code, detail));
  }

  public void require(String name, @Nullable Object value) {
    if (value == null && !has(name)) {
      addError(name, "required", "This field is required.");
    } else if (isNull(name)) {
      addError(name, "required", "This field may not be null.");
    }
  }

  /**
   * A string field; null when it is absent.
   *
   * @param max characters (UTF-16 units), so that the limit is the same in JavaScript
   */
  @Nullable
  public String text(String name, int max) {
    return text(nonNull(name), name, max);
  }

  private @Nullable String text(@Nullable JsonNode node, String name, int max) {
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      addError(name, "wrong-type", "This must be a string.");
      return null;
    }
    var text = node.textValue();
    if (text.length() > max) {
      addError(name, "too-long", "This has at most " + max + " characters.");
      return null;
    }
    var textError = InputText.findInvalidCharacter(text);
    if (textError != null) {
      addError(name, "bad-text", textError);
      return null;
    }
    return text;
  }

  @Nullable
  public Integer integer(String name) {
    var node = nonNull(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      addError(name, "wrong-type", "This must be a whole number of at most 32 bits.");
      return null;
    }
    return node.intValue();
  }

  @Nullable
  public Long longInteger(String name) {
    var node = nonNull(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      addError(name, "wrong-type", "This must be a whole number of at most 64 bits.");
      return null;
    }
    return node.longValue();
  }

  @Nullable
  public Boolean booleanValue(String name) {
    var node = nonNull(name);
    if (node == null) {
      return null;
    }
    if (!node.isBoolean()) {
      addError(name, "wrong-type", "This must be true or false.");
      return null;
    }
    return node.booleanValue();
  }

  /** A short string that {@code parse} converts; {@code expected} completes "This must be …". */
  public <T> @Nullable T parsed(String name, String expected, Function<String, T> parse) {
    return parsed(nonNull(name), name, expected, parse);
  }

  private <T> @Nullable T parsed(
      @Nullable JsonNode node, String name, String expected, Function<String, T> parse) {
    var text = text(node, name, 100);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (DateTimeException | IllegalArgumentException invalid) {
      addError(name, "wrong-format", "This must be " + expected + ".");
      return null;
    }
  }

  public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    return parsed(
        name,
        "one of " + String.join(", ", Stream.of(type.getEnumConstants()).map(Enum::name).toList()),
        text -> Enum.valueOf(type, text));
  }

  @Nullable
  public Instant instant(String name) {
    return parsed(
        name,
        "a time with offset, like 2026-11-28T11:00:00+01:00",
        text -> TemporalBounds.check(OffsetDateTime.parse(text).toInstant()));
  }

  @Nullable LocalDateTime localDateTime(String name) {
    return parsed(
        name,
        "a local time, like 2026-11-28T11:00",
        t -> TemporalBounds.check(LocalDateTime.parse(t)));
  }

  public @Nullable LocalDate date(String name) {
    return parsed(name, "a date, like 2026-11-28", t -> TemporalBounds.check(LocalDate.parse(t)));
  }

  @Nullable LocalTime time(String name) {
    return parsed(name, "a time of day, like 11:00", LocalTime::parse);
  }

  @Nullable
  public ZoneId zone(String name) {
    return parsed(name, "a time zone of IANA, like Europe/Amsterdam", TemporalBounds::zone);
  }

  @Nullable
  public Duration duration(String name) {
    return parsed(name, "a duration, like PT2H", TemporalBounds::duration);
  }

  @Nullable
  public String lower(String name) {
    var text = text(name, 100);
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** A list of short strings with at most {@code max} entries. */
  public <T> @Nullable List<T> listOf(
      String name, int max, String expected, Function<String, T> parse) {
    var items = items(name, max);
    if (items == null) {
      return null;
    }
    var list = new ArrayList<T>();
    for (int i = 0; i < items.size(); i++) {
      var item = parsed(items.get(i), name + "[" + i + "]", expected, parse);
      if (item != null) {
        list.add(item);
      }
    }
    return list;
  }

  /**
   * A list of values of any type; {@code parse} throws IllegalArgumentException for a wrong one.
   */
  public <T> @Nullable List<T> values(
      String name, int max, String expected, Function<JsonNode, T> parse) {
    var items = items(name, max);
    if (items == null) {
      return null;
    }
    var list = new ArrayList<T>();
    for (int i = 0; i < items.size(); i++) {
      try {
        list.add(parse.apply(items.get(i)));
      } catch (IllegalArgumentException invalid) {
        addError(name + "[" + i + "]", "wrong-format", "This must be " + expected + ".");
      }
    }
    return list;
  }

  /** A list of whole numbers in a range, with at most {@code max} entries. */
  @Nullable List<Integer> integers(String name, int max, int from, int to) {
    var items = items(name, max);
    if (items == null) {
      return null;
    }
    var list = new ArrayList<Integer>();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      boolean valid = item.isIntegralNumber() && item.canConvertToInt();
      if (valid && item.intValue() >= from && item.intValue() <= to) {
        list.add(item.intValue());
      } else {
        addError(
            name + "[" + i + "]",
            valid ? "out-of-range" : "wrong-type",
            "This must be a whole number from " + from + " to " + to + ".");
      }
    }
    return list;
  }

  /** A list of objects. */
  @Nullable
  public List<JsonObjectReader> objects(String name, int max) {
    var items = items(name, max);
    if (items == null) {
      return null;
    }
    var list = new ArrayList<JsonObjectReader>();
    for (int i = 0; i < items.size(); i++) {
      var item = nested(items.get(i), name + "[" + i + "]");
      if (item != null) {
        list.add(item);
      }
    }
    return list;
  }

  private @Nullable ArrayNode items(String name, int max) {
    var node = nonNull(name);
    if (node == null) {
      return null;
    }
    if (!(node instanceof ArrayNode array)) {
      addError(name, "wrong-type", "This must be a list.");
      return null;
    }
    if (array.size() > max) {
      addError(name, "too-many", "This list has at most " + max + " entries.");
      return null;
    }
    return array;
  }

  /** An object field; its errors are recorded in this reader. */
  @Nullable
  public JsonObjectReader object(String name) {
    var node = nonNull(name);
    return node == null ? null : nested(node, name);
  }

  private @Nullable JsonObjectReader nested(JsonNode node, String name) {
    if (!(node instanceof ObjectNode inner)) {
      addError(name, "wrong-type", "This must be an object.");
      return null;
    }
    return new JsonObjectReader(inner, path + name + ".", errors);
  }

  /** Ends a nested object: fields that were never read are recorded. */
  public void finish() {
    checkUnknownFields();
  }

  /** Null where the field is absent or null. */
  private @Nullable JsonNode nonNull(String name) {
    knownFields.add(name);
    var node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }
}
