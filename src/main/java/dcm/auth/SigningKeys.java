package dcm.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens, shared by all nodes. Time is divided into periods of {@code
 * signing-key-ttl}. Each period has one key, whose id is derived from the period: of nodes that
 * create it concurrently, the first insert wins. The next key is created ahead of its period, so
 * that every node knows it before the first token is signed with it. A key verifies until its last
 * token has expired.
 */
public final class SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  /** The age at which the key ring is read again, in the background. */
  private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(5);

  /**
   * The minimum time between two reads caused by an unknown kid: clients can send arbitrary kids.
   */
  private static final Duration MIN_READ_INTERVAL = Duration.ofSeconds(5);

  /**
   * The time by which a key is created before its period; for short periods a tenth of the period.
   */
  private static final Duration PREPARE_AHEAD = Duration.ofHours(1);

  private final SigningKeyStore store;
  private final AesGcmCipher cipher;
  private final String fingerprint;
  private final AuthSettings settings;
  private final Clock clock;
  private volatile KeyRing keyRing = new KeyRing(Instant.EPOCH, Map.of());
  private @Nullable CompletableFuture<KeyRing> pendingRead;
  private Instant readStartedAt = Instant.EPOCH;

  public SigningKeys(
      SigningKeyStore store, MasterSecret secret, AuthSettings settings, Clock clock) {
    this.store = store;
    this.cipher = new AesGcmCipher(secret, "signing keys");
    this.fingerprint = secret.fingerprint();
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The JWK set (RFC 7517) of all keys that verify now. Fails when no key was ever read and the
   * table cannot be read.
   */
  public CompletionStage<String> jwks() {
    return signer()
        .thenApply(_ ->
            StrictJson.write(
                Map.of(
                    "keys",
                    keyRing.keys().values().stream()
                        .filter(key -> key.notAfter().isAfter(clock.instant()))
                        .map(SigningKey::jwk)
                        .toList())));
  }

  /**
   * The current signing key. While the table cannot be read, any known key that outlives a token
   * issued now; fails when there is none.
   */
  CompletionStage<SigningKey> signer() {
    var now = clock.instant();
    var known = keyRing.find(kid(period(now)), now);
    if (known == null) {
      return read()
          .thenApply(loaded -> signer(loaded, now))
          .exceptionallyCompose(failure ->
              keyRing
                  .validUntil(now.plus(settings.accessTokenTtl()))
                  .map(CompletableFuture::completedFuture)
                  .orElseGet(() -> CompletableFuture.failedFuture(failure)));
    }
    if (isStale(now)) {
      readAsync();
    }
    return CompletableFuture.completedFuture(known);
  }

  /**
   * Returns null when no key with this id exists, or it has expired. Fails when the id is unknown
   * to this node and the table cannot be read.
   */
  CompletionStage<@Nullable SigningKey> find(String kid) {
    var now = clock.instant();
    var known = keyRing.find(kid, now);
    if (known != null || !keyRing.readAt().plus(MIN_READ_INTERVAL).isBefore(now)) {
      return CompletableFuture.completedFuture(known);
    }
    return read().thenApply(loaded -> loaded.find(kid, now));
  }

  /**
   * Whether this key, which {@link #find} returned before, still verifies: it has not expired, and
   * the last read of the table did not miss or replace it.
   */
  boolean isValid(SigningKey key) {
    var known = keyRing.find(key.kid(), clock.instant());
    return known != null && known.publicKey().equals(key.publicKey());
  }

  private SigningKey signer(KeyRing loaded, Instant now) {
    var key = loaded.find(kid(period(now)), now);
    if (key == null) {
      throw new IllegalStateException("The current signing key was encrypted with another secret");
    }
    return key;
  }

  private boolean isStale(Instant now) {
    return keyRing.readAt().plus(REFRESH_INTERVAL).isBefore(now)
        || (isNextPeriodNear(now) && !keyRing.contains(kid(period(now) + 1)));
  }

  private void readAsync() {
    var _ =
        read()
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "Reading the signing keys failed; continuing with the known ones", failure);
              }
            });
  }

  /**
   * Reads the keys, creates a missing key, and reads again. Concurrent callers share one read;
   * after a failure, callers within the next second get the same failure.
   */
  private synchronized CompletableFuture<KeyRing> read() {
    var now = clock.instant();
    if (pendingRead == null || (pendingRead.isDone() && !failedJustNow(pendingRead, now))) {
      readStartedAt = now;
      pendingRead = readAll().thenCompose(this::createMissing).toCompletableFuture();
    }
    return pendingRead;
  }

  private boolean failedJustNow(CompletableFuture<KeyRing> done, Instant now) {
    return done.isCompletedExceptionally() && readStartedAt.plusSeconds(1).isAfter(now);
  }

  private CompletionStage<KeyRing> readAll() {
    return translated(store.findValid()).thenApply(this::decrypt);
  }

  /**
   * Translates every failure of the table, because every one of them may be temporary for the
   * caller.
   */
  private static <T> CompletionStage<T> translated(CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failure ->
        CompletableFuture.failedFuture(
            new SigningKeysUnavailableException(CompletionFailures.unwrap(failure))));
  }

  private KeyRing decrypt(List<SigningKeyStore.StoredKey> all) {
    var now = clock.instant();
    var keys = new HashMap<String, SigningKey>();
    for (var row : all) {
      if (row.notAfter().isAfter(now)) {
        var key = SigningKey.decrypt(row, cipher);
        if (key == null) {
          LOG.debug("Signing key {} was encrypted with another DCM_SECRET", row.kid());
        } else {
          keys.put(row.kid(), key);
        }
      }
    }
    keyRing = new KeyRing(now, keys);
    return keyRing;
  }

  private CompletionStage<KeyRing> createMissing(KeyRing loaded) {
    var now = clock.instant();
    var current = period(now);
    if (!loaded.contains(kid(current))) {
      return create(current, now);
    }
    if (isNextPeriodNear(now) && !loaded.contains(kid(current + 1))) {
      return create(current + 1, now);
    }
    return CompletableFuture.completedFuture(loaded);
  }

  private CompletionStage<KeyRing> create(long period, Instant now) {
    var periodEnd = Instant.ofEpochSecond((period + 1) * settings.signingKeyTtl().toSeconds());
    // a node that cannot read the table continues to sign with the old key for a while
    var notAfter =
        periodEnd.plus(settings.accessTokenTtl()).plus(settings.clockSkew()).plus(PREPARE_AHEAD);
    return translated(store.insert(SigningKey.generate(kid(period), notAfter).encrypt(now, cipher)))
        .thenCompose(inserted -> {
          LOG.info("{} signing key {}", inserted ? "Created" : "Another node created", kid(period));
          return readAll();
        });
  }

  private long period(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), settings.signingKeyTtl().toSeconds());
  }

  private boolean isNextPeriodNear(Instant now) {
    var tenth = settings.signingKeyTtl().dividedBy(10);
    var ahead = tenth.compareTo(PREPARE_AHEAD) < 0 ? tenth : PREPARE_AHEAD;
    return period(now.plus(ahead)) > period(now);
  }

  /**
   * The id of a period's key. It depends on the settings and the secret, so that two different keys
   * never share an id.
   */
  private String kid(long period) {
    var ttlSeconds = settings.signingKeyTtl().toSeconds();
    return Long.toString(period * ttlSeconds, 36)
        + "-"
        + Long.toString(ttlSeconds, 36)
        + "-"
        + fingerprint;
  }

  /** The unexpired keys, as of one read. */
  record KeyRing(Instant readAt, Map<String, SigningKey> keys) {
    KeyRing {
      keys = Map.copyOf(keys);
    }

    @Nullable SigningKey find(String kid, Instant now) {
      var key = keys.get(kid);
      return key != null && key.notAfter().isAfter(now) ? key : null;
    }

    boolean contains(String kid) {
      return keys.containsKey(kid);
    }

    /** The key that expires last, if it is valid until then. */
    Optional<SigningKey> validUntil(Instant until) {
      return keys.values().stream()
          .filter(key -> key.notAfter().isAfter(until))
          .max((a, b) -> a.notAfter().compareTo(b.notAfter()));
    }
  }
}
