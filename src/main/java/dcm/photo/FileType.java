package dcm.photo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The type of a file by its first bytes. The order matters: the first match counts.
 *
 * <p>The pixel limits bound the memory of one decoding. JPEG, PNG and GIF are decoded row by row
 * and reduced on the way; WebP and progressive JPEG are decoded as a whole before.
 */
public enum FileType {
  JPEG("JPEG", 50_000_000),
  PNG("PNG", 50_000_000),
  GIF("GIF", 16_000_000),
  WEBP("WebP", 16_000_000),
  HEIC("HEIC"),
  AVIF("AVIF"),
  VIDEO("video"),
  TIFF("TIFF"),
  BMP("BMP"),
  PDF("PDF"),
  ZIP("ZIP"),
  SVG("SVG"),
  OTHER("unknown");

  private static final int TEXT_PREFIX = 1_024;

  private final String label;
  private final int maxPixels;

  FileType(String label) {
    this(label, 0);
  }

  FileType(String label, int maxPixels) {
    this.label = label;
    this.maxPixels = maxPixels;
  }

  /** The type of a file; {@link #OTHER} when no signature matches. */
  public static FileType of(byte[] file) {
    return Arrays.stream(values()).filter(type -> type.matches(file)).findFirst().orElse(OTHER);
  }

  private boolean matches(byte[] file) {
    return switch (this) {
      case JPEG -> startsWith(file, 0xFF, 0xD8, 0xFF);
      case PNG -> startsWith(file, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');
      case GIF -> text(file, 0, "GIF87a") || text(file, 0, "GIF89a");
      case WEBP -> text(file, 0, "RIFF") && text(file, 8, "WEBP");
      case HEIC -> brand(file, "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1");
      case AVIF -> brand(file, "avif", "avis");
      case VIDEO -> text(file, 4, "ftyp") || startsWith(file, 0x1A, 0x45, 0xDF, 0xA3);
      case TIFF -> text(file, 0, "II*\0") || text(file, 0, "MM\0*");
      case BMP -> text(file, 0, "BM");
      case PDF -> text(file, 0, "%PDF-");
      case ZIP -> startsWith(file, 'P', 'K', 3, 4) || startsWith(file, 'P', 'K', 5, 6);
      case SVG -> isSvg(file);
      case OTHER -> true;
    };
  }

  /** The name that people know it by, for example {@code WebP}. */
  public String label() {
    return label;
  }

  /** Whether photos of this type are accepted. */
  public boolean isSupported() {
    return maxPixels > 0;
  }

  /** The largest number of pixels that is decoded; 0 for a type that is not supported. */
  public int maxPixels() {
    return maxPixels;
  }

  private static boolean startsWith(byte[] file, int... prefix) {
    if (file.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((file[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean text(byte[] file, int from, String text) {
    return file.length >= from + text.length()
        && new String(file, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }

  /** The major brand of an ISO base media file (ISO/IEC 14496-12, section 4.3). */
  private static boolean brand(byte[] file, String... brands) {
    return text(file, 4, "ftyp")
        && file.length >= 12
        && Set.of(brands).contains(new String(file, 8, 4, StandardCharsets.ISO_8859_1));
  }

  private static boolean isSvg(byte[] file) {
    var start =
        new String(file, 0, Math.min(file.length, TEXT_PREFIX), StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    return start.contains("<svg");
  }
}
