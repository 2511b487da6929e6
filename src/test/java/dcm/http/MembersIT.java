package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.command.MemberCommand;
import dcm.guild.value.MemberId;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void turns_of_who_is_away_pass_on_and_turns_can_be_swapped() {
    var cleo = server.token(DUTCH, CLEO);
    var task =
        server.send(
            "POST",
            in(DUTCH, "/tasks"),
            anna,
            """
            {"title": "bins", "effort": {"minutes": 20},
             "schedule": {"type": "recurring", "rrule": "FREQ=DAILY"},
             "assignment": {"strategy": "BALANCED", "order": ["%s", "%s"],
               "group": {"name": "kitchen", "mode": "DIFFERENT_MEMBERS"}}}\
            """
                .formatted(ANNA, CLEO));
    assertThat(task.status()).as(task.toString()).isEqualTo(201);
    var id = task.json().get("id").asText();
    assertThat(task.json().at("/assignment/group/period").asText()).isEqualTo("WEEK");
    var absence =
        server.send(
            "POST",
            in(DUTCH, "/members/@me/absences"),
            anna,
            "{\"until\": \"2199-01-01\", \"reason\": \"sailing\"}");
    assertThat(absence.status()).as(absence.toString()).isEqualTo(422);
    absence = server.send("POST", in(DUTCH, "/members/@me/absences"), anna, "{}");
    assertThat(absence.status()).as(absence.toString()).isEqualTo(201);
    assertThat(absence.json().get("started").asBoolean()).isTrue();
    assertThat(holders(id)).containsExactly(CLEO.toString());
    var all = server.send("GET", in(DUTCH, "/members/" + ANNA + "/absences"), cleo, null);
    assertThat(all.json().get("absences")).hasSize(1);
    var path = in(DUTCH, "/members/@me/absences/" + absence.json().get("id").asText());
    assertThat(server.send("DELETE", path, anna, null).status()).isEqualTo(204);
    assertThat(server.send("DELETE", path, anna, null).status()).isEqualTo(404);
    var suggestion = server.send("GET", in(DUTCH, "/suggestions?task=" + id), anna, null);
    assertThat(suggestion.json().get("reason").asText()).isEqualTo("KEEPS_TURN");
    assertThat(suggestion.json().get("loads")).hasSize(2);
    var roster = server.send("GET", in(DUTCH, "/roster?weeks=1"), anna, null);
    assertThat(roster.json().get("entries").size()).as(roster.toString()).isGreaterThan(5);
    assertThat(server.send("GET", in(DUTCH, "/roster?weeks=9"), anna, null).status())
        .isEqualTo(400);
    var swap = server.send("POST", in(DUTCH, "/swaps"), cleo, "{\"task\": \"" + id + "\"}");
    assertThat(swap.status()).as(swap.toString()).isEqualTo(201);
    assertThat(server.send("GET", in(DUTCH, "/swaps"), anna, null).json().get("swaps")).hasSize(1);
    var accept = in(DUTCH, "/swaps/" + swap.json().get("id").asText() + "/accept");
    assertThat(server.send("POST", accept, cleo, "{}").status()).isEqualTo(409);
    assertThat(server.send("POST", accept, anna, "{}").status()).isEqualTo(204);
    assertThat(holders(id)).containsExactly(ANNA.toString());
    var capacity =
        server.send("PATCH", in(DUTCH, "/members/@me"), anna, "{\"capacity\": {\"MONDAY\": 30}}");
    assertThat(capacity.json().at("/capacity/MONDAY").asInt()).isEqualTo(30);
  }

  private static List<String> holders(String task) {
    var holders = new ArrayList<String>();
    server
        .send("GET", in(DUTCH, "/tasks/" + task), anna, null)
        .json()
        .at("/occurrence/assignees")
        .forEach(member -> holders.add(member.asText()));
    return holders;
  }

  private static String next(HttpTestServer.Reply page) {
    var link = page.header("Link");
    return link.isEmpty() ? null : link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
  }
}
