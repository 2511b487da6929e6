package dcm.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dcm.http.HttpTestServer;
import dcm.http.api.Etags;
import dcm.http.api.Pagination;
import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.ContentNegotiation;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.QueryParameters;
import dcm.http.pipeline.Responses;
import dcm.http.pipeline.Router;
import dcm.http.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Parsing of JSON, entity tags, cursors, queries and paths. */
class RequestParsingTest {
  private static JsonObjectReader fields(String json) {
    return JsonObjectReader.of(ApiJson.readObject(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static int status(Runnable work) {
    return catchThrowableOfType(ProblemException.class, work::run).problem().status();
  }

  @Test
  void a_text_of_digits_is_no_number_and_a_number_no_text() {
    var fields = fields("{\"a\":\"1\",\"b\":1,\"c\":1.0,\"d\":true}");
    assertThat(fields.integer("a")).isNull();
    assertThat(fields.text("b", 9)).isNull();
    assertThat(fields.integer("c")).isNull();
    assertThat(fields.integer("d")).isNull();
    assertThatThrownBy(fields::check).isInstanceOf(ProblemException.class);
  }

  @Test
  void years_outside_the_calendar_and_zones_that_are_offsets_are_rejected() {
    var fields =
        fields(
            """
            {"a":"+999999999-12-31","b":"0001-01-01T00:00:00Z","c":"+01:00","d":"PT9999999H","e":"-PT1H"}
            """);
    assertThat(fields.date("a")).isNull();
    assertThat(fields.instant("b")).isNull();
    assertThat(fields.zone("c")).isNull();
    assertThat(fields.duration("d")).isNull();
    assertThat(fields.duration("e")).isNull();
  }

  @Property
  void json_means_the_same_in_whatever_order_its_keys_come(@ForAll int a, @ForAll String b) {
    var one = ApiJson.object().put("a", a).put("b", b);
    var other = ApiJson.object().put("b", b).put("a", a);
    assertThat(ApiJson.canonical(one)).isEqualTo(ApiJson.canonical(other));
    assertThat(ApiJson.canonical(one))
        .isNotEqualTo(ApiJson.canonical(one.deepCopy().put("a", a + 1L)));
  }

  @Test
  void an_if_match_is_one_strong_tag_or_a_star() {
    assertThat(Etags.requiredIfMatch(Optional.of("\"12\""))).isEqualTo(12);
    assertThat(Etags.requiredIfMatch(Optional.of(" * "))).isNull();
    assertThat(status(() -> Etags.requiredIfMatch(Optional.empty()))).isEqualTo(428);
    assertThat(status(() -> Etags.requiredIfMatch(Optional.of("12")))).isEqualTo(400);
    assertThat(status(() -> Etags.requiredIfMatch(Optional.of("W/\"12\"")))).isEqualTo(412);
    assertThat(status(() -> Etags.requiredIfMatch(Optional.of("\"012\"")))).isEqualTo(412);
  }

  @Test
  void an_if_none_match_may_be_weak_and_one_of_several() {
    var etag = Etags.of(12);
    assertThat(Etags.matching(Optional.of("\"1\", W/\"12\""), etag)).isEqualTo("\"12\"");
    assertThat(Etags.matching(Optional.of("*"), etag)).isEqualTo("\"12\"");
    assertThat(Etags.matching(Optional.of("\"1\", \"12-gzip\""), etag)).isEqualTo("\"12-gzip\"");
    assertThat(Etags.matching(Optional.of("\"1\""), etag)).isNull();
    assertThat(Etags.matching(Optional.empty(), etag)).isNull();
    assertThat(Etags.requiredIfMatch(Optional.of(Etags.gzip(etag)))).isEqualTo(12);
  }

  @Property
  void a_cursor_leads_back_to_its_place_in_its_own_list_only(@ForAll long number) {
    long position = number & Long.MAX_VALUE;
    var cursor = Optional.of(Pagination.Cursor.write(HttpTestServer.DUTCH, "tasks", position));
    assertThat(Pagination.Cursor.read(cursor, HttpTestServer.DUTCH, "tasks", 0))
        .isEqualTo(position);
    assertThat(status(() -> Pagination.Cursor.read(cursor, HttpTestServer.ENGLISH, "tasks", 0)))
        .isEqualTo(400);
    assertThat(status(() -> Pagination.Cursor.read(cursor, HttpTestServer.DUTCH, "audit", 0)))
        .isEqualTo(400);
  }

  @Test
  void a_query_is_decoded_once_and_strictly() {
    assertThat(QueryParameters.parse("q=a+b%2B%C3%A9", Set.of("q")).get("q")).isEqualTo("a b+é");
    assertThat(status(() -> QueryParameters.parse("q=%C3", Set.of("q")))).isEqualTo(400);
    assertThat(status(() -> QueryParameters.parse("q=%zz", Set.of("q")))).isEqualTo(400);
    assertThat(status(() -> QueryParameters.parse("q=1&q=2", Set.of("q")))).isEqualTo(400);
  }

  @Test
  void a_literal_path_goes_before_a_variable_one() {
    Endpoint.Handler<ApiRequest> nothing = _ -> Responses.completed(Responses.noContent());
    var router =
        new Router(
            List.of(
                Endpoint.open("GET", "/members/{uid}", nothing),
                Endpoint.open("PATCH", "/members/{uid}", nothing),
                Endpoint.open("GET", "/members/@me", nothing)));
    assertThat(((Router.Match) router.find("GET", "/members/@me")).endpoint().path())
        .isEqualTo("/members/@me");
    assertThat(router.find("PATCH", "/members/@me")).isInstanceOf(Router.Match.class);
    assertThat(((Router.MethodMismatch) router.find("PUT", "/members/1")).allowed())
        .containsExactly("GET", "HEAD", "PATCH");
    assertThat(router.find("GET", "/members/")).isInstanceOf(Router.NoMatch.class);
    assertThat(router.find("GET", "/members/1/")).isInstanceOf(Router.NoMatch.class);
  }

  @Test
  void accept_is_read_as_ranges() {
    assertThat(ContentNegotiation.acceptsJson(Optional.empty())).isTrue();
    assertThat(ContentNegotiation.acceptsJson(Optional.of("text/html, */*;q=0.1"))).isTrue();
    assertThat(ContentNegotiation.acceptsJson(Optional.of("application/json;q=0"))).isFalse();
    assertThat(ContentNegotiation.acceptsJson(Optional.of("text/html"))).isFalse();
  }
}
