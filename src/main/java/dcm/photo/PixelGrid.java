package dcm.photo;

/** Opaque sRGB pixels, {@code 0xRRGGBB} each, row by row from the top left. */
// arrays compare by identity; grids are never compared
@SuppressWarnings("ArrayRecordComponent")
record PixelGrid(int width, int height, int[] pixels) {
  PixelGrid(int width, int height) {
    this(width, height, new int[width * height]);
  }

  int get(int x, int y) {
    return pixels[y * width + x];
  }

  void set(int x, int y, int rgb) {
    pixels[y * width + x] = rgb;
  }

  /** Its pixels on at most {@code maxSide} pixels of the longer side; never enlarged. */
  PixelGrid reducedTo(int maxSide) {
    var reduction = AreaReduction.to(maxSide, width, height);
    for (int y = 0; y < height; y++) {
      reduction.addRow(pixels, y * width);
    }
    return reduction.finish();
  }
}
