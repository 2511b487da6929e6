package dcm.entity;

/** No answer in time: it may or may not have been done. The same command id may be tried again. */
public final class OutcomeUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknown(String message, Throwable cause) {
    super(message, cause);
  }
}
