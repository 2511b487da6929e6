package dcm.discord.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.guild.value.GuildId;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GuildPageTest {
  private static final int LIMIT = 5;

  @Test
  void a_full_page_leads_to_the_next_and_a_shorter_one_is_the_last() {
    var full = GuildPage.parse(page(1, 5), 0, LIMIT);
    assertThat(full.guilds()).hasSize(5).last().isEqualTo(new GuildId(5));
    assertThat(full.after()).isEqualTo(5);
    assertThat(full.isLast()).isFalse();
    assertThat(GuildPage.parse(page(6, 8), 5, LIMIT).isLast()).isTrue();
    assertThat(GuildPage.parse(page(6, 5), 5, LIMIT).isLast()).isTrue();
  }

  @Test
  void a_page_without_new_ids_is_the_last() {
    var everything = page(1, 12);
    var first = GuildPage.parse(everything, 0, LIMIT);
    var second = GuildPage.parse(everything, first.after(), LIMIT);
    assertThat(first.guilds()).hasSize(12);
    assertThat(second.guilds()).isEmpty();
    assertThat(second.isLast()).isTrue();
  }

  private static JsonNode page(long from, long to) {
    var page = new ObjectMapper().createArrayNode();
    LongStream.rangeClosed(from, to)
        .forEach(id -> page.addObject().put("id", Long.toString(id)).put("name", "Guild " + id));
    return page;
  }
}
