package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.words.Language;
import dcm.discord.words.Texts;
import dcm.guild.GuildReply;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ApologyTest {
  @Test
  void of_a_guild_that_cannot_be_read_it_names_the_incident_in_every_language() {
    var incident = UUID.randomUUID();
    var broken = new CompletionException(new OutOfOrder(new GuildReply.Degraded(incident, 300)));
    assertThat(
            Arrays.stream(Language.values())
                .map(language -> Apology.of(broken, "ticket", Texts.in(language))))
        .allSatisfy(words -> assertThat(words).contains(incident.toString() + "."))
        .doesNotHaveDuplicates();
  }
}
