package dcm.photo;

/** The reason why an upload is not accepted as a photo. Each edge translates it, exhaustively. */
public sealed interface PhotoRejection {
  /** There are no bytes. */
  record EmptyUpload() implements PhotoRejection {}

  /**
   * There are too many bytes.
   *
   * @param limit in bytes
   */
  record UploadTooLarge(int limit) implements PhotoRejection {}

  /**
   * The bytes are of a type that is not accepted.
   *
   * @param type as its first bytes say, whatever the sender called it
   */
  record UnsupportedType(FileType type) implements PhotoRejection {}

  /**
   * The header announces more pixels than are decoded.
   *
   * @param limit in pixels; it depends on the type
   */
  record TooManyPixels(int width, int height, int limit) implements PhotoRejection {}

  /** The bytes begin like a photo and cannot be decoded. */
  record DamagedPhoto(FileType type) implements PhotoRejection {}

  /** Too many photos are being processed; a later attempt may succeed. */
  record ProcessorBusy() implements PhotoRejection {}
}
