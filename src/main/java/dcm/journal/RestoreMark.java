package dcm.journal;

/** Says what the event is that a restore adds after those of the archive. */
@FunctionalInterface
public interface RestoreMark {
  /**
   * Called in the transaction of the restore, when nobody can write for the guild any more.
   *
   * @param revision the event's sequence number: higher than any that the guild ever had in this
   *     database, and than those in the archive
   * @return something that the journal's serializers know
   */
  Object of(Manifest archive, long revision);
}
