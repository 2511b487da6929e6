package dcm.photo;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;

/**
 * The rows of a decoded image as opaque sRGB: transparent parts become white, other colour spaces
 * are converted, in strips so that no second image is in memory.
 */
final class PixelRows {
  private static final int STRIP_ROWS = 64;

  private final BufferedImage image;
  private final ColorModel colours;

  PixelRows(BufferedImage image) {
    this.image = image;
    this.colours = image.getColorModel();
  }

  /** The image on at most {@code maxSide} pixels of the longer side. */
  PixelGrid reducedTo(int maxSide) {
    int width = image.getWidth();
    var reduction = AreaReduction.to(maxSide, width, image.getHeight());
    for (int y = 0; y < image.getHeight(); y += STRIP_ROWS) {
      int rows = Math.min(STRIP_ROWS, image.getHeight() - y);
      int[] strip = strip(y, rows);
      for (int row = 0; row < rows; row++) {
        reduction.addRow(strip, row * width);
      }
    }
    return reduction.finish();
  }

  private int[] strip(int y, int rows) {
    int[] pixels;
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      return opaqueBytes(y, rows);
    }
    if (isGrey()) {
      pixels = grey(y, rows);
    } else if (colours instanceof IndexColorModel || colours.getColorSpace().isCS_sRGB()) {
      pixels = image.getRGB(0, y, image.getWidth(), rows, null, 0, image.getWidth());
    } else {
      var part = image.getSubimage(0, y, image.getWidth(), rows);
      var converted = new BufferedImage(part.getWidth(), rows, BufferedImage.TYPE_INT_ARGB);
      new ColorConvertOp(null).filter(part, converted);
      pixels = converted.getRGB(0, 0, part.getWidth(), rows, null, 0, part.getWidth());
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = onWhite(pixels[i]);
    }
    return pixels;
  }

  /** What most cameras make; reading the bytes takes a tenth of the time of the colour model. */
  private int[] opaqueBytes(int y, int rows) {
    int[] pixels = new int[image.getWidth() * rows];
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int from = image.getWidth() * y * 3;
    for (int i = 0; i < pixels.length; i++, from += 3) {
      pixels[i] = (bgr[from + 2] & 0xFF) << 16 | (bgr[from + 1] & 0xFF) << 8 | (bgr[from] & 0xFF);
    }
    return pixels;
  }

  private boolean isGrey() {
    return !(colours instanceof IndexColorModel)
        && colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** Reads samples: the JDK takes grey for linear light and would brighten it. */
  private int[] grey(int y, int rows) {
    var raster = image.getRaster();
    int width = image.getWidth();
    int bits = colours.getComponentSize(0);
    int max = (1 << bits) - 1;
    int[] samples = raster.getSamples(0, y, width, rows, 0, (int[]) null);
    int[] alpha = colours.hasAlpha() ? raster.getSamples(0, y, width, rows, 1, (int[]) null) : null;
    for (int i = 0; i < samples.length; i++) {
      int level = samples[i] * 255 / max;
      int opacity = alpha == null ? 255 : alpha[i] * 255 / max;
      samples[i] = opacity << 24 | level * 0x010101;
    }
    return samples;
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    if (alpha == 255) {
      return argb & 0xFFFFFF;
    }
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int channel = argb >> shift & 0xFF;
      rgb = rgb << 8 | (channel * alpha + 255 * (255 - alpha) + 127) / 255;
    }
    return rgb;
  }
}
