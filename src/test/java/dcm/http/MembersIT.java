package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.command.MemberCommand;
import dcm.guild.value.MemberId;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MembersIT {
  private static final int MORE = 203;
  private static HttpTestServer server;
  private static String anna;

  @BeforeAll
  static void open() {
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
    LongStream.range(0, MORE)
        .forEach(i -> server.member(DUTCH, new MemberId(424200000000001000L + i), "m" + i, false));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void members_are_listed_page_by_page_and_each_once() {
    var path = in(DUTCH, "/members?limit=100");
    var ids = new ArrayList<String>();
    var pages = new ArrayList<Integer>();
    while (path != null) {
      var page = server.send("GET", path, anna, null);
      assertThat(page.status()).as(page.toString()).isEqualTo(200);
      pages.add(page.json().get("members").size());
      page.json().get("members").forEach(member -> ids.add(member.get("id").asText()));
      path = next(page);
    }
    assertThat(pages).containsExactly(100, 100, 5);
    assertThat(ids).doesNotHaveDuplicates().hasSize(MORE + 2).isSorted();
  }

  @Test
  void without_a_limit_a_page_has_as_many_as_in_other_lists() {
    var page = server.send("GET", in(DUTCH, "/members"), anna, null);
    assertThat(page.json().get("members")).hasSize(50);
    assertThat(next(page)).isNotNull();
  }

  @Test
  void a_member_who_joins_between_two_pages_shifts_no_other_member() {
    var first = server.send("GET", in(DUTCH, "/members?limit=3"), anna, null);
    server.member(DUTCH, new MemberId(424200000000000099L), "first of all", false);
    try {
      var second = server.send("GET", next(first), anna, null);
      assertThat(second.json().get("members").findValuesAsText("id"))
          .doesNotContainAnyElementsOf(first.json().get("members").findValuesAsText("id"));
    } finally {
      server.executeAsSystem(DUTCH, new MemberCommand.Leave(new MemberId(424200000000000099L)));
    }
  }

  private static String next(HttpTestServer.Reply page) {
    var link = page.header("Link");
    return link.isEmpty() ? null : link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
  }
}
