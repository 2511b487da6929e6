package dcm.photo;

/** What became of an upload. */
public sealed interface PhotoResult {
  /**
   * The photo as it is stored.
   *
   * @param image at most {@link PhotoProcessor#MAX_SIDE} pixels on the longer side
   * @param thumbnail at most {@link PhotoProcessor#MAX_THUMBNAIL_SIDE} pixels on the longer side
   */
  record Processed(EncodedPhoto image, EncodedPhoto thumbnail) implements PhotoResult {}

  record Rejected(PhotoRejection reason) implements PhotoResult {}
}
