package dcm.photo;

/**
 * Reduces a picture by averaging the area that each target pixel covers. It takes one row at a
 * time, so that the source need not be in memory as pixels.
 */
final class AreaReduction {
  private final int sourceWidth;
  private final int sourceHeight;
  private final PixelGrid target;

  /** Sums of the current target row: red, green, blue of each pixel. */
  private final long[] sums;

  private int nextSourceRow;
  private int targetRow;

  private AreaReduction(int sourceWidth, int sourceHeight, PixelGrid target) {
    this.sourceWidth = sourceWidth;
    this.sourceHeight = sourceHeight;
    this.target = target;
    this.sums = new long[target.width() * 3];
  }

  /**
   * Prepares a reduction to at most {@code maxSide} pixels on the longer side; a smaller picture
   * keeps its size.
   */
  static AreaReduction to(int maxSide, int width, int height) {
    int longer = Math.max(width, height);
    return longer <= maxSide
        ? new AreaReduction(width, height, new PixelGrid(width, height))
        : new AreaReduction(
            width,
            height,
            new PixelGrid(scaled(width, maxSide, longer), scaled(height, maxSide, longer)));
  }

  private static int scaled(int side, int maxSide, int longer) {
    return (int) Math.max(1, Math.round((double) side * maxSide / longer));
  }

  /**
   * Adds the next row.
   *
   * @param row {@code 0xRRGGBB} each
   * @param from index of its first pixel
   */
  void addRow(int[] row, int from) {
    // in units of 1 / (source height × target height), a source row covers [start, end)
    long start = (long) nextSourceRow * target.height();
    long end = start + target.height();
    nextSourceRow++;
    while (start < end) {
      long targetEnd = (long) (targetRow + 1) * sourceHeight;
      long covered = Math.min(end, targetEnd) - start;
      addWeighted(row, from, covered);
      start += covered;
      if (start == targetEnd) {
        flush();
      }
    }
  }

  private void addWeighted(int[] row, int from, long rowWeight) {
    int width = target.width();
    int targetColumn = 0;
    long targetEnd = sourceWidth;
    long start = 0;
    for (int x = 0; x < sourceWidth; x++) {
      int rgb = row[from + x];
      long end = start + width;
      while (start < end) {
        long covered = Math.min(end, targetEnd) - start;
        long weight = covered * rowWeight;
        int sum = targetColumn * 3;
        sums[sum] += weight * (rgb >> 16 & 0xFF);
        sums[sum + 1] += weight * (rgb >> 8 & 0xFF);
        sums[sum + 2] += weight * (rgb & 0xFF);
        start += covered;
        if (start == targetEnd) {
          targetColumn++;
          targetEnd += sourceWidth;
        }
      }
    }
  }

  private void flush() {
    long area = (long) sourceWidth * sourceHeight;
    for (int x = 0; x < target.width(); x++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        rgb = rgb << 8 | (int) ((sums[x * 3 + channel] + area / 2) / area);
        sums[x * 3 + channel] = 0;
      }
      target.set(x, targetRow, rgb);
    }
    targetRow++;
  }

  /** The reduced picture, after all rows were added. */
  PixelGrid finish() {
    if (targetRow != target.height()) {
      throw new IllegalStateException("rows are missing");
    }
    return target;
  }
}
