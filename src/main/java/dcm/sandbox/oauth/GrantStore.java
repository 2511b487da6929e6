package dcm.sandbox.oauth;

import dcm.sandbox.store.PersistentTable;
import dcm.sandbox.store.SnowflakeGenerator;
import dcm.sandbox.store.StateLog;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OAuth2 grants: codes (10 min, once), access tokens (7 days), refresh tokens (rotated). */
public final class GrantStore {
  static final long CODE_TTL_MILLIS = 10 * 60_000;
  static final long ACCESS_TOKEN_TTL_SECONDS = 604_800;
  private static final int MAX_GRANTS = 10_000;

  private final PersistentTable<Grant> table;
  private final SnowflakeGenerator ids;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> byCode = new HashMap<>();
  private final Map<String, String> byAccess = new HashMap<>();
  private final Map<String, String> byRefresh = new HashMap<>();

  public GrantStore(StateLog stateLog, SnowflakeGenerator ids) {
    this.table = stateLog.table("grant", Grant.class);
    this.ids = ids;
  }

  public void initialize() {
    table.all().forEach(this::index);
  }

  Grant authorize(
      String userId, List<String> scopes, String redirectUri, @Nullable String challenge) {
    if (table.all().size() >= MAX_GRANTS) {
      remove(table.all().iterator().next());
    }
    Grant grant =
        new Grant(
            ids.next(),
            userId,
            scopes,
            redirectUri,
            challenge,
            newSecret(),
            null,
            null,
            System.currentTimeMillis() + CODE_TTL_MILLIS);
    put(grant);
    return grant;
  }

  /** Gives the grant new tokens and invalidates the former ones. */
  Grant renew(Grant grant) {
    unindex(grant);
    Grant renewed =
        new Grant(
            grant.id(),
            grant.userId(),
            grant.scopes(),
            grant.redirectUri(),
            null,
            null,
            newSecret(),
            newSecret(),
            System.currentTimeMillis() + ACCESS_TOKEN_TTL_SECONDS * 1_000);
    put(renewed);
    return renewed;
  }

  Optional<Grant> byCode(String code) {
    return find(byCode, code).filter(GrantStore::isCurrent);
  }

  public Optional<Grant> byAccess(String token) {
    return find(byAccess, token).filter(GrantStore::isCurrent);
  }

  Optional<Grant> byRefresh(String token) {
    return find(byRefresh, token);
  }

  void remove(Grant grant) {
    unindex(grant);
    table.remove(grant.id());
  }

  private Optional<Grant> find(Map<String, String> index, String key) {
    return Optional.ofNullable(index.get(key)).map(table::get);
  }

  private static boolean isCurrent(Grant grant) {
    return grant.expiresAtMillis() > System.currentTimeMillis();
  }

  private void put(Grant grant) {
    table.put(grant.id(), grant);
    index(grant);
  }

  private void index(Grant grant) {
    forEachToken(grant, (index, key) -> index.put(key, grant.id()));
  }

  private void unindex(Grant grant) {
    forEachToken(grant, Map::remove);
  }

  private void forEachToken(
      Grant grant, java.util.function.BiConsumer<Map<String, String>, String> operation) {
    var keys =
        List.<Map.Entry<Map<String, String>, Function<Grant, @Nullable String>>>of(
            Map.entry(byCode, Grant::code),
            Map.entry(byAccess, Grant::accessToken),
            Map.entry(byRefresh, Grant::refreshToken));
    for (var key : keys) {
      String value = key.getValue().apply(grant);
      if (value != null) {
        operation.accept(key.getKey(), value);
      }
    }
  }

  private String newSecret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
