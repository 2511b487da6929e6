package dcm.journal;

import java.io.IOException;

/** What is wrong with an archive, in a sentence; nothing was changed. */
public final class WrongArchive extends IOException {
  private static final long serialVersionUID = 1;

  WrongArchive(String sentence) {
    super(sentence);
  }

  WrongArchive(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
