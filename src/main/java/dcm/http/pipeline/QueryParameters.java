package dcm.http.pipeline;

import dcm.http.json.InputText;
import dcm.http.json.TemporalBounds;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Unknown and repeated names are rejected: a misspelt filter
 * must not be ignored.
 *
 * @param values decoded, by name
 */
public record QueryParameters(Map<String, String> values) {
  public static final int MAX_LIMIT = 200;
  static final int DEFAULT_LIMIT = 50;
  private static final int MAX_VALUE_LENGTH = 512;

  /**
   * Parses a query.
   *
   * @param raw the part of the URI after {@code ?}; empty when there is none
   * @throws ProblemException 400 for a parameter that is malformed, repeated or unknown
   */
  public static QueryParameters parse(String raw, Set<String> known) {
    if (known.contains(Endpoint.ANY)) {
      return new QueryParameters(Map.of());
    }
    var values = new LinkedHashMap<String, String>();
    for (var pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!known.contains(name)) {
        throw Problems.badParameter(
                InputText.sanitize(name),
                known.isEmpty()
                    ? "is unknown; this operation has no parameters."
                    : "is unknown; known parameters: "
                        + known.stream().sorted().collect(Collectors.joining(", "))
                        + ".")
            .asException();
      }
      if (values.putIfAbsent(name, value) != null) {
        throw Problems.badParameter(name, "is repeated.").asException();
      }
      if (value.length() > MAX_VALUE_LENGTH) {
        throw Problems.badParameter(name, "has at most " + MAX_VALUE_LENGTH + " characters.")
            .asException();
      }
      var textError = InputText.findInvalidCharacter(value);
      if (textError != null) {
        throw Problems.badParameter(name, "is not valid text: " + textError).asException();
      }
    }
    return new QueryParameters(values);
  }

  private static String decode(String text) {
    if (isPlain(text)) {
      return text;
    }
    try {
      // decoded to bytes first: URLDecoder replaces invalid UTF-8 by U+FFFD
      var bytes =
          URLDecoder.decode(text, StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException | IllegalArgumentException invalid) {
      throw Problems.malformed("The query is not percent-encoded UTF-8.").asException();
    }
  }

  /** Whether percent-decoding changes nothing. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c < 0x80 && c != '%' && c != '+');
  }

  /** The value of a parameter; null when it is absent or empty. */
  @Nullable
  public String get(String name) {
    var value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  public <T> @Nullable T get(String name, String expected, Function<String, T> parse) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException | DateTimeException invalid) {
      throw Problems.badParameter(name, "must be " + expected + ".").asException();
    }
  }

  @Nullable
  public Instant instant(String name) {
    return get(
        name,
        "a time with offset, like 2026-11-28T11:00:00Z",
        text -> TemporalBounds.check(OffsetDateTime.parse(text).toInstant()));
  }

  /** The enum constant of a parameter, which is written in lower case; null when it is absent. */
  public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    var constants = type.getEnumConstants();
    for (E constant : constants) {
      if (lowerCaseName(constant).equals(value)) {
        return constant;
      }
    }
    throw Problems.badParameter(
            name,
            "must be one of "
                + Stream.of(constants)
                    .map(QueryParameters::lowerCaseName)
                    .sorted()
                    .collect(Collectors.joining(", "))
                + ".")
        .asException();
  }

  private static String lowerCaseName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value of {@code limit}, from 1 to {@value #MAX_LIMIT}; {@value #DEFAULT_LIMIT} when it is
   * absent.
   */
  public int limit() {
    var limit = get("limit", "a number from 1 to " + MAX_LIMIT, QueryParameters::parseLimit);
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Problems.badParameter("limit", "must be a number from 1 to " + MAX_LIMIT + ".")
          .asException();
    }
    return limit;
  }

  private static int parseLimit(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException("not a small number");
    }
    return Integer.parseInt(text);
  }
}
