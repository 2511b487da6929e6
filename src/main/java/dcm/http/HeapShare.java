package dcm.http;

/** Bounds in bytes that grow with the memory that the JVM was given. */
final class HeapShare {
  private HeapShare() {}

  /**
   * So many bytes of the heap's largest size.
   *
   * @param share from 0 to 1
   */
  static long of(double share) {
    return (long) (Runtime.getRuntime().maxMemory() * share);
  }
}
