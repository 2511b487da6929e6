package dcm.discord.client;

/** A file of a user was not downloaded. Has no cause, because its text may hold the link. */
public final class FileDownloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FileDownloadException(String reason) {
    super("the file " + reason, null, false, false);
  }
}
