package dcm.photo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes the first image of a file after its header was found acceptable. */
final class PhotoDecoder {
  /** A progressive JPEG is held as coefficients, two bytes for each sample. */
  private static final int MAX_PROGRESSIVE_PIXELS = 24_000_000;

  /** Usual files have about ten; each costs as much time as the whole picture. */
  private static final int MAX_SCANS = 64;

  /** The header is not acceptable, or the file cannot be decoded. */
  static final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient PhotoRejection reason;

    UndecodableException(PhotoRejection reason) {
      super(reason.toString());
      this.reason = reason;
    }

    PhotoRejection reason() {
      return reason;
    }
  }

  private PhotoDecoder() {}

  /** The photo as it is shown, on at most {@code maxSide} pixels of the longer side. */
  static PixelGrid decode(byte[] file, FileType type, int maxSide) throws UndecodableException {
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      var image = decode(input, file, type, maxSide);
      var stored = new PixelRows(image).reducedTo(maxSide);
      return ExifOrientation.of(file, type).apply(stored);
    } catch (IOException | RuntimeException damaged) {
      // the JDK's readers throw all kinds of runtime exceptions for damaged files
      throw new UndecodableException(new PhotoRejection.DamagedPhoto(type));
    }
  }

  private static BufferedImage decode(
      ImageInputStream input, byte[] file, FileType type, int maxSide)
      throws IOException, UndecodableException {
    var reader = reader(type);
    try {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      checkSize(file, type, width, height);
      int step = Math.max(1, Math.max(width, height) / maxSide);
      ImageReadParam parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(step, step, 0, 0);
      return reader.read(0, parameters);
    } finally {
      reader.dispose();
    }
  }

  private static void checkSize(byte[] file, FileType type, int width, int height)
      throws UndecodableException {
    int maxPixels = type.maxPixels();
    if (type == FileType.JPEG) {
      var structure = JpegStructure.of(file);
      if (structure.scans() > MAX_SCANS) {
        throw new UndecodableException(new PhotoRejection.DamagedPhoto(type));
      }
      maxPixels = structure.progressive() ? MAX_PROGRESSIVE_PIXELS : maxPixels;
    }
    if ((long) width * height > maxPixels) {
      throw new UndecodableException(new PhotoRejection.TooManyPixels(width, height, maxPixels));
    }
  }

  private static ImageReader reader(FileType type) {
    var readers = ImageIO.getImageReadersByFormatName(type.label());
    if (!readers.hasNext()) {
      throw new IllegalStateException("no reader for " + type.label());
    }
    return readers.next();
  }
}
