package dcm.guild.value;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The guild's channel does not take messages: it is gone, or the bot may not write there any more.
 * It ends with a message that arrives, with another channel, and when Discord tells that the bot
 * may write there.
 *
 * @param code why, as Discord last said, or a code of our own
 * @param messages how many did not arrive since
 * @param shownTo who was told of it in Discord
 */
public record ChannelOutage(
    ChannelId channel, String code, int messages, Instant since, Set<MemberId> shownTo) {
  public ChannelOutage {
    shownTo = SortedSets.copy(shownTo);
  }

  public static ChannelOutage of(
      @Nullable ChannelOutage before, ChannelId channel, String code, Instant at) {
    return before == null || !before.channel().equals(channel)
        ? new ChannelOutage(channel, code, 1, at, Set.of())
        : new ChannelOutage(channel, code, before.messages() + 1, before.since(), before.shownTo());
  }

  public ChannelOutage withShownTo(MemberId member) {
    Set<MemberId> more = new TreeSet<>(shownTo);
    more.add(member);
    return new ChannelOutage(channel, code, messages, since, more);
  }
}
