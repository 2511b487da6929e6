package dcm.auth;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Settings of logins, sessions and tokens: {@code dcm.auth}.
 *
 * @param publicUrl URL of this installation for browsers, without a trailing slash
 * @param discordUrl base of Discord's pages and of its API, without a trailing slash
 * @param accessTokenTtl lifetime of an access token, at most ten minutes
 * @param clockSkew tolerated difference between clocks, at most 30 s
 * @param tokenCacheSize memory for the verified access tokens that this node remembers, in units of
 *     about 1 KiB, of which a token with at most 15 roles takes one; also the maximum number of
 *     sessions
 * @param signingKeyTtl the period in which one key signs
 * @param sessionTtl lifetime of a session; then the user logs in again
 * @param guildListTtl how long the list of a user's guilds is cached
 * @param discordTimeout timeout of one request to Discord
 */
public record AuthSettings(
    String publicUrl,
    String discordUrl,
    String clientId,
    String clientSecret,
    Duration accessTokenTtl,
    Duration clockSkew,
    int tokenCacheSize,
    Duration signingKeyTtl,
    Duration sessionTtl,
    Duration guildListTtl,
    Duration discordTimeout) {

  /** Reads {@code dcm.auth} of the whole configuration; adds a sentence per bad key. */
  public static AuthSettings from(Config root, List<String> problems) {
    var auth = root.getConfig("dcm.auth");
    var settings =
        new AuthSettings(
            withoutSlash(auth.getString("public-url")),
            withoutSlash(auth.getString("discord-url")),
            auth.getString("client-id"),
            auth.getString("client-secret"),
            auth.getDuration("access-token-ttl"),
            auth.getDuration("clock-skew"),
            auth.getInt("token-cache-size"),
            auth.getDuration("signing-key-ttl"),
            auth.getDuration("session-ttl"),
            auth.getDuration("guild-list-ttl"),
            auth.getDuration("discord-timeout"));
    settings.check(problems);
    return settings;
  }

  /** The redirect URI, which must be registered at Discord in exactly this form. */
  public URI redirectUri() {
    return URI.create(publicUrl + "/api/v1/auth/callback");
  }

  /** Whether browsers reach this installation over TLS, so that cookies can be marked secure. */
  boolean usesTls() {
    return publicUrl.startsWith("https://");
  }

  String audience() {
    return publicUrl + "/api/v1";
  }

  private void check(List<String> problems) {
    checkPublicUrl(problems);
    if (!isWebUrl(discordUrl)) {
      problems.add("dcm.auth.discord-url (DCM_DISCORD_URL) must look like https://host");
    }
    if (clientId.isBlank() || clientSecret.isBlank()) {
      problems.add(
          "dcm.auth.client-id and client-secret (DCM_DISCORD_CLIENT_ID,"
              + " DCM_DISCORD_CLIENT_SECRET) are needed to log in through Discord");
    }
    between(
        problems,
        "access-token-ttl",
        accessTokenTtl,
        Duration.ofSeconds(10),
        Duration.ofMinutes(10));
    between(problems, "clock-skew", clockSkew, Duration.ZERO, Duration.ofSeconds(30));
    if (tokenCacheSize < 100 || tokenCacheSize > 1_000_000) {
      problems.add("dcm.auth.token-cache-size must lie between 100 and 1000000");
    }
    between(problems, "signing-key-ttl", signingKeyTtl, Duration.ofHours(1), Duration.ofDays(366));
    between(problems, "session-ttl", sessionTtl, Duration.ofMinutes(10), Duration.ofDays(366));
    between(problems, "guild-list-ttl", guildListTtl, Duration.ofSeconds(1), Duration.ofHours(1));
    between(
        problems, "discord-timeout", discordTimeout, Duration.ofMillis(100), Duration.ofSeconds(9));
  }

  private void checkPublicUrl(List<String> problems) {
    if (!isWebUrl(publicUrl)) {
      problems.add("dcm.auth.public-url (DCM_PUBLIC_URL) must look like https://host");
    } else if (!usesTls() && !isThisMachine(URI.create(publicUrl).getHost())) {
      problems.add(
          "dcm.auth.public-url (DCM_PUBLIC_URL) must begin with https:// unless its host is a"
              + " loopback address: "
              + publicUrl);
    }
  }

  private static void between(
      List<String> problems, String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      problems.add(
          "dcm.auth.%s must lie between %ss and %ss"
              .formatted(key, min.toMillis() / 1000.0, max.toSeconds()));
    }
  }

  private static boolean isWebUrl(String url) {
    try {
      var uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException notAUrl) {
      return false;
    }
  }

  private static boolean isThisMachine(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    // addresses only: the resolution of a name can change
    var literal = host.startsWith("[") || host.matches("[0-9.]+");
    try {
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Omits the secret, because settings are logged. */
  @Override
  public String toString() {
    return "AuthSettings["
        + publicUrl
        + ", Discord at "
        + discordUrl
        + ", client "
        + clientId
        + "]";
  }
}
