package dcm.cluster;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A role of a node. A node may have all roles. */
public enum Role {
  /** Serves HTTP: REST, WebSockets, the dashboard. */
  GATEWAY,
  /** Runs guild entities. */
  GUILD,
  /** Runs the connections to Discord's gateway. */
  BOT;

  /** The role's name in the configuration and in Pekko. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Parses role names separated by commas; adds a sentence to {@code problems} for each unknown
   * name.
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
