package dcm.sandbox.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/** Checks of single fields of a form; null counts as absent, as it does for Discord. */
public record FieldValidator(FormErrorCollector errors, String path, JsonNode value) {
  public static FieldValidator root(FormErrorCollector errors, JsonNode value) {
    return new FieldValidator(errors, "", value);
  }

  public FieldValidator child(String key) {
    return new FieldValidator(errors, childPath(key), value.path(key));
  }

  FieldValidator child(int index) {
    return new FieldValidator(errors, childPath(Integer.toString(index)), value.path(index));
  }

  private String childPath(String segment) {
    return path.isEmpty() ? segment : path + "." + segment;
  }

  boolean isAbsent() {
    return value.isMissingNode() || value.isNull();
  }

  int size() {
    return value.isArray() ? value.size() : 0;
  }

  /** Checks a text's length in code points; it may be absent when {@code min} is 0. */
  public FieldValidator text(int min, int max) {
    if (isAbsent()) {
      return min > 0 ? required() : this;
    }
    if (!value.isTextual()) {
      errors.add(path, "STRING_TYPE_CONVERT", "Could not interpret \"" + value + "\" as string.");
      return this;
    }
    int length = value.asText().codePointCount(0, value.asText().length());
    if (length < min || length > max) {
      if (min > 0) {
        errors.badLength(path, min, max);
      } else {
        errors.tooLong(path, max);
      }
    }
    return this;
  }

  FieldValidator optionalText(int min, int max) {
    return isAbsent() ? this : text(min, max);
  }

  FieldValidator matches(String pattern) {
    if (value.isTextual() && !value.asText().matches(pattern)) {
      errors.add(
          path, "STRING_TYPE_REGEX", "String value did not match validation regex: " + pattern);
    }
    return this;
  }

  FieldValidator number(long min, long max) {
    if (isAbsent()) {
      return this;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      errors.add(path, "NUMBER_TYPE_COERCE", "Value \"" + value + "\" is not int.");
    } else if (value.asLong() < min || value.asLong() > max) {
      errors.add(
          path, "NUMBER_TYPE_MAX", "int value should be between %d and %d.".formatted(min, max));
    }
    return this;
  }

  public FieldValidator list(int min, int max) {
    if (isAbsent()) {
      return min > 0 ? required() : this;
    }
    if (!value.isArray()) {
      errors.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    } else if (value.size() < min || value.size() > max) {
      errors.badLength(path, min, max);
    }
    return this;
  }

  public FieldValidator required() {
    if (isAbsent()) {
      errors.required(path);
    }
    return this;
  }

  public Iterable<FieldValidator> items() {
    return StreamSupport.stream(
            java.util.stream.IntStream.range(0, size()).boxed().spliterator(), false)
        .map(this::child)
        .toList();
  }
}
