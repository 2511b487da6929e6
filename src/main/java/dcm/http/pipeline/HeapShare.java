package dcm.http.pipeline;

/** Limits in bytes that are a share of the maximum heap size. */
public final class HeapShare {
  private HeapShare() {}

  /**
   * The bytes of a share of the maximum heap size.
   *
   * @param share from 0 to 1
   */
  public static long bytes(double share) {
    return (long) (Runtime.getRuntime().maxMemory() * share);
  }
}
