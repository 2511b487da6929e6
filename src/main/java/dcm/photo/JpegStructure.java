package dcm.photo;

/**
 * The segments of a JPEG (ITU-T T.81, annex B) that matter before it is decoded.
 *
 * @param progressive whether the decoder holds all coefficients at once
 * @param scans the number of scans; each is one pass over all pixels
 */
record JpegStructure(boolean progressive, int scans) {
  private static final int SOF0 = 0xC0;
  private static final int SOF15 = 0xCF;
  private static final int SOF2 = 0xC2;
  private static final int SOS = 0xDA;
  private static final int EOI = 0xD9;

  static JpegStructure of(byte[] file) {
    boolean progressive = false;
    int scans = 0;
    // within entropy-coded data 0xFF is always followed by 0x00 or a restart marker
    for (int i = 2; i + 1 < file.length; i++) {
      if ((file[i] & 0xFF) != 0xFF) {
        continue;
      }
      int marker = file[i + 1] & 0xFF;
      if (marker == EOI) {
        // phones append videos
        break;
      }
      if (marker == SOS) {
        scans++;
      } else if (marker >= SOF0 && marker <= SOF15 && isFrame(marker)) {
        progressive |= marker == SOF2;
      }
      if (hasLength(marker) && i + 3 < file.length) {
        // a thumbnail inside of a segment has markers of its own
        i += 1 + Bytes.bigEndian16(file, i + 2);
      }
    }
    return new JpegStructure(progressive, scans);
  }

  /** DHT, JPG and DAC have numbers between those of the frames. */
  private static boolean isFrame(int marker) {
    return marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static boolean hasLength(int marker) {
    return marker >= SOF0 && marker != 0xFF && !(marker >= 0xD0 && marker <= EOI);
  }
}
