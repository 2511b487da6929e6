package dcm.photo;

/**
 * How the stored pixels are to be shown: the Exif tag 0x0112, whose values are 1 to 8 (Exif 2.32,
 * section 4.6.4).
 *
 * @param transposed rows become columns
 * @param mirroredX the columns of the shown photo run from right to left in the source
 * @param mirroredY the rows of the shown photo run from bottom to top in the source
 */
record Orientation(boolean transposed, boolean mirroredX, boolean mirroredY) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  static Orientation of(int exifValue) {
    return switch (exifValue) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }

  /** The pixels as they are shown. */
  PixelGrid apply(PixelGrid stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    var shown = new PixelGrid(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = mirroredX ? width - 1 - x : x;
        int row = mirroredY ? height - 1 - y : y;
        shown.set(x, y, transposed ? stored.get(row, column) : stored.get(column, row));
      }
    }
    return shown;
  }
}
