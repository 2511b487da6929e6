package dcm.view;

import dcm.guild.Recorded;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.JSerializer;
import org.jspecify.annotations.Nullable;

/** Events as plain JSON, for tests of this room alone. */
public final class RecordedJson extends JSerializer {
  @Override
  public int identifier() {
    return 90_210;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object event) {
    return Json.text(event).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
    return Json.read(new String(bytes, StandardCharsets.UTF_8), Recorded.class);
  }
}
