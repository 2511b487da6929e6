package dcm.guild;

/**
 * How much work a task is.
 *
 * @param minutes 0 to 1440
 * @param difficulty 1 (easy) to 5 (hard)
 */
public record Effort(int minutes, int difficulty) {
  public static final Effort UNKNOWN = new Effort(0, 1);
}
