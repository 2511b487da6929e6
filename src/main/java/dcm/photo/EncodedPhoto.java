package dcm.photo;

/**
 * A JPEG without metadata.
 *
 * @param bytes of the file; not to be changed
 * @param width in pixels
 * @param height in pixels
 */
// arrays compare by identity; photos are never compared
@SuppressWarnings("ArrayRecordComponent")
public record EncodedPhoto(byte[] bytes, int width, int height) {
  public static final String MEDIA_TYPE = "image/jpeg";

  @Override
  public String toString() {
    return "JPEG of %d × %d pixels, %d bytes".formatted(width, height, bytes.length);
  }
}
