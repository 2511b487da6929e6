package dcm.transfer.format;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Colours as other programs name them. */
final class Colours {
  private static final Map<String, String> NAMED =
      Map.of(
          "green", "#4bce97", "yellow", "#e2b203", "orange", "#faa53d", "red", "#f87462", "purple",
          "#9f8fef", "blue", "#579dff", "sky", "#60c6d2", "lime", "#94c748", "pink", "#e774bb",
          "black", "#8590a2");

  private Colours() {}

  /** {@code #rrggbb}; null: the text names no colour. */
  static @Nullable String hex(String text) {
    String colour = text.strip().toLowerCase(Locale.ROOT);
    return colour.matches("#[0-9a-f]{6}")
        ? colour
        : NAMED.get(colour.replaceFirst("_(dark|light)$", ""));
  }
}
