package dcm.discord.sync;

import dcm.discord.client.GatewayEvent;
import dcm.guild.command.AttachmentCommand;
import dcm.guild.command.CalendarTokenCommand;
import dcm.guild.command.CommentCommand;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.ImportCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.PermissionCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SwapCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pending and acknowledged commands of one guild. A newer command on the same subject replaces an
 * older one that was not sent yet; a command that the guild has acknowledged is not sent again. The
 * size is bounded by the members that Discord reports: former members are removed, and so is what
 * was acknowledged before the last two GUILD_CREATE events.
 */
final class ObservationQueue {
  /** A command in flight. */
  record Entry(Object subject, GuildCommand command) {}

  private static final Object GUILD_SUBJECT = "guild";
  private static final Object CHANNELS_SUBJECT = "channels";

  private final GuildId guild;
  private final MemberId botUser;
  private final LinkedHashMap<Object, GuildCommand> pending = new LinkedHashMap<>();
  private ObservedGuild observedGuild;
  private Map<Object, GuildCommand> acknowledged = new HashMap<>();

  /** Acknowledged before the last GUILD_CREATE; an entry that is reported again moves on. */
  private Map<Object, GuildCommand> previouslyAcknowledged = Map.of();

  /**
   * @param botUser the bot's own user, which is no member to the guild
   */
  ObservationQueue(GuildId guild, MemberId botUser) {
    this.guild = guild;
    this.botUser = botUser;
    this.observedGuild = new ObservedGuild(guild, botUser);
  }

  void onEvent(GatewayEvent event) {
    if (event instanceof GatewayEvent.GuildRemoved) {
      // earlier observations are void for a guild without the bot
      observedGuild = new ObservedGuild(guild, botUser);
      pending.clear();
      acknowledged.clear();
      previouslyAcknowledged = Map.of();
    }
    if (event instanceof GatewayEvent.GuildAvailable) {
      previouslyAcknowledged = acknowledged;
      acknowledged = new HashMap<>();
    }
    for (var command : observedGuild.commandsFor(event)) {
      var subject = subject(command);
      if (isAcknowledged(subject, command)) {
        pending.remove(subject);
      } else if (subject.equals(GUILD_SUBJECT)) {
        // a guild that was never observed refuses its members
        pending.putFirst(subject, command);
      } else {
        pending.put(subject, command);
      }
    }
  }

  private boolean isAcknowledged(Object subject, GuildCommand command) {
    var previous = previouslyAcknowledged.isEmpty() ? null : previouslyAcknowledged.remove(subject);
    if (previous != null) {
      acknowledged.putIfAbsent(subject, previous);
    }
    return command.equals(acknowledged.get(subject));
  }

  /** Removes and returns the next command; null when none is pending. */
  @Nullable Entry next() {
    var next = pending.pollFirstEntry();
    return next == null ? null : new Entry(next.getKey(), next.getValue());
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** The guild accepted the command, or refused it and would do so again. */
  void onAcknowledged(Entry entry) {
    if (entry.command() instanceof MemberCommand.Leave) {
      acknowledged.remove(entry.subject());
    } else {
      acknowledged.put(entry.subject(), entry.command());
    }
  }

  /**
   * The command did not reach the guild: it becomes the next one, unless a newer one is pending.
   */
  void requeue(Entry entry) {
    if (!pending.containsKey(entry.subject())) {
      pending.putFirst(entry.subject(), entry.command());
    }
  }

  /** Whether the queue can be dropped: the guild has acknowledged that the bot was removed. */
  boolean isFinished() {
    return pending.isEmpty()
        && acknowledged.get(GUILD_SUBJECT) instanceof SettingsCommand.Deactivate;
  }

  /** The number of stored commands, for a test of the bound. */
  int size() {
    return pending.size() + acknowledged.size() + previouslyAcknowledged.size();
  }

  /**
   * Key under which a newer command replaces an older one; (de)activation of the guild is one key.
   */
  private static Object subject(GuildCommand command) {
    return switch (command) {
      case MemberCommand.Observe observe -> observe.member();
      case MemberCommand.Leave leave -> leave.member();
      case SettingsCommand.ObserveGuild _, SettingsCommand.Deactivate _ -> GUILD_SUBJECT;
      case SettingsCommand.ObserveChannels _ -> CHANNELS_SUBJECT;
      case MemberCommand.EditProfile _,
          MemberCommand.Forget _,
          MemberCommand.AddAbsence _,
          MemberCommand.RemoveAbsence _,
          MemberCommand.AdjustPoints _,
          SettingsCommand.Change _,
          SettingsCommand.ReplaceBoardLayout _,
          SettingsCommand.ReplaceHolidays _,
          SettingsCommand.PostBoardMessage _,
          SettingsCommand.RemoveBoardMessage _,
          SettingsCommand.RecordBoardMessage _,
          TaskCommand _,
          GroupingCommand _,
          SwapCommand _,
          CalendarTokenCommand _,
          PermissionCommand _,
          AttachmentCommand _,
          CommentCommand _,
          ImportCommand _,
          NotificationCommand _ ->
          throw new IllegalArgumentException("not a gateway observation: " + command);
    };
  }
}
