package dcm.discord.client;

import dcm.guild.value.GuildId;

/**
 * One of the gateway connections among which the bot's guilds are divided (docs: events/gateway,
 * sharding). Direct messages arrive on the first.
 *
 * @param id from 0
 * @param count the number of shards
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

  /** Whether this is the shard that also does what only one of them must do. */
  public boolean isFirst() {
    return id == 0;
  }

  @Override
  public String toString() {
    return id + "/" + count;
  }
}
