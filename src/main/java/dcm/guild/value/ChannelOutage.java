package dcm.guild.value;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The guild's channel does not accept messages: it was deleted, or the bot may no longer write in
 * it. The outage ends with a delivered message, with another channel, or when Discord reports that
 * the bot may write.
 *
 * @param code Discord's last error code, or one of DCM's own
 * @param messages number of messages not delivered since
 * @param shownTo members who were notified of it in Discord
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
