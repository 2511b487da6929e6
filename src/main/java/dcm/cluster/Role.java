package dcm.cluster;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node is for. A node may be for all of it. */
public enum Role {
  /** HTTP: REST, WebSockets, the dashboard. */
  GATEWAY,
  /** Guilds live here. */
  GUILD,
  /** Connections to Discord's gateway live here. */
  BOT;

  /** As operators write it, and as Pekko knows it. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads words between commas; adds a sentence for each that is no role, and when none is left.
   */
  static Set<Role> parse(String text, List<String> problems) {
    var roles = EnumSet.noneOf(Role.class);
    for (var word : text.split(",", -1)) {
      var found =
          Arrays.stream(values()).filter(role -> role.configName().equals(word.strip())).findAny();
      found.ifPresent(roles::add);
      if (found.isEmpty()) {
        problems.add(
            "DCM_ROLES: unknown role \"" + word.strip() + "\"; known roles: " + allNames());
      }
    }
    return roles;
  }

  private static String allNames() {
    return Arrays.stream(values()).map(Role::configName).collect(Collectors.joining(", "));
  }
}
