package dcm.photo;

import org.jspecify.annotations.Nullable;

/** Finds the orientation in the Exif data of a JPEG, PNG or WebP. */
final class ExifOrientation {
  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;
  private static final int MAX_ENTRIES = 1_000;

  private ExifOrientation() {}

  /** The orientation; upright when the file does not say, or not readably. */
  static Orientation of(byte[] file, FileType type) {
    try {
      Integer tiff =
          switch (type) {
            case JPEG -> inJpeg(file);
            case PNG -> inChunks(file, 8, "eXIf", false);
            case WEBP -> inChunks(file, 12, "EXIF", true);
            case GIF, HEIC, AVIF, VIDEO, TIFF, BMP, PDF, ZIP, SVG, OTHER -> null;
          };
      return tiff == null ? Orientation.UPRIGHT : inTiff(file, tiff);
    } catch (ArrayIndexOutOfBoundsException | StringIndexOutOfBoundsException truncated) {
      return Orientation.UPRIGHT;
    }
  }

  /** Where the TIFF structure of the APP1 segment begins; null: there is none. */
  private static @Nullable Integer inJpeg(byte[] file) {
    int at = 2;
    while ((file[at] & 0xFF) == 0xFF && (file[at + 1] & 0xFF) != 0xDA) {
      int length = Bytes.bigEndian16(file, at + 2);
      if ((file[at + 1] & 0xFF) == 0xE1 && Bytes.ascii(file, at + 4, 6).equals("Exif\0\0")) {
        return at + 10;
      }
      at += 2 + length;
    }
    return null;
  }

  /** The same for a file of chunks; the order of length and name differs between PNG and RIFF. */
  private static @Nullable Integer inChunks(byte[] file, int first, String name, boolean riff) {
    long at = first;
    while (at + 8 <= file.length) {
      int chunk = (int) at;
      long length = riff ? Bytes.littleEndian32(file, chunk + 4) : Bytes.bigEndian32(file, chunk);
      if (Bytes.ascii(file, riff ? chunk : chunk + 4, 4).equals(name)) {
        int data = chunk + 8;
        // some programs write the prefix of JPEG here too
        return Bytes.ascii(file, data, 4).equals("Exif") ? data + 6 : data;
      }
      // RIFF pads to an even length, PNG adds a checksum
      at += 8 + length + (riff ? length & 1 : 4);
    }
    return null;
  }

  private static Orientation inTiff(byte[] file, int tiff) {
    boolean littleEndian = Bytes.ascii(file, tiff, 2).equals("II");
    long directory = tiff + number32(file, tiff + 4, littleEndian);
    if (directory + 2 > file.length) {
      return Orientation.UPRIGHT;
    }
    int entry = (int) directory + 2;
    int entries = number16(file, (int) directory, littleEndian);
    for (int i = 0; i < Math.min(entries, MAX_ENTRIES); i++, entry += ENTRY_BYTES) {
      if (number16(file, entry, littleEndian) == TAG) {
        return Orientation.of(number16(file, entry + 8, littleEndian));
      }
    }
    return Orientation.UPRIGHT;
  }

  private static int number16(byte[] file, int at, boolean littleEndian) {
    return littleEndian ? Bytes.littleEndian16(file, at) : Bytes.bigEndian16(file, at);
  }

  private static long number32(byte[] file, int at, boolean littleEndian) {
    return littleEndian ? Bytes.littleEndian32(file, at) : Bytes.bigEndian32(file, at);
  }
}
