package dcm.discord.client;

import dcm.guild.value.GuildId;

/**
 * One of the gateway connections among which the bot's guilds are divided (docs: events/gateway,
 * sharding). Direct messages come on the first.
 *
 * @param id from 0
 * @param of how many there are
 */
public record ShardId(int id, int count) {
  public ShardId {
    if (id < 0 || id >= count) {
      throw new IllegalArgumentException("no shard " + id + " of " + count);
    }
  }

  public boolean covers(GuildId guild) {
    return (guild.value() >>> 22) % count == id;
  }

  /** The one that also does what is to be done once. */
  public boolean isFirst() {
    return id == 0;
  }

  @Override
  public String toString() {
    return id + "/" + count;
  }
}
