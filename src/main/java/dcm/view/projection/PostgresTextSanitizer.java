package dcm.view.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/**
 * PostgreSQL stores neither NUL nor half a surrogate pair, as text or within jsonb. Whatever let
 * one in, a guild must not be kept from writing because a read table cannot show it.
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

  /** The text with U+FFFD for each such character. */
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
