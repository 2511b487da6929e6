package dcm;

/**
 * Whether tests run in their long form: {@code mvn verify -Plong}. Otherwise they run the same with
 * fewer repetitions.
 */
public final class LongRun {
  private LongRun() {}

  public static <T> T or(T allOfIt, T usually) {
    return Boolean.getBoolean("dcm.long") ? allOfIt : usually;
  }
}
