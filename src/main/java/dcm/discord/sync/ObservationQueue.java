package dcm.discord.sync;

import dcm.discord.client.GatewayEvent;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one guild still has to be told of itself, and what it was told already. A newer command on
 * the same subject replaces an older one that was not sent yet; a command that the guild has
 * already taken is not sent again. Its size is bounded by the members that Discord tells of: who
 * left, and what the gateway said before the last two whole descriptions of the guild, is dropped.
 */
final class ObservationQueue {
  /** One command on its way. */
  record Entry(Object subject, GuildCommand command) {}

  private static final Object GUILD_SUBJECT = "guild";
  private static final Object CHANNELS_SUBJECT = "channels";

  private final GuildId guild;
  private final MemberId botUser;
  private final LinkedHashMap<Object, GuildCommand> pending = new LinkedHashMap<>();
  private ObservedGuild observedGuild;
  private Map<Object, GuildCommand> acknowledged = new HashMap<>();

  /** Known since the whole description before the last one; what is heard again moves on. */
  private Map<Object, GuildCommand> previouslyAcknowledged = Map.of();

  /**
   * @param self the bot's own user, which is no member to the guild
   */
  ObservationQueue(GuildId guild, MemberId botUser) {
    this.guild = guild;
    this.botUser = botUser;
    this.observedGuild = new ObservedGuild(guild, botUser);
  }

  void onEvent(GatewayEvent event) {
    if (event instanceof GatewayEvent.GuildRemoved) {
      // whatever was said of the guild before is of no use to a guild without the bot
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
        // a guild that was never described refuses its members
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

  /** Takes the next command out; null when the guild knows everything. */
  @Nullable Entry next() {
    var next = pending.pollFirstEntry();
    return next == null ? null : new Entry(next.getKey(), next.getValue());
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** The guild took the command, or refused it, which it would do again. */
  void onAcknowledged(Entry entry) {
    if (entry.command() instanceof MemberCommand.Leave) {
      acknowledged.remove(entry.subject());
    } else {
      acknowledged.put(entry.subject(), entry.command());
    }
  }

  /** The command did not reach the guild: it is the next again, unless a newer one waits. */
  void requeue(Entry entry) {
    if (!pending.containsKey(entry.subject())) {
      pending.putFirst(entry.subject(), entry.command());
    }
  }

  /** Whether nothing is left to remember: the guild knows that the bot was removed. */
  boolean isFinished() {
    return pending.isEmpty()
        && acknowledged.get(GUILD_SUBJECT) instanceof SettingsCommand.Deactivate;
  }

  /** How many commands are remembered, for a test of the bound. */
  int size() {
    return pending.size() + acknowledged.size() + previouslyAcknowledged.size();
  }

  /** What a newer command replaces. A guild that wakes or sleeps is one subject. */
  private static Object subject(GuildCommand command) {
    return switch (command) {
      case MemberCommand.Observe observe -> observe.member();
      case MemberCommand.Leave leave -> leave.member();
      case SettingsCommand.ObserveGuild _, SettingsCommand.Deactivate _ -> GUILD_SUBJECT;
      case SettingsCommand.ObserveChannels _ -> CHANNELS_SUBJECT;
      default -> throw new IllegalArgumentException("not a gateway observation: " + command);
    };
  }
}
