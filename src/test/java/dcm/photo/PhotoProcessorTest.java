package dcm.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhotoProcessorTest {
  @Test
  void a_jpeg_that_is_also_a_zip_is_stored_without_the_zip() throws IOException {
    var zip = new ByteArrayOutputStream();
    try (var entries = new ZipOutputStream(zip)) {
      entries.putNextEntry(new ZipEntry("payload.class"));
      entries.write(new byte[100]);
    }
    byte[] polyglot = concat(encoded(picture(40, 30), "jpeg"), zip.toByteArray());

    var photo = processed(polyglot);

    assertThat(polyglot).containsSubsequence(bytes("PK\3\4"));
    assertThat(text(photo.image())).doesNotContain("PK\3\4", "payload");
    assertThat(text(photo.thumbnail())).doesNotContain("PK\3\4", "payload");
  }

  @Test
  void the_place_where_a_photo_was_taken_is_not_stored() throws IOException {
    var photo = processed(withExif(encoded(picture(40, 30), "jpeg"), 1));

    assertThat(text(photo.image())).doesNotContain("Exif", "GPS-52.3676N");
    assertThat(text(photo.thumbnail())).doesNotContain("Exif", "GPS-52.3676N");
  }

  /** The red corner of the stored pixels is at the top left; where it is shown depends on Exif. */
  @ParameterizedTest
  @CsvSource({
    "1,top left", "2,top right", "3,bottom right", "4,bottom left",
    "5,top left", "6,top right", "7,bottom right", "8,bottom left"
  })
  void the_orientation_is_applied_before_it_is_dropped(int exif, String corner) throws IOException {
    var photo = processed(withExif(encoded(picture(80, 40), "jpeg"), exif));

    var shown = decoded(photo.image());
    boolean transposed = exif >= 5;
    assertThat(List.of(shown.getWidth(), shown.getHeight()))
        .isEqualTo(transposed ? List.of(40, 80) : List.of(80, 40));
    int x = corner.endsWith("left") ? 4 : shown.getWidth() - 5;
    int y = corner.startsWith("top") ? 4 : shown.getHeight() - 5;
    var found = new Color(shown.getRGB(x, y));
    assertThat(found.getRed()).isGreaterThan(200);
    assertThat(found.getBlue()).isLessThan(80);
  }

  @Test
  void a_header_of_60000_by_60000_is_refused_before_anything_is_decoded() {
    var result = PhotoProcessor.convert(pngHeader(60_000, 60_000));

    assertThat(result)
        .isEqualTo(
            new PhotoResult.Rejected(new PhotoRejection.TooManyPixels(60_000, 60_000, 50_000_000)));
  }

  @Test
  void a_jpeg_of_hundreds_of_scans_is_refused() throws IOException {
    byte[] jpeg = encoded(picture(16, 16), "jpeg");
    byte[] scans = new byte[300 * 4];
    for (int i = 0; i < scans.length; i += 4) {
      scans[i] = (byte) 0xFF;
      scans[i + 1] = (byte) 0xDA;
      scans[i + 3] = 2;
    }

    var result = PhotoProcessor.convert(concat(Arrays.copyOf(jpeg, jpeg.length - 2), scans));

    assertThat(result)
        .isEqualTo(new PhotoResult.Rejected(new PhotoRejection.DamagedPhoto(FileType.JPEG)));
  }

  @ParameterizedTest
  @CsvSource({
    "HEIC,ftypheic",
    "HEIC,ftypmif1",
    "AVIF,ftypavif",
    "VIDEO,ftypisom",
  })
  void a_photo_of_a_phone_that_cannot_be_read_is_refused_by_its_name(FileType type, String brand) {
    assertThat(FileType.of(concat(new byte[] {0, 0, 0, 24}, bytes(brand), new byte[12])))
        .isEqualTo(type);
    assertThat(PhotoProcessor.convert(concat(new byte[] {0, 0, 0, 24}, bytes(brand), new byte[12])))
        .isEqualTo(new PhotoResult.Rejected(new PhotoRejection.UnsupportedType(type)));
  }

  @ParameterizedTest
  @CsvSource({
    "SVG,'<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>'",
    "PDF,%PDF-1.7",
    "BMP,BM______",
    "ZIP,PK\3\4____",
    "OTHER,<html><script>alert(1)</script>",
  })
  void other_files_are_refused_by_their_first_bytes(FileType type, String content) {
    assertThat(PhotoProcessor.convert(bytes(content)))
        .isEqualTo(new PhotoResult.Rejected(new PhotoRejection.UnsupportedType(type)));
  }

  @Test
  void nothing_and_too_much_are_refused() {
    assertThat(PhotoProcessor.convert(new byte[0]))
        .isEqualTo(new PhotoResult.Rejected(new PhotoRejection.EmptyUpload()));
    assertThat(PhotoProcessor.convert(new byte[PhotoProcessor.MAX_UPLOAD_BYTES + 1]))
        .isEqualTo(new PhotoResult.Rejected(new PhotoRejection.UploadTooLarge(10_485_760)));
  }

  @Test
  void a_damaged_photo_is_refused() throws IOException {
    byte[] png = encoded(picture(40, 30), "png");

    assertThat(PhotoProcessor.convert(Arrays.copyOf(png, png.length / 2)))
        .isEqualTo(new PhotoResult.Rejected(new PhotoRejection.DamagedPhoto(FileType.PNG)));
    assertThat(PhotoProcessor.convert(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}))
        .isEqualTo(new PhotoResult.Rejected(new PhotoRejection.DamagedPhoto(FileType.JPEG)));
  }

  @Test
  void a_large_photo_is_reduced_and_a_small_one_keeps_its_size() throws IOException {
    var large = new BufferedImage(8_000, 6_000, BufferedImage.TYPE_BYTE_BINARY);

    var reduced = processed(encoded(large, "png"));
    var small = processed(encoded(picture(200, 100), "png"));

    assertThat(size(reduced.image())).containsExactly(2_048, 1_536);
    assertThat(size(reduced.thumbnail())).containsExactly(320, 240);
    assertThat(size(small.image())).containsExactly(200, 100);
    assertThat(size(small.thumbnail())).containsExactly(200, 100);
  }

  @Test
  void transparent_parts_become_white_and_grey_stays_as_it_is() throws IOException {
    var transparent = new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB);
    var grey = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 400; i++) {
      grey.getRaster().setSample(i % 20, i / 20, 0, 100);
    }

    var onWhite = decoded(processed(encoded(transparent, "png")).image());
    var same = decoded(processed(encoded(grey, "png")).image());

    assertThat(onWhite.getRGB(10, 10) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThat(new Color(same.getRGB(10, 10)).getGreen()).isBetween(98, 102);
  }

  @Test
  void the_first_picture_of_a_gif_and_both_kinds_of_webp_are_read() throws IOException {
    var lossy = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";
    var lossless = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

    assertThat(size(processed(encoded(picture(30, 20), "gif")).image())).containsExactly(30, 20);
    assertThat(size(processed(Base64.getDecoder().decode(lossy)).image())).containsExactly(1, 1);
    assertThat(size(processed(Base64.getDecoder().decode(lossless)).image())).containsExactly(1, 1);
  }

  @Property(tries = 200)
  void a_reduction_keeps_the_average_of_all_pixels(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int maxSide,
      @ForAll @IntRange(max = 255) int level) {
    var source = new PixelGrid(width, height);
    Arrays.setAll(source.pixels(), i -> (i * 31 % 7 == 0 ? level : 255 - level) * 0x010101);

    var reduced = source.reducedTo(maxSide);

    assertThat(Math.max(reduced.width(), reduced.height()))
        .isLessThanOrEqualTo(Math.max(maxSide, 1));
    assertThat(average(reduced)).isBetween(average(source) - 1, average(source) + 1);
  }

  private static double average(PixelGrid grid) {
    return Arrays.stream(grid.pixels()).map(rgb -> rgb & 0xFF).average().orElseThrow();
  }

  private static PhotoResult.Processed processed(byte[] upload) {
    return assertThat(PhotoProcessor.convert(upload))
        .asInstanceOf(type(PhotoResult.Processed.class))
        .actual();
  }

  private static List<Integer> size(EncodedPhoto photo) throws IOException {
    var image = decoded(photo);
    assertThat(List.of(photo.width(), photo.height()))
        .isEqualTo(List.of(image.getWidth(), image.getHeight()));
    return List.of(image.getWidth(), image.getHeight());
  }

  private static BufferedImage decoded(EncodedPhoto photo) throws IOException {
    assertThat(FileType.of(photo.bytes())).isEqualTo(FileType.JPEG);
    return ImageIO.read(new ByteArrayInputStream(photo.bytes()));
  }

  /** Blue, with a red quarter at the top left. */
  private static BufferedImage picture(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, x < width / 2 && y < height / 2 ? 0xFF0000 : 0x0000FF);
      }
    }
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  /** The JPEG with an APP1 segment: the orientation, and a text in the place of coordinates. */
  private static byte[] withExif(byte[] jpeg, int orientation) {
    var tiff =
        concat(
            bytes("II*\0"),
            new byte[] {
              8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte) orientation, 0, 0, 0
            },
            new byte[4],
            bytes("GPS-52.3676N"));
    var segment = concat(bytes("Exif\0\0"), tiff);
    var header = ByteBuffer.allocate(4).put((byte) 0xFF).put((byte) 0xE1);
    header.putShort((short) (segment.length + 2));
    return concat(
        Arrays.copyOf(jpeg, 2), header.array(), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  private static byte[] pngHeader(int width, int height) {
    var data = ByteBuffer.allocate(17).put(bytes("IHDR")).putInt(width).putInt(height);
    data.put(new byte[] {8, 6, 0, 0, 0});
    var crc = new CRC32();
    crc.update(data.array());
    return concat(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13},
        data.array(),
        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    new ArrayList<>(List.of(parts)).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(EncodedPhoto photo) {
    return new String(photo.bytes(), StandardCharsets.ISO_8859_1);
  }
}
