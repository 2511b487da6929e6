package dcm.http.security;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The proxies whose forwarding headers are trusted; any other client could name any address. */
public record TrustedProxies(List<AddressRange> ranges) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  public TrustedProxies {
    ranges = List.copyOf(ranges);
  }

  /** Reads a list, or a text separated by commas or blanks; adds one sentence per invalid entry. */
  public static TrustedProxies from(Config http, List<String> problems) {
    var key = "trusted-proxies";
    var entries =
        http.getValue(key).valueType() == ConfigValueType.LIST
            ? http.getStringList(key)
            : SEPARATOR
                .splitAsStream(http.getString(key))
                .filter(entry -> !entry.isEmpty())
                .toList();
    var ranges = new ArrayList<AddressRange>();
    for (var entry : entries) {
      var range = AddressRange.parse(entry);
      if (range == null) {
        problems.add(
            "dcm.http.trusted-proxies (DCM_TRUSTED_PROXIES) must list addresses and ranges such as"
                + " 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32, not "
                + entry);
      } else {
        ranges.add(range);
      }
    }
    return new TrustedProxies(ranges);
  }

  public boolean contains(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  /** A warning for the operator at start-up; null when there is none. */
  @Nullable
  public String warning(String publicUrl) {
    return ranges.isEmpty() && publicUrl.startsWith("https://")
        ? "The public URL is "
            + publicUrl
            + ", so a proxy is in front of this node, but DCM_TRUSTED_PROXIES is empty: all clients"
            + " behind it count as one address, with one address's limits"
        : null;
  }
}
