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
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads words between commas; adds a sentence for each that is no role, and when none is left.
   */
  static Set<Role> read(String words, List<String> problems) {
    var roles = EnumSet.noneOf(Role.class);
    for (var word : words.split(",", -1)) {
      var found =
          Arrays.stream(values()).filter(role -> role.word().equals(word.strip())).findAny();
      found.ifPresent(roles::add);
      if (found.isEmpty()) {
        problems.add("DCM_ROLES: there is no role \"" + word.strip() + "\", only " + all());
      }
    }
    return roles;
  }

  private static String all() {
    return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
  }
}
