package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Reading without guessing: JSON, entity tags, cursors, queries, paths. */
class FieldsTest {
  private static Fields fields(String json) {
    return Fields.of(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static int status(Runnable work) {
    return catchThrowableOfType(Rejected.class, work::run).problem().status();
  }

  @Test
  void a_text_of_digits_is_no_number_and_a_number_no_text() {
    var fields = fields("{\"a\":\"1\",\"b\":1,\"c\":1.0,\"d\":true}");
    assertThat(fields.integer("a")).isNull();
    assertThat(fields.text("b", 9)).isNull();
    assertThat(fields.integer("c")).isNull();
    assertThat(fields.integer("d")).isNull();
    assertThatThrownBy(fields::check).isInstanceOf(Rejected.class);
  }

  @Test
  void years_that_nobody_means_and_zones_that_are_offsets_are_refused() {
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
    var one = Json.object().put("a", a).put("b", b);
    var other = Json.object().put("b", b).put("a", a);
    assertThat(Json.canonical(one)).isEqualTo(Json.canonical(other));
    assertThat(Json.canonical(one)).isNotEqualTo(Json.canonical(one.deepCopy().put("a", a + 1L)));
  }

  @Test
  void an_if_match_is_one_strong_tag_or_a_star() {
    assertThat(Etags.required(Optional.of("\"12\""))).isEqualTo(12);
    assertThat(Etags.required(Optional.of(" * "))).isNull();
    assertThat(status(() -> Etags.required(Optional.empty()))).isEqualTo(428);
    assertThat(status(() -> Etags.required(Optional.of("12")))).isEqualTo(400);
    assertThat(status(() -> Etags.required(Optional.of("W/\"12\"")))).isEqualTo(412);
    assertThat(status(() -> Etags.required(Optional.of("\"012\"")))).isEqualTo(412);
  }

  @Test
  void an_if_none_match_may_be_weak_and_one_of_several() {
    assertThat(Etags.known(Optional.of("\"1\", W/\"12\""), 12)).isTrue();
    assertThat(Etags.known(Optional.of("*"), 12)).isTrue();
    assertThat(Etags.known(Optional.of("\"1\""), 12)).isFalse();
    assertThat(Etags.known(Optional.empty(), 12)).isFalse();
  }

  @Property
  void a_cursor_leads_back_to_its_place_in_its_own_list_only(@ForAll long number) {
    long place = number & Long.MAX_VALUE;
    var cursor = Optional.of(Cursor.write(House.DUTCH, "tasks", place));
    assertThat(Cursor.read(cursor, House.DUTCH, "tasks", 0)).isEqualTo(place);
    assertThat(status(() -> Cursor.read(cursor, House.ENGLISH, "tasks", 0))).isEqualTo(400);
    assertThat(status(() -> Cursor.read(cursor, House.DUTCH, "audit", 0))).isEqualTo(400);
  }

  @Test
  void a_query_is_decoded_once_and_strictly() {
    assertThat(Query.parse("q=a+b%2B%C3%A9", Set.of("q")).get("q")).isEqualTo("a b+é");
    assertThat(status(() -> Query.parse("q=%C3", Set.of("q")))).isEqualTo(400);
    assertThat(status(() -> Query.parse("q=%zz", Set.of("q")))).isEqualTo(400);
    assertThat(status(() -> Query.parse("q=1&q=2", Set.of("q")))).isEqualTo(400);
  }

  @Test
  void a_literal_path_goes_before_a_variable_one() {
    Endpoint.Handler<Knock> nothing = _ -> Replies.now(Replies.noContent());
    var router =
        new Router(
            List.of(
                Endpoint.open("GET", "/members/{uid}", nothing),
                Endpoint.open("PATCH", "/members/{uid}", nothing),
                Endpoint.open("GET", "/members/@me", nothing)));
    assertThat(((Router.Match) router.find("GET", "/members/@me")).endpoint().path())
        .isEqualTo("/members/@me");
    assertThat(router.find("PATCH", "/members/@me")).isInstanceOf(Router.Match.class);
    assertThat(((Router.OtherMethods) router.find("PUT", "/members/1")).allowed())
        .containsExactly("GET", "HEAD", "PATCH");
    assertThat(router.find("GET", "/members/")).isInstanceOf(Router.Nothing.class);
    assertThat(router.find("GET", "/members/1/")).isInstanceOf(Router.Nothing.class);
  }

  @Test
  void accept_is_read_as_ranges() {
    assertThat(Accepts.json(Optional.empty())).isTrue();
    assertThat(Accepts.json(Optional.of("text/html, */*;q=0.1"))).isTrue();
    assertThat(Accepts.json(Optional.of("application/json;q=0"))).isFalse();
    assertThat(Accepts.json(Optional.of("text/html"))).isFalse();
  }
}
