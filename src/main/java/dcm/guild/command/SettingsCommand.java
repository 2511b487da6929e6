package dcm.guild.command;

import dcm.guild.value.BoardLayout;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.MessageId;
import dcm.guild.value.RoleId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands on the guild itself. */
public sealed interface SettingsCommand extends GuildCommand {
  record Change(@Nullable Long ifRevision, SettingsPatch patch) implements SettingsCommand {}

  /** Replaces the guild's holidays. Open occurrences stay as they are; the next dues regard it. */
  record ReplaceHolidays(@Nullable Long ifRevision, HolidayCalendar calendar)
      implements SettingsCommand {}

  /** Replaces the columns of the kanban board. */
  record ReplaceBoardLayout(@Nullable Long ifRevision, BoardLayout layout)
      implements SettingsCommand {}

  /**
   * Records Discord's description of the guild. The first one opens the guild; before it every
   * person is refused. From the system only.
   *
   * @param locale the guild's preferred BCP 47 tag: its language until a member chooses another
   * @param channel target of messages until a member chooses another; null: none is writable
   */
  record ObserveGuild(
      String name, Map<RoleId, String> roles, String locale, @Nullable ChannelId channel)
      implements SettingsCommand {
    public ObserveGuild {
      roles = Map.copyOf(roles);
    }
  }

  /**
   * Records all channels of the guild. From the system only.
   *
   * @param channels at most 500 are kept
   */
  record ObserveChannels(List<GuildChannel> channels) implements SettingsCommand {
    public ObserveChannels {
      channels = List.copyOf(channels);
    }
  }

  /**
   * Wants a message in a channel that follows the open tasks. Where there is one already, it is
   * posted again at the end of the channel.
   */
  record PostBoardMessage(ChannelId channel) implements SettingsCommand {}

  /**
   * Removes the message that follows the open tasks.
   *
   * @param failed the message that could not be shown, from the system; null: whichever is there
   */
  record RemoveBoardMessage(ChannelId channel, @Nullable MessageId failed)
      implements SettingsCommand {}

  /**
   * Records a posted message. From the system only.
   *
   * @param former the message that the poster knew; null: none. With another one it is refused,
   *     because two nodes posted.
   */
  record RecordBoardMessage(ChannelId channel, @Nullable MessageId former, MessageId message)
      implements SettingsCommand {}

  /** The bot was removed: the guild keeps its state and sends nothing. From the system only. */
  record Deactivate() implements SettingsCommand {}
}
