package dcm.guild.event;

import dcm.guild.value.ImportId;

/** Events of imports. What an import creates has events of its own. */
public sealed interface ImportEvent extends GuildEvent {
  ImportId id();

  /**
   * @param format of the file, for example {@code csv}
   * @param tasks that it is going to create
   */
  record Started(ImportId id, String format, int tasks) implements ImportEvent {}

  /**
   * @param skipped rows that were there already, or that have nothing to create
   * @param failed rows with an error
   */
  record Applied(ImportId id, int created, int skipped, int failed) implements ImportEvent {}

  /**
   * @param removed tasks
   * @param kept tasks that changed after their creation
   */
  record Undone(ImportId id, int removed, int kept) implements ImportEvent {}
}
