package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/** Checks on single fields of a form; null counts as absent, as it does for Discord. */
record FormField(FormErrors errors, String path, JsonNode value) {
  static FormField root(FormErrors errors, JsonNode value) {
    return new FormField(errors, "", value);
  }

  FormField at(String key) {
    return new FormField(errors, join(key), value.path(key));
  }

  FormField at(int index) {
    return new FormField(errors, join(Integer.toString(index)), value.path(index));
  }

  private String join(String step) {
    return path.isEmpty() ? step : path + "." + step;
  }

  boolean absent() {
    return value.isMissingNode() || value.isNull();
  }

  int size() {
    return value.isArray() ? value.size() : 0;
  }

  /** A text of so many characters (code points); absent is allowed when {@code min} is 0. */
  FormField text(int min, int max) {
    if (absent()) {
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

  FormField optionalText(int min, int max) {
    return absent() ? this : text(min, max);
  }

  FormField matches(String pattern) {
    if (value.isTextual() && !value.asText().matches(pattern)) {
      errors.add(
          path, "STRING_TYPE_REGEX", "String value did not match validation regex: " + pattern);
    }
    return this;
  }

  FormField number(long min, long max) {
    if (absent()) {
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

  FormField list(int min, int max) {
    if (absent()) {
      return min > 0 ? required() : this;
    }
    if (!value.isArray()) {
      errors.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    } else if (value.size() < min || value.size() > max) {
      errors.badLength(path, min, max);
    }
    return this;
  }

  FormField required() {
    if (absent()) {
      errors.required(path);
    }
    return this;
  }

  Iterable<FormField> each() {
    return StreamSupport.stream(
            java.util.stream.IntStream.range(0, size()).boxed().spliterator(), false)
        .map(this::at)
        .toList();
  }
}
