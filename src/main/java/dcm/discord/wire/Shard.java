package dcm.discord.wire;

import dcm.guild.GuildId;

/**
 * One of the gateway connections among which the bot's guilds are divided (docs: events/gateway,
 * sharding). Direct messages come on the first.
 *
 * @param id from 0
 * @param of how many there are
 */
public record Shard(int id, int of) {
  public Shard {
    if (id < 0 || id >= of) {
      throw new IllegalArgumentException("no shard " + id + " of " + of);
    }
  }

  public boolean covers(GuildId guild) {
    return (guild.value() >>> 22) % of == id;
  }

  /** The one that also does what is to be done once. */
  public boolean isFirst() {
    return id == 0;
  }

  @Override
  public String toString() {
    return id + "/" + of;
  }
}
