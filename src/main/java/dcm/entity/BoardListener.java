package dcm.entity;

import dcm.guild.event.SettingsEvent.BoardMessageRemoved;
import dcm.guild.value.GuildId;

/**
 * Receiver of changes of guilds whose open tasks are shown by messages in Discord. It is called by
 * the guild's entity, so on one node at a time. It never blocks.
 */
public interface BoardListener {
  /** Such a guild has changed, or its entity has started and may have changed before. */
  void guildChanged(GuildId guild);

  /** A message is no longer wanted. */
  void boardMessageRemoved(BoardMessageRemoved removed);

  /** A receiver that ignores the changes. */
  BoardListener NONE =
      new BoardListener() {
        @Override
        public void guildChanged(GuildId guild) {}

        @Override
        public void boardMessageRemoved(BoardMessageRemoved removed) {}
      };
}
