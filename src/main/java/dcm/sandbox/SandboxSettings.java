package dcm.sandbox;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's block of the configuration, {@code dcm.sandbox}.
 *
 * @param enabled whether the sandbox runs ({@code port = off}: it does not)
 * @param port port on the loopback; 0 selects a free one
 * @param dataDirectory directory of the state log; it is created when missing
 * @param openapi Discord's OpenAPI description, against which requests and responses are validated;
 *     null: only the hand-written rules apply
 * @param redirectUris registered OAuth2 redirect URIs; empty: any on the loopback
 * @param messagesPer5s messages that the bot may create in one channel in 5 s before it gets a 429
 */
public record SandboxSettings(
    boolean enabled,
    int port,
    Path dataDirectory,
    @Nullable Path openapi,
    List<String> redirectUris,
    int messagesPer5s) {
  public SandboxSettings {
    redirectUris = List.copyOf(redirectUris);
  }

  /** Reads the settings; adds one sentence per problem to {@code errors}. */
  public static SandboxSettings of(Config root, List<String> errors) {
    Config config = root.getConfig("dcm.sandbox");
    String port = config.getString("port");
    boolean enabled = !port.equals("off") && !port.equals("false");
    String openapi = config.getString("openapi");
    if (!openapi.isEmpty() && !Files.isReadable(Path.of(openapi))) {
      errors.add("dcm.sandbox.openapi names a file that cannot be read: " + openapi);
    }
    int messages = config.getInt("messages-per-5s");
    if (messages < 1) {
      errors.add("dcm.sandbox.messages-per-5s must be at least 1, not " + messages);
    }
    return new SandboxSettings(
        enabled,
        enabled ? parsePort(port, errors) : 0,
        Path.of(config.getString("data")),
        openapi.isEmpty() ? null : Path.of(openapi),
        config.getStringList("redirect-uris"),
        messages);
  }

  private static int parsePort(String port, List<String> errors) {
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      errors.add("DCM_SANDBOX_PORT must be a port or off, not " + port);
      return 0;
    }
    errors.add("DCM_SANDBOX_PORT must be between 0 and 65535, not " + port);
    return 0;
  }
}
