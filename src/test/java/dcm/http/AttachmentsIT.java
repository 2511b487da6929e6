package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static dcm.http.HttpTestServer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.http.HttpTestServer.Reply;
import dcm.journal.archive.Archives;
import dcm.journal.schema.SchemaAdministration;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos and comments over HTTP. */
class AttachmentsIT {
  private static HttpTestServer server;
  private static String anna;
  private static String cleo;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    server = new HttpTestServer("dcm.attachments.quota = 300k");
    anna = server.token(DUTCH, ANNA);
    cleo = server.token(DUTCH, CLEO);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void a_photo_is_listed_and_shown_as_a_jpeg_that_the_browser_may_keep() throws Exception {
    var photos = photosOf(createTask(""));

    var added = upload(anna, photos, photo(400, 200), "image/png");

    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    assertThat(server.send("GET", photos, cleo, null).json().get("attachments"))
        .containsExactly(added.json());
    assertThat(added.json().get("by").asText()).isEqualTo(ANNA.toString());
    assertThat(added.json().get("width").asInt()).isEqualTo(400);
    assertThat(added.json().at("/thumbnail/width").asInt()).isEqualTo(320);

    var shown = get(cleo, added.header("Location"));
    assertThat(header(shown, "Content-Type")).isEqualTo("image/jpeg");
    assertThat(header(shown, "Cache-Control")).startsWith("private").endsWith("immutable");
    assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(shown, "Content-Disposition")).isEqualTo("inline");
    assertThat(ImageIO.read(new ByteArrayInputStream(shown.body())).getWidth()).isEqualTo(400);
    var thumbnail = get(cleo, added.header("Location") + "/thumbnail");
    assertThat(ImageIO.read(new ByteArrayInputStream(thumbnail.body())).getHeight()).isEqualTo(160);
    assertThat(
            get(cleo, added.header("Location"), "If-None-Match", header(shown, "ETag"))
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void a_photo_of_another_task_guild_or_hidden_task_is_not_found() throws Exception {
    var task = createTask("");
    var added = upload(anna, photosOf(task), photo(20, 10), "image/png");
    var id = added.json().get("id").asText();
    var otherTask = createTask("");
    var bram = server.token(ENGLISH, BRAM);

    assertThat(get(anna, photosOf(otherTask) + "/" + id).statusCode()).isEqualTo(404);
    assertThat(get(bram, in(ENGLISH, "/tasks/" + task + "/attachments/" + id)).statusCode())
        .isEqualTo(404);
    assertThat(get(bram, added.header("Location")).statusCode()).isEqualTo(404);
    assertThat(get(anna, photosOf(task) + "/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    assertThat(get(anna, photosOf(task) + "/nonsense").statusCode()).isEqualTo(404);
    assertThat(get(null, added.header("Location")).statusCode()).isEqualTo(401);
    assertThat(server.send("DELETE", photosOf(otherTask) + "/" + id, anna, null).status())
        .isEqualTo(404);
    assertThat(server.send("DELETE", added.header("Location"), anna, null).status()).isEqualTo(204);
    assertThat(get(anna, added.header("Location")).statusCode()).isEqualTo(404);
  }

  @Test
  void what_is_no_photo_is_refused_and_other_bodies_stay_small() throws Exception {
    var photos = photosOf(createTask(""));

    assertThat(upload(anna, photos, photo(20, 10), "application/json").status()).isEqualTo(415);
    var heic =
        upload(
            anna,
            photos,
            "\0\0\0\30ftypheic________".getBytes(StandardCharsets.ISO_8859_1),
            "image/heic");
    assertThat(heic.status()).isEqualTo(415);
    assertThat(heic.json().get("detail").asText()).contains("HEIC");
    assertThat(upload(anna, photos, new byte[10_485_761], "image/jpeg").status()).isEqualTo(413);
    assertThat(upload(anna, photos, new byte[0], "image/jpeg").status()).isEqualTo(400);
    assertThat(upload(anna, photos, new byte[5_000_000], "image/jpeg").status()).isEqualTo(415);
    assertThat(upload(anna, in(DUTCH, "/tasks"), new byte[300_000], "application/json").status())
        .isEqualTo(413);
  }

  @Test
  void a_repeated_upload_is_the_first_one_and_leaves_no_bytes_behind() throws Exception {
    var photos = photosOf(createTask(""));

    var first = upload(anna, photos, photo(20, 10), "image/png", "Idempotency-Key", "photo-1");
    var again = upload(anna, photos, photo(20, 10), "image/png", "Idempotency-Key", "photo-1");
    var other = upload(anna, photos, photo(20, 11), "image/png", "Idempotency-Key", "photo-1");

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").asText()).isEqualTo("/problems/key-reused");
    assertNoBytesWithoutEvent();
  }

  @Test
  void the_quota_of_a_guild_is_kept_and_refused_bytes_are_deleted() throws Exception {
    var bram = server.token(ENGLISH, BRAM);
    var task = createTask(ENGLISH, bram, "");
    var photos = in(ENGLISH, "/tasks/" + task + "/attachments");
    byte[] noisy = noise(300, 300);
    while (true) {
      var reply = upload(bram, photos, noisy, "image/png");
      if (reply.status() != 201) {
        assertThat(reply.json().get("type").asText()).isEqualTo("/problems/storage-full");
        break;
      }
    }
    var kept = server.send("GET", photos, bram, null).json().get("attachments");
    assertThat(kept.findValues("bytes").stream().mapToLong(bytes -> bytes.asLong()).sum())
        .isBetween(150_000L, 300_000L);
    assertThat(kept.size()).isGreaterThan(1);
    var pages = server.send("GET", photos + "?limit=1", bram, null);
    assertThat(pages.header("Link")).contains("cursor=");
    assertNoBytesWithoutEvent();
  }

  @Test
  void comments_are_written_read_and_deleted() throws Exception {
    var comments = in(DUTCH, "/tasks/" + createTask("") + "/comments");

    var first = server.send("POST", comments, cleo, "{\"text\":\" The descaler? \"}");
    var second = server.send("POST", comments, anna, "{\"text\":\"Under the sink.\"}");

    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    assertThat(first.json().get("text").asText()).isEqualTo("The descaler?");
    var page = server.send("GET", comments + "?limit=1", cleo, null);
    assertThat(page.json().get("comments")).containsExactly(second.json());
    assertThat(page.header("Link")).contains("rel=\"next\"");
    assertThat(server.send("POST", comments, cleo, "{\"text\":\"\"}").status()).isEqualTo(422);
    assertThat(server.send("DELETE", second.header("Location"), anna, null).status())
        .isEqualTo(204);
    assertThat(server.send("DELETE", second.header("Location"), anna, null).status())
        .isEqualTo(404);
    join(server.view.rebuild().rebuild(DUTCH));
    assertThat(server.send("GET", comments, anna, null).json().get("comments"))
        .containsExactly(first.json());
    assertThat(server.send("GET", in(DUTCH, "/audit?limit=20"), anna, null).json().toString())
        .contains("comment.added", "The descaler?", "comment.deleted");
  }

  @Test
  void a_photo_survives_a_rebuild_and_backup_drop_and_restore() throws Exception {
    var house = new GuildId(424200000000000009L);
    server.observe(house, "House");
    server.member(house, ANNA, "Anna", true);
    var token = server.token(house, ANNA);
    var task = createTask(house, token, "");
    var photos = in(house, "/tasks/" + task + "/attachments");
    var added = upload(token, photos, photo(40, 20), "image/png");
    byte[] before = get(token, added.header("Location")).body();

    join(server.view.rebuild().rebuild(house));
    assertThat(get(token, added.header("Location")).body()).isEqualTo(before);

    var archives = Archives.open(server.system, "test");
    archives.export(house.value(), folder.resolve("house.zip"));
    new SchemaAdministration(server.database.settings()).drop(house.value());
    archives.restore(
        folder.resolve("house.zip"),
        (archive, revision) ->
            RecordedEvent.restored(
                new SettingsEvent.Restored(archive.revision(), Instant.now(), revision),
                new CommandId(UUID.randomUUID()),
                Instant.now()));

    await()
        .untilAsserted(() -> {
          var shown = get(server.token(house, ANNA), added.header("Location"));
          assertThat(shown.statusCode()).isEqualTo(200);
          assertThat(shown.body()).isEqualTo(before);
        });
  }

  private static void assertNoBytesWithoutEvent() {
    await()
        .untilAsserted(() -> {
          assertThat(abandoned(DUTCH)).isZero();
          assertThat(abandoned(ENGLISH)).isZero();
        });
  }

  private static long abandoned(GuildId guild) throws SQLException {
    try (var connection = server.database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from guild_" + guild + ".attachment where revision is null")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String photosOf(String task) {
    return in(DUTCH, "/tasks/" + task + "/attachments");
  }

  private static String createTask(String more) {
    return createTask(DUTCH, anna, more);
  }

  private static String createTask(GuildId guild, String token, String more) {
    return server
        .send("POST", in(guild, "/tasks"), token, "{\"title\":\"bathroom\"" + more + "}")
        .json()
        .get("id")
        .asText();
  }

  private static Reply upload(
      String token, String path, byte[] body, String type, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.url(path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type);
    if (headers.length > 0) {
      request.headers(headers);
    }
    var reply =
        new Reply(server.client().send(request.build(), HttpResponse.BodyHandlers.ofString()));
    assertThat(OpenApi.violations(OpenApi.find("POST", path).orElseThrow(), reply)).isEmpty();
    return reply;
  }

  private static HttpResponse<byte[]> get(String token, String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(server.url(path)).header("Accept", "image/*");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    var reply = server.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(
            OpenApi.undocumentedStatus(OpenApi.find("GET", path).orElseThrow(), reply.statusCode()))
        .isEmpty();
    return reply;
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static byte[] photo(int width, int height) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, Color.RED.getRGB());
    return png(image);
  }

  private static byte[] noise(int width, int height) throws IOException {
    var random = new Random(1);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return png(image);
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
