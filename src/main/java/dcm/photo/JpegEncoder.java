package dcm.photo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pixels as JPEG; the file has no metadata but its size. */
final class JpegEncoder {
  private static final float QUALITY = 0.85f;

  private JpegEncoder() {}

  static EncodedPhoto encode(PixelGrid grid) {
    var image = new BufferedImage(grid.width(), grid.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, grid.width(), grid.height(), grid.pixels(), 0, grid.width());
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      var parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      writer.dispose();
    }
    return new EncodedPhoto(bytes.toByteArray(), grid.width(), grid.height());
  }
}
