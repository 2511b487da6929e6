package dcm.auth;

import java.util.List;

/** The guilds of a user, as Discord listed them. */
record GuildList(List<DiscordGuild> guilds) {
  GuildList {
    guilds = List.copyOf(guilds);
  }
}
