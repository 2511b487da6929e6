package dcm.http.pipeline;

/** Bounds in bytes that grow with the memory that the JVM was given. */
public final class HeapShare {
  private HeapShare() {}

  /**
   * So many bytes of the heap's largest size.
   *
   * @param share from 0 to 1
   */
  public static long bytes(double share) {
    return (long) (Runtime.getRuntime().maxMemory() * share);
  }
}
