package dcm.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.interaction.HttpInteractionDelivery;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The bot's application: credentials, the Ed25519 key that signs interactions, and their endpoint
 * URL when they are not delivered by the gateway. The credentials are constants, because they are
 * accepted on the loopback only.
 */
public final class BotApplication {
  public static final String CLIENT_SECRET = "local-discord-client-secret";
  public static final String BOT_TOKEN =
      Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(
                  InitialState.APPLICATION.getBytes(java.nio.charset.StandardCharsets.UTF_8))
          + ".local.sandbox-of-dcm";

  private static final int RAW_KEY_BYTES = 32;

  record StoredApplication(String privateKey, String publicKey, @Nullable String interactionsUrl) {}

  private final PersistentTable<StoredApplication> table;
  private final List<String> redirectUris;
  private final HttpInteractionDelivery httpDelivery;

  public BotApplication(
      StateLog stateLog, List<String> redirectUris, HttpInteractionDelivery httpDelivery) {
    this.table = stateLog.table("application", StoredApplication.class);
    this.redirectUris = redirectUris;
    this.httpDelivery = httpDelivery;
  }

  public void initialize() throws GeneralSecurityException {
    if (table.get(InitialState.APPLICATION) == null) {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Base64.Encoder base64 = Base64.getEncoder();
      table.put(
          InitialState.APPLICATION,
          new StoredApplication(
              base64.encodeToString(pair.getPrivate().getEncoded()),
              base64.encodeToString(pair.getPublic().getEncoded()),
              null));
    }
  }

  private StoredApplication stored() {
    return Objects.requireNonNull(
        table.get(InitialState.APPLICATION), "initialize() was not called");
  }

  /** The raw public key of 32 bytes in hex, as in Discord's developer portal. */
  public String publicKey() {
    byte[] encoded = Base64.getDecoder().decode(stored().publicKey());
    return HexFormat.of()
        .formatHex(Arrays.copyOfRange(encoded, encoded.length - RAW_KEY_BYTES, encoded.length));
  }

  /** Ed25519 signature over timestamp and raw body, in hex. */
  public String sign(String timestamp, String body) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getDecoder().decode(stored().privateKey())));
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update((timestamp + body).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every JDK", e);
    }
  }

  @Nullable
  public String interactionsUrl() {
    return stored().interactionsUrl();
  }

  /**
   * Whether a redirect URI is registered; without a configured list every URI on the loopback is.
   */
  public boolean isRedirectAllowed(String uri) {
    if (!redirectUris.isEmpty()) {
      return redirectUris.contains(uri);
    }
    try {
      URI parsed = URI.create(uri);
      String host = parsed.getHost();
      return parsed.getFragment() == null
          && host != null
          && List.of("localhost", "127.0.0.1", "[::1]").contains(host)
          && List.of("http", "https").contains(String.valueOf(parsed.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  public List<String> redirectUris() {
    return redirectUris;
  }

  /**
   * Sets {@code interactions_endpoint_url}. As Discord does, it first sends a PING and probes with
   * a wrong and a missing signature, and rejects an endpoint that does not respond with PONG and
   * 401. Null restores delivery by the gateway.
   */
  public CompletionStage<Void> edit(JsonNode form) {
    if (!form.has("interactions_endpoint_url")) {
      return CompletableFuture.completedFuture(null);
    }
    JsonNode url = form.path("interactions_endpoint_url");
    if (url.isNull() || url.asText().isEmpty()) {
      storeInteractionsUrl(null);
      return CompletableFuture.completedFuture(null);
    }
    return httpDelivery
        .probe(this, url.asText())
        .thenAccept(verified -> storeInteractionsUrl(url.asText()));
  }

  private void storeInteractionsUrl(@Nullable String url) {
    table.put(
        InitialState.APPLICATION,
        new StoredApplication(stored().privateKey(), stored().publicKey(), url));
  }

  public ObjectNode toJson(int guilds) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", InitialState.APPLICATION)
            .put("name", DiscordJson.BOT.name())
            .putNull("icon")
            .put("description", "Recurring tasks for guilds, on a local Discord.")
            .putNull("type")
            .putNull("cover_image")
            .put("summary", "")
            .put("bot_public", true)
            .put("bot_require_code_grant", false)
            .put("verify_key", publicKey())
            .put("flags", 565_248)
            .put("flags_new", "565248")
            .put("max_participants", -1)
            .put("hook", true)
            .put("storefront_available", false)
            .put("is_monetized", false)
            .put("is_verified", false)
            .put("is_discoverable", false)
            .put("explicit_content_filter", 0)
            .putNull("role_connections_verification_url")
            .put("interactions_endpoint_url", interactionsUrl())
            .put("approximate_guild_count", guilds)
            .put("approximate_user_install_count", 0)
            .put("approximate_user_authorization_count", 0)
            .putNull("team");
    json.putObject("integration_types_config").putObject("0");
    json.set("redirect_uris", SandboxJson.strings(redirectUris));
    json.putArray("tags");
    json.putArray("eligible_oauth2_scopes");
    json.set(
        "owner",
        DiscordJson.user(new SandboxGuild.User("1200000000000000099", "operator", "Operator")));
    json.set("bot", DiscordJson.user(DiscordJson.BOT));
    return json;
  }
}
