package dcm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.auth.SigningKeyStore.StoredKey;
import dcm.journal.jdbc.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class SigningKeyDaoIT {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @Test
  void all_nodes_read_the_key_that_was_inserted_first_until_it_expires() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var dao = new SigningKeyDao(database(), threads);
      var key = row("k1", now.plusSeconds(60), new byte[500]);
      assertThat(join(dao.insert(key))).isTrue();
      assertThat(join(dao.insert(row("k1", now.plusSeconds(90), new byte[] {1})))).isFalse();
      assertThat(join(dao.insert(row("ended", now.minusSeconds(1), new byte[1])))).isTrue();
      assertThat(join(dao.findValid()))
          .singleElement()
          .satisfies(found -> {
            assertThat(found.kid()).isEqualTo("k1");
            assertThat(found.createdAt()).isEqualTo(now);
            assertThat(found.notAfter()).isEqualTo(now.plusSeconds(60));
            assertThat(found.publicJwk()).isEqualToIgnoringWhitespace(key.publicJwk());
            assertThat(found.encryptedPrivate()).isEqualTo(key.encryptedPrivate());
          });
    }
  }

  @Test
  void one_of_many_concurrent_inserts_succeeds() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var dao = new SigningKeyDao(database(), threads);
      var first =
          IntStream.range(0, 20)
              .mapToObj(i -> dao.insert(row("same", now.plusSeconds(60), new byte[] {(byte) i})))
              .toList()
              .stream()
              .filter(SigningKeyDaoIT::join)
              .count();
      assertThat(first).isEqualTo(1);
    }
  }

  @Test
  void with_a_full_queue_the_result_fails_and_nothing_is_thrown() {
    Executor full =
        _ -> {
          throw new RejectedExecutionException("full");
        };
    var dao = new SigningKeyDao(new PGSimpleDataSource(), full);
    assertThat(dao.findValid()).isCompletedExceptionally();
    assertThat(dao.insert(row("k", now, new byte[0]))).isCompletedExceptionally();
  }

  private StoredKey row(String kid, Instant notAfter, byte[] encrypted) {
    return new StoredKey(
        kid, now, notAfter, "{\"kty\":\"EC\"}", Base64.getEncoder().encodeToString(encrypted));
  }

  private static PGSimpleDataSource database() {
    var database = TestDatabase.fresh();
    var source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser(database.program().user());
    source.setPassword(database.program().password());
    return source;
  }

  private static <T> T join(CompletionStage<T> answer) {
    return answer.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
