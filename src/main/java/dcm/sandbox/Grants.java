package dcm.sandbox;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OAuth2 grants: codes (10 min, once), access tokens (7 days), refresh tokens (rotated). */
final class Grants {
  static final long CODE_MILLIS = 10 * 60_000;
  static final long ACCESS_SECONDS = 604_800;
  private static final int KEPT = 10_000;

  private final Table<Grant> table;
  private final Snowflakes ids;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> byCode = new HashMap<>();
  private final Map<String, String> byAccess = new HashMap<>();
  private final Map<String, String> byRefresh = new HashMap<>();

  Grants(Ledger ledger, Snowflakes ids) {
    this.table = ledger.table("grant", Grant.class);
    this.ids = ids;
  }

  void open() {
    table.all().forEach(this::index);
  }

  Grant authorize(
      String userId, List<String> scopes, String redirectUri, @Nullable String challenge) {
    if (table.all().size() >= KEPT) {
      remove(table.all().iterator().next());
    }
    Grant grant =
        new Grant(
            ids.next(),
            userId,
            scopes,
            redirectUri,
            challenge,
            secret(),
            null,
            null,
            System.currentTimeMillis() + CODE_MILLIS);
    put(grant);
    return grant;
  }

  /** The grant now has new tokens and what named it before names nothing. */
  Grant renew(Grant grant) {
    unindex(grant);
    Grant fresh =
        new Grant(
            grant.id(),
            grant.userId(),
            grant.scopes(),
            grant.redirectUri(),
            null,
            null,
            secret(),
            secret(),
            System.currentTimeMillis() + ACCESS_SECONDS * 1_000);
    put(fresh);
    return fresh;
  }

  Optional<Grant> byCode(String code) {
    return find(byCode, code).filter(Grants::isCurrent);
  }

  Optional<Grant> byAccess(String token) {
    return find(byAccess, token).filter(Grants::isCurrent);
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
    return grant.expires() > System.currentTimeMillis();
  }

  private void put(Grant grant) {
    table.put(grant.id(), grant);
    index(grant);
  }

  private void index(Grant grant) {
    each(grant, (index, key) -> index.put(key, grant.id()));
  }

  private void unindex(Grant grant) {
    each(grant, Map::remove);
  }

  private void each(
      Grant grant, java.util.function.BiConsumer<Map<String, String>, String> change) {
    var keys =
        List.<Map.Entry<Map<String, String>, Function<Grant, @Nullable String>>>of(
            Map.entry(byCode, Grant::code),
            Map.entry(byAccess, Grant::access),
            Map.entry(byRefresh, Grant::refresh));
    for (var key : keys) {
      String value = key.getValue().apply(grant);
      if (value != null) {
        change.accept(key.getKey(), value);
      }
    }
  }

  private String secret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
