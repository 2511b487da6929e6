package dcm.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves the mentions of a message's content within {@code allowed_mentions}. */
final class MentionResolver {
  private static final Pattern USER = Pattern.compile("<@!?(\\d{1,19})>");
  private static final Pattern ROLE = Pattern.compile("<@&(\\d{1,19})>");
  private static final Pattern EVERYONE = Pattern.compile("@(everyone|here)\\b");

  private MentionResolver() {}

  /** Sets {@code mentions}, {@code mention_roles} and {@code mention_everyone}. */
  static void resolveInto(
      ObjectNode message, JsonNode allowed, GuildStore guildStore, @Nullable SandboxGuild guild) {
    String content = message.path("content").asText();
    var users = message.putArray("mentions");
    for (String id : findIds(USER, content)) {
      if (allows(allowed, "users", id)) {
        (id.equals(DiscordJson.BOT.id())
                ? java.util.Optional.of(DiscordJson.BOT)
                : guildStore.user(id))
            .ifPresent(user -> users.add(DiscordJson.user(user)));
      }
    }
    var roles = message.putArray("mention_roles");
    for (String id : findIds(ROLE, content)) {
      if (allows(allowed, "roles", id) && guild != null && guild.role(id).isPresent()) {
        roles.add(id);
      }
    }
    message.put(
        "mention_everyone",
        EVERYONE.matcher(content).find() && allows(allowed, "everyone", "everyone"));
  }

  private static Set<String> findIds(Pattern pattern, String content) {
    Set<String> ids = new LinkedHashSet<>();
    Matcher matcher = pattern.matcher(content);
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  /**
   * Whether a mention is allowed: without the field every mention is, with it only those listed.
   */
  private static boolean allows(JsonNode allowed, String kind, String id) {
    return !allowed.isObject()
        || SandboxJson.texts(allowed.path("parse")).contains(kind)
        || SandboxJson.texts(allowed.path(kind)).contains(id);
  }
}
