package dcm;

/**
 * Whether tests that can be long are long: {@code mvn verify -Plong}. Usually they show the same a
 * few times less.
 */
public final class LongRun {
  private LongRun() {}

  public static <T> T or(T allOfIt, T usually) {
    return Boolean.getBoolean("dcm.long") ? allOfIt : usually;
  }
}
