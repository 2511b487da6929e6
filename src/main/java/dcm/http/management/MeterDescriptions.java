package dcm.http.management;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * Adds the help texts of {@code http/meters.properties} to meters, also to those that several
 * modules register or that Micrometer derives from observations.
 */
final class MeterDescriptions implements MeterFilter {
  private final Properties texts = new Properties();

  MeterDescriptions() {
    try (var file =
        new InputStreamReader(
            MeterDescriptions.class.getResourceAsStream("/http/meters.properties"),
            StandardCharsets.UTF_8)) {
      texts.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    var text = texts.getProperty(id.getName());
    return text == null
        ? id
        : new Meter.Id(
            id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), text, id.getType());
  }
}
