package dcm.discord.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.text.DiscordMessages;
import dcm.entity.GuildException;
import dcm.guild.reply.GuildReply;
import dcm.notify.MessageLanguage;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ErrorMessagesTest {
  @Test
  void the_message_for_a_degraded_guild_names_the_incident_in_every_language() {
    var incident = UUID.randomUUID();
    var degraded =
        new CompletionException(
            new GuildException.DegradedException(new GuildReply.Degraded(incident, 300)));
    assertThat(
            Arrays.stream(MessageLanguage.values())
                .map(language ->
                    ErrorMessages.of(degraded, "interaction", DiscordMessages.of(language))))
        .allSatisfy(text -> assertThat(text).contains(incident.toString() + "."))
        .doesNotHaveDuplicates();
  }
}
