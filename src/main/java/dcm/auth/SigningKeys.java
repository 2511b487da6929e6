package dcm.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens, the same on all nodes. Time is cut into stretches of {@code
 * key-life}; each stretch has one key, whose name follows from the stretch, so that nodes which
 * make it at the same moment make it once: the table keeps the first. The next key is made ahead,
 * so that every node knows it before it signs. A key verifies until its last token has ended.
 */
public final class SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  /** A ring older than this is read again, in the background. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** How often an unknown name may make us read: strangers can invent names. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** How long before its stretch a key is made, for long stretches. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final SigningKeyRows rows;
  private final Vault vault;
  private final String fingerprint;
  private final AuthSettings settings;
  private final Clock clock;
  private volatile KeyRing ring = new KeyRing(Instant.EPOCH, Map.of());
  private @Nullable CompletableFuture<KeyRing> reading;
  private Instant begun = Instant.EPOCH;

  public SigningKeys(SigningKeyRows rows, MasterSecret secret, AuthSettings settings, Clock clock) {
    this.rows = rows;
    this.vault = new Vault(secret, "signing keys");
    this.fingerprint = secret.fingerprint();
    this.settings = settings;
    this.clock = clock;
  }

  /** RFC 7517: every key that verifies now. Fails when the table cannot be read the first time. */
  public CompletionStage<String> jwks() {
    return signer()
        .thenApply(_ ->
            StrictJson.write(
                Map.of(
                    "keys",
                    ring.keys().values().stream()
                        .filter(key -> key.notAfter().isAfter(clock.instant()))
                        .map(SigningKey::jwk)
                        .toList())));
  }

  /**
   * The key that signs now. While the table cannot be read, any that we know and that lasts long
   * enough; fails when there is none.
   */
  CompletionStage<SigningKey> signer() {
    var now = clock.instant();
    var known = ring.find(kid(stretch(now)), now);
    if (known == null) {
      return read()
          .thenApply(read -> signer(read, now))
          .exceptionallyCompose(failure ->
              ring.goodUntil(now.plus(settings.accessLife()))
                  .map(CompletableFuture::completedFuture)
                  .orElseGet(() -> CompletableFuture.failedFuture(failure)));
    }
    if (isStale(now)) {
      readInTheBackground();
    }
    return CompletableFuture.completedFuture(known);
  }

  /**
   * Null when no node made a key of that name, or it has ended. Fails when the name is new to us
   * and the table cannot be read.
   */
  CompletionStage<@Nullable SigningKey> find(String kid) {
    var now = clock.instant();
    var known = ring.find(kid, now);
    if (known != null || !ring.read().plus(PAUSE).isBefore(now)) {
      return CompletableFuture.completedFuture(known);
    }
    return read().thenApply(read -> read.find(kid, now));
  }

  private SigningKey signer(KeyRing read, Instant now) {
    var key = read.find(kid(stretch(now)), now);
    if (key == null) {
      throw new IllegalStateException(
          "The signing key of this time is there but was not locked by us");
    }
    return key;
  }

  private boolean isStale(Instant now) {
    return ring.read().plus(FRESH).isBefore(now)
        || (isNearTheNext(now) && !ring.has(kid(stretch(now) + 1)));
  }

  private void readInTheBackground() {
    var _ =
        read()
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.warn("The signing keys cannot be read; going on with those we know", failure);
              }
            });
  }

  /**
   * Reads, makes what is missing, and reads again; whoever asks meanwhile gets the same answer, and
   * for a second also whoever asks after a failure.
   */
  private synchronized CompletableFuture<KeyRing> read() {
    var now = clock.instant();
    if (reading == null || (reading.isDone() && !failedJustNow(reading, now))) {
      begun = now;
      reading = readAll().thenCompose(this::withWhatIsMissing).toCompletableFuture();
    }
    return reading;
  }

  private boolean failedJustNow(CompletableFuture<KeyRing> done, Instant now) {
    return done.isCompletedExceptionally() && begun.plusSeconds(1).isAfter(now);
  }

  private CompletionStage<KeyRing> readAll() {
    return unavailable(rows.all()).thenApply(this::open);
  }

  /** Whatever is wrong with the table, whoever asks is to come back later. */
  private static <T> CompletionStage<T> unavailable(CompletionStage<T> ofTable) {
    return ofTable.exceptionallyCompose(failure ->
        CompletableFuture.failedFuture(
            new SigningKeysUnavailableException(
                failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure)));
  }

  private KeyRing open(List<SigningKeyRows.Row> all) {
    var now = clock.instant();
    var keys = new HashMap<String, SigningKey>();
    for (var row : all) {
      if (row.notAfter().isAfter(now)) {
        var key = SigningKey.open(row, vault);
        if (key == null) {
          LOG.debug("The signing key {} was locked with another DCM_SECRET", row.kid());
        } else {
          keys.put(row.kid(), key);
        }
      }
    }
    ring = new KeyRing(now, keys);
    return ring;
  }

  private CompletionStage<KeyRing> withWhatIsMissing(KeyRing read) {
    var now = clock.instant();
    var current = stretch(now);
    if (!read.has(kid(current))) {
      return make(current, now);
    }
    if (isNearTheNext(now) && !read.has(kid(current + 1))) {
      return make(current + 1, now);
    }
    return CompletableFuture.completedFuture(read);
  }

  private CompletionStage<KeyRing> make(long stretch, Instant now) {
    var ends = Instant.ofEpochSecond((stretch + 1) * settings.keyLife().toSeconds());
    // a node that cannot read the table goes on with the old key for a while
    var notAfter = ends.plus(settings.accessLife()).plus(settings.leeway()).plus(AHEAD);
    return unavailable(rows.insert(SigningKey.make(kid(stretch), notAfter).lock(now, vault)))
        .thenCompose(first -> {
          LOG.info("{} signing key {}", first ? "Made" : "Another node made", kid(stretch));
          return readAll();
        });
  }

  private long stretch(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), settings.keyLife().toSeconds());
  }

  private boolean isNearTheNext(Instant now) {
    var tenth = settings.keyLife().dividedBy(10);
    var ahead = tenth.compareTo(AHEAD) < 0 ? tenth : AHEAD;
    return stretch(now.plus(ahead)) > stretch(now);
  }

  /** Other settings or another secret make other names, never the same name for another key. */
  private String kid(long stretch) {
    var life = settings.keyLife().toSeconds();
    return Long.toString(stretch * life, 36) + "-" + Long.toString(life, 36) + "-" + fingerprint;
  }
}
