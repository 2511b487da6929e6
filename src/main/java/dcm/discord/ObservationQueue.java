package dcm.discord;

import dcm.discord.wire.News;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.SettingsCommand;
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

  private static final Object GUILD = "guild";
  private static final Object CHANNELS = "channels";

  private final GuildId guild;
  private final MemberId self;
  private final LinkedHashMap<Object, GuildCommand> waiting = new LinkedHashMap<>();
  private Census census;
  private Map<Object, GuildCommand> known = new HashMap<>();

  /** Known since the whole description before the last one; what is heard again moves on. */
  private Map<Object, GuildCommand> knownBefore = Map.of();

  /**
   * @param self the bot's own user, which is no member to the guild
   */
  ObservationQueue(GuildId guild, MemberId self) {
    this.guild = guild;
    this.self = self;
    this.census = new Census(guild, self);
  }

  void hear(News news) {
    if (news instanceof News.GuildGone) {
      // whatever was said of the guild before is of no use to a guild without the bot
      census = new Census(guild, self);
      waiting.clear();
      known.clear();
      knownBefore = Map.of();
    }
    if (news instanceof News.GuildSeen) {
      knownBefore = known;
      known = new HashMap<>();
    }
    for (var command : census.hear(news)) {
      var subject = subject(command);
      if (isKnown(subject, command)) {
        waiting.remove(subject);
      } else if (subject.equals(GUILD)) {
        // a guild that was never described refuses its members
        waiting.putFirst(subject, command);
      } else {
        waiting.put(subject, command);
      }
    }
  }

  private boolean isKnown(Object subject, GuildCommand command) {
    var before = knownBefore.isEmpty() ? null : knownBefore.remove(subject);
    if (before != null) {
      known.putIfAbsent(subject, before);
    }
    return command.equals(known.get(subject));
  }

  /** Takes the next command out; null when the guild knows everything. */
  @Nullable Entry next() {
    var next = waiting.pollFirstEntry();
    return next == null ? null : new Entry(next.getKey(), next.getValue());
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The guild took the command, or refused it, which it would do again. */
  void taken(Entry entry) {
    if (entry.command() instanceof MemberCommand.Leave) {
      known.remove(entry.subject());
    } else {
      known.put(entry.subject(), entry.command());
    }
  }

  /** The command did not reach the guild: it is the next again, unless a newer one waits. */
  void lost(Entry entry) {
    if (!waiting.containsKey(entry.subject())) {
      waiting.putFirst(entry.subject(), entry.command());
    }
  }

  /** Whether nothing is left to remember: the guild knows that the bot was removed. */
  boolean isOver() {
    return waiting.isEmpty() && known.get(GUILD) instanceof SettingsCommand.Sleep;
  }

  /** How many commands are remembered, for a test of the bound. */
  int size() {
    return waiting.size() + known.size() + knownBefore.size();
  }

  /** What a newer command replaces. A guild that wakes or sleeps is one subject. */
  private static Object subject(GuildCommand command) {
    return switch (command) {
      case MemberCommand.Observe observe -> observe.member();
      case MemberCommand.Leave leave -> leave.member();
      case SettingsCommand.ObserveGuild _, SettingsCommand.Sleep _ -> GUILD;
      case SettingsCommand.ObserveChannels _ -> CHANNELS;
      default -> throw new IllegalArgumentException("no news of the gateway: " + command);
    };
  }
}
