package dcm.discord.client;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.GuildId;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of the bot's guilds in the order of their ids.
 *
 * @param after the id after which the next page begins
 * @param isLast whether there is no next page
 */
public record GuildPage(List<GuildId> guilds, long after, boolean isLast) {
  public GuildPage {
    guilds = List.copyOf(guilds);
  }

  /** A page that leads nowhere is the last one, whatever its size: nobody may read on for ever. */
  static GuildPage parse(JsonNode page, long after, int limit) {
    var guilds = new ArrayList<GuildId>();
    long lastId = after;
    for (var guild : page) {
      var id = GuildId.of(guild.path("id").asText());
      if (id.value() > after) {
        guilds.add(id);
        lastId = Math.max(lastId, id.value());
      }
    }
    return new GuildPage(guilds, lastId, page.size() < limit || lastId == after);
  }
}
