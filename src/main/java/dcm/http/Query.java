package dcm.http;

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
 * The parameters of a query, each at most once and only those that the route knows: a misspelt
 * filter must not look like an empty one.
 *
 * @param values decoded, by name
 */
record Query(Map<String, String> values) {
  static final int MOST = 200;
  static final int USUAL = 50;
  private static final int LONGEST = 512;

  /**
   * @param raw as it stands in the URI after {@code ?}; empty for none
   * @throws Rejected 400 for what cannot be read, is repeated or unknown
   */
  static Query parse(String raw, Set<String> known) {
    if (known.contains(Endpoint.ANY)) {
      return new Query(Map.of());
    }
    var values = new LinkedHashMap<String, String>();
    for (var pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      var shown = Text.shown(name);
      if (!known.contains(name)) {
        throw Problems.badParameter(
                shown,
                known.isEmpty()
                    ? "is not known here; there are none."
                    : "is not known here; there are "
                        + known.stream().sorted().collect(Collectors.joining(", "))
                        + ".")
            .asException();
      }
      if (values.putIfAbsent(name, value) != null) {
        throw Problems.badParameter(shown, "is given twice.").asException();
      }
      if (value.length() > LONGEST) {
        throw Problems.badParameter(shown, "has at most " + LONGEST + " characters.").asException();
      }
      var flaw = Text.flaw(value);
      if (flaw != null) {
        throw Problems.badParameter(shown, "is no text: " + flaw).asException();
      }
    }
    return new Query(values);
  }

  private static String decode(String text) {
    try {
      // as bytes first: URLDecoder itself puts U+FFFD where the bytes are no UTF-8
      var bytes =
          URLDecoder.decode(text, StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw Problems.unreadable("The query is not percent-encoded UTF-8.").asException();
    }
  }

  /** Null when it is absent; an empty value is as good as absent. */
  @Nullable String get(String name) {
    var value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  <T> @Nullable T get(String name, String what, Function<String, T> parse) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Problems.badParameter(name, "must be " + what + ".").asException();
    }
  }

  @Nullable Instant instant(String name) {
    return get(
        name,
        "a time with offset, like 2026-11-28T11:00:00Z",
        text -> Sensible.check(OffsetDateTime.parse(text).toInstant()));
  }

  /** Written in lower case in the query. */
  <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    var byName =
        Stream.of(type.getEnumConstants())
            .collect(Collectors.toMap(e -> e.name().toLowerCase(Locale.ROOT), e -> e));
    return get(
        name,
        "one of " + byName.keySet().stream().sorted().collect(Collectors.joining(", ")),
        text -> {
          var found = byName.get(text);
          if (found == null) {
            throw new IllegalArgumentException("unknown");
          }
          return found;
        });
  }

  /** {@code limit}, 1 to {@value #MOST}; {@value #USUAL} when absent. */
  int limit() {
    var limit = get("limit", "a number from 1 to " + MOST, Query::small);
    if (limit == null) {
      return USUAL;
    }
    if (limit < 1 || limit > MOST) {
      throw Problems.badParameter("limit", "must be a number from 1 to " + MOST + ".")
          .asException();
    }
    return limit;
  }

  private static int small(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException("not a small number");
    }
    return Integer.parseInt(text);
  }
}
