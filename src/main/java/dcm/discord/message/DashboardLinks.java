package dcm.discord.message;

import dcm.guild.value.GuildId;
import dcm.guild.value.TaskId;
import dcm.notify.MessageLanguage;

/**
 * Addresses of the dashboard.
 *
 * @param publicUrl the URL of this installation for browsers, without a trailing slash
 */
public record DashboardLinks(String publicUrl) {
  public DashboardLinks {
    publicUrl = publicUrl.replaceFirst("/+$", "");
  }

  public String guild(GuildId guild) {
    return publicUrl + "/g/" + guild + "/tasks";
  }

  /** The guide for members and administrators. */
  public String guide(MessageLanguage language) {
    return publicUrl + "/guide?lang=" + language.tag();
  }

  /** A calendar, for calendar programs. */
  public String calendar(GuildId guild, String secret) {
    return publicUrl + "/api/v1/guilds/" + guild + "/calendar.ics?token=" + secret;
  }

  public String task(GuildId guild, TaskId task) {
    return guild(guild) + "?task=" + task;
  }
}
