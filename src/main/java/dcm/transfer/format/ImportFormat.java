package dcm.transfer.format;

import java.util.Locale;

/** A kind of file that can be imported. */
public enum ImportFormat {
  CSV,
  /** An export of this program. */
  DCM,
  DONETICK,
  GROCY,
  TRELLO,
  ICALENDAR;

  /** The name in requests and responses, for example {@code csv}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
