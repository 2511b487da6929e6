package dcm.photo;

import java.nio.charset.StandardCharsets;

/** Numbers and texts in a file. */
final class Bytes {
  private Bytes() {}

  static int bigEndian16(byte[] file, int at) {
    return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
  }

  /** As a long, because four bytes may exceed an int. */
  static long bigEndian32(byte[] file, int at) {
    return ((long) bigEndian16(file, at) << 16) | bigEndian16(file, at + 2);
  }

  static int littleEndian16(byte[] file, int at) {
    return (file[at + 1] & 0xFF) << 8 | (file[at] & 0xFF);
  }

  static long littleEndian32(byte[] file, int at) {
    return ((long) littleEndian16(file, at + 2) << 16) | littleEndian16(file, at);
  }

  static String ascii(byte[] file, int at, int length) {
    return new String(file, at, length, StandardCharsets.ISO_8859_1);
  }
}
