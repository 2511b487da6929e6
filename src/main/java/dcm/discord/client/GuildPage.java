package dcm.discord.client;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.GuildId;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the bot's guilds, ordered by id.
 *
 * @param after the id after which the next page begins
 * @param isLast whether there is no next page
 */
public record GuildPage(List<GuildId> guilds, long after, boolean isLast) {
  public GuildPage {
    guilds = List.copyOf(guilds);
  }

  /** A page without new ids is the last one, whatever its size, so that reading ends. */
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
