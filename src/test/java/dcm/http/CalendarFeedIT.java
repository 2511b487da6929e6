package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.command.MemberCommand;
import dcm.guild.value.MemberId;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.component.CalendarComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calendars for other programs, read by a strict parser. */
class CalendarFeedIT {
  private static final List<String> ZONES =
      List.of("Europe/Amsterdam", "Asia/Kolkata", "UTC", "Etc/GMT", "Africa/Cairo");

  private static HttpTestServer server;
  private static String anna;

  @BeforeAll
  static void open() {
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static JsonNode create(String token, String body) {
    var made = server.send("POST", in(DUTCH, "/tasks"), token, body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json();
  }

  private static JsonNode address(String token, String scope) {
    var made =
        server.send("POST", in(DUTCH, "/calendar-tokens"), token, "{\"scope\":\"" + scope + "\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json();
  }

  private static HttpResponse<String> read(JsonNode address, String more, String... headers)
      throws Exception {
    var public_ = URI.create(address.get("url").asText());
    var request =
        HttpRequest.newBuilder(server.url(public_.getPath() + "?" + public_.getQuery() + more));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Calendar parsed(String text) throws Exception {
    var calendar = new CalendarBuilder().build(new StringReader(text));
    var result = calendar.validate();
    assertThat(result.getEntries()).isEmpty();
    return calendar;
  }

  private static String value(CalendarComponent component, String name) {
    return component.getProperty(name).map(each -> each.getValue()).orElse("");
  }

  private static List<CalendarComponent> titled(Calendar calendar, String title) {
    return calendar.<CalendarComponent>getComponents().stream()
        .filter(component -> value(component, "SUMMARY").startsWith(title))
        .toList();
  }

  private static void assertWellFormed(String text) {
    assertThat(text).endsWith("END:VCALENDAR\r\n");
    for (String line : text.split("\r\n", -1)) {
      assertThat(line).doesNotContain("\n").doesNotContain("\r");
      assertThat(line.getBytes(StandardCharsets.UTF_8)).as(line).hasSizeLessThanOrEqualTo(75);
      assertThat(line).doesNotContain("\ufffd");
    }
    Set<String> used =
        Pattern.compile(";TZID=([^:]+):")
            .matcher(text.replace("\r\n ", ""))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    for (String zone : used) {
      assertThat(text.split("\r\nTZID:" + zone + "\r\n", -1)).as(zone).hasSize(2);
    }
    assertThat(Pattern.compile("TZOFFSET(FROM|TO):[+-]\\d{4}\r\n").matcher(text).results().count())
        .isEqualTo(Pattern.compile("TZOFFSET").matcher(text).results().count());
  }

  @Test
  void a_strict_parser_reads_the_guilds_own_dates_in_every_zone() throws Exception {
    for (String zone : ZONES) {
      create(
          anna,
          """
          {"title":"daily %s","schedule":{"type":"recurring","rrule":"FREQ=DAILY","time":"00:30",
           "zone":"%s"}}
          """
              .formatted(zone, zone));
      create(
          anna,
          """
          {"title":"monthly %s","schedule":{"type":"recurring","rrule":"FREQ=MONTHLY;BYMONTHDAY=31",
           "zone":"%s"}}
          """
              .formatted(zone, zone));
    }
    var text = read(address(anna, "GUILD"), "").body();
    assertWellFormed(text);
    var calendar = parsed(text);
    var today = LocalDate.now(ZoneId.of("UTC"));
    var shown =
        server
            .send(
                "GET",
                in(DUTCH, "/calendar?from=%s&to=%s".formatted(today, today.plusDays(60))),
                anna,
                null)
            .json();
    for (String zone : ZONES) {
      for (String title : List.of("daily " + zone, "monthly " + zone)) {
        Set<String> expected = new TreeSet<>();
        shown
            .get("entries")
            .forEach(entry -> {
              if (entry.get("title").asText().equals(title)) {
                var due = entry.get("due");
                expected.add(
                    due.has("local")
                        ? due.get("local").asText().replaceAll("[-:]|\\.\\d+", "").substring(0, 13)
                        : due.get("date").asText().replace("-", ""));
              }
            });
        var found =
            titled(calendar, title).stream()
                .map(component -> value(component, "DTSTART").replaceAll("Z$", ""))
                .map(start -> start.length() > 13 ? start.substring(0, 13) : start)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).as(title).containsAll(expected);
        assertThat(expected).as(title).isNotEmpty();
      }
      var starts = text.replace("\r\n ", "");
      boolean utc = zone.equals("UTC") || zone.equals("Etc/GMT");
      assertThat(starts.contains(";TZID=" + zone + ":")).as(zone).isEqualTo(!utc);
      assertThat(starts.contains("TZID:" + zone + "\r\nBEGIN:")).as(zone).isEqualTo(!utc);
    }
  }

  @Test
  void texts_are_escaped_and_folded_without_cutting_a_character() throws Exception {
    var title = "Bath, toilet; sink \\ mirror " + "🧽".repeat(30);
    create(
        anna,
        HttpTestServer.JSON.writeValueAsString(
            Map.of(
                "title",
                title,
                "schedule",
                Map.of(
                    "type",
                    "once",
                    "due",
                    Map.of(
                        "type",
                        "day",
                        "date",
                        LocalDate.now(ZoneId.of("UTC")).plusDays(2).toString())))));
    for (var as : List.of("event", "todo")) {
      var text = read(address(anna, "GUILD"), "&as=" + as).body();
      assertWellFormed(text);
      var components = titled(parsed(text), "Bath, toilet");
      assertThat(components).hasSize(1);
      assertThat(components.getFirst().getName())
          .isEqualTo(as.equals("event") ? Component.VEVENT : Component.VTODO);
      assertThat(value(components.getFirst(), "SUMMARY")).isEqualTo(title);
    }
  }

  @Test
  void an_occurrence_keeps_its_uid_when_it_opens_and_when_it_is_moved() throws Exception {
    var task =
        create(
            anna,
            """
            {"title":"steady","schedule":{"type":"recurring","rrule":"FREQ=WEEKLY","time":"09:00"},
             "assignment":{"strategy":"FIXED","order":["%s"]}}
            """
                .formatted(ANNA));
    var address = address(anna, "OWN");
    var before = titled(parsed(read(address, "").body()), "steady");
    var at = in(DUTCH, "/tasks/" + task.get("id").asText());
    server.send("POST", at + "/complete", anna, null);
    var moved = LocalDate.now(ZoneId.of("UTC")).plusDays(11);
    var reply =
        server.send(
            "POST",
            at + "/reschedule",
            anna,
            "{\"due\":{\"type\":\"day\",\"date\":\"" + moved + "\"}}");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);

    var after = titled(parsed(read(address, "").body()), "steady");
    assertThat(value(after.getFirst(), "DTSTART")).isEqualTo(moved.toString().replace("-", ""));
    assertThat(value(after.getFirst(), "UID")).isEqualTo(value(before.get(1), "UID"));
    var uids = after.stream().map(component -> value(component, "UID")).toList();
    assertThat(uids).doesNotHaveDuplicates();
    assertThat(before.stream().map(component -> value(component, "UID")))
        .containsAll(uids.subList(0, uids.size() - 1));
  }

  @Test
  void a_calendar_that_did_not_change_is_not_sent_again() throws Exception {
    var address = address(anna, "GUILD");
    var first = read(address, "");
    assertThat(first.headers().firstValue("Content-Type")).contains("text/calendar; charset=UTF-8");
    var etag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(read(address, "", "If-None-Match", etag).statusCode()).isEqualTo(304);
    create(
        anna, "{\"title\":\"new\",\"schedule\":{\"type\":\"recurring\",\"rrule\":\"FREQ=DAILY\"}}");
    assertThat(read(address, "", "If-None-Match", etag).statusCode()).isEqualTo(200);
  }

  @Test
  void an_address_ends_with_its_token_and_is_the_members_own() throws Exception {
    var cleo = server.token(DUTCH, CLEO);
    var address = address(cleo, "OWN");
    assertThat(read(address, "").statusCode()).isEqualTo(200);
    var mine = server.send("GET", in(DUTCH, "/calendar-tokens"), cleo, null).json();
    assertThat(mine.get("tokens")).containsExactly(address);
    var theirs = server.send("GET", in(DUTCH, "/calendar-tokens"), anna, null).json();
    assertThat(theirs.get("tokens").findValuesAsText("id"))
        .doesNotContain(address.get("id").asText());

    var bram = server.token(ENGLISH, BRAM);
    var path = "/calendar-tokens/" + address.get("id").asText();
    assertThat(server.send("DELETE", in(ENGLISH, path), bram, null).status()).isEqualTo(404);
    assertThat(server.send("DELETE", in(DUTCH, path), cleo, null).status()).isEqualTo(204);
    assertThat(read(address, "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_member_who_left_reads_nothing_any_more() throws Exception {
    var dirk = new MemberId(424200000000000177L);
    server.member(DUTCH, dirk, "Dirk", true);
    var address = address(server.token(DUTCH, dirk), "GUILD");
    assertThat(read(address, "").statusCode()).isEqualTo(200);
    server.executeAsSystem(DUTCH, new MemberCommand.Leave(dirk));
    assertThat(read(address, "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_secret_opens_no_other_guild_and_a_changed_one_opens_nothing() throws Exception {
    var address = address(anna, "GUILD");
    var url = address.get("url").asText();
    for (var wrong :
        List.of(
            url.replace(DUTCH.toString(), ENGLISH.toString()),
            url.replace(DUTCH.toString(), "1"),
            url.replace(DUTCH.toString(), "nonsense"),
            url.substring(0, url.length() - 3) + "AAA",
            url.substring(0, url.indexOf('?')),
            url.substring(0, url.indexOf('=') + 1) + "%20")) {
      var uri = URI.create(wrong);
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      var reply =
          server
              .client()
              .send(
                  HttpRequest.newBuilder(server.url(uri.getPath() + query)).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).as(wrong).isEqualTo(404);
      assertThat(reply.body())
          .contains("There is no such calendar.")
          .doesNotContain("Studentenhuis");
    }
  }
}
