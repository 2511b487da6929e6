package dcm.view.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/**
 * Replaces characters that PostgreSQL cannot store as text or within jsonb: NUL and unpaired
 * surrogates. A guild must be able to write even if such a character passed validation.
 */
public final class PostgresTextSanitizer extends StdScalarSerializer<String> {
  private static final long serialVersionUID = 1;
  private static final int REPLACEMENT = 0xFFFD;

  public PostgresTextSanitizer() {
    super(String.class);
  }

  @Override
  public void serialize(String text, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeString(sanitize(text));
  }

  /** Replaces each such character with U+FFFD. */
  static String sanitize(String text) {
    return text.codePoints()
        .map(codePoint -> codePoint == 0 || isSurrogate(codePoint) ? REPLACEMENT : codePoint)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
