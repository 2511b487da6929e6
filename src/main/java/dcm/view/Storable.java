package dcm.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/**
 * PostgreSQL stores neither NUL nor half a surrogate pair, as text or within jsonb. Whatever let
 * one in, a guild must not be kept from writing because a read table cannot show it.
 */
final class Storable extends StdScalarSerializer<String> {
  private static final long serialVersionUID = 1;
  private static final int REPLACEMENT = 0xFFFD;

  Storable() {
    super(String.class);
  }

  @Override
  public void serialize(String text, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeString(text(text));
  }

  /** The text with U+FFFD for each such character. */
  static String text(String text) {
    return text.codePoints()
        .map(point -> point == 0 || isHalf(point) ? REPLACEMENT : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
