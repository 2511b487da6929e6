package dcm.http.security;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose word counts for where a request comes from; anybody else could claim to be anybody. */
public record TrustedProxies(List<AddressRange> ranges) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  public TrustedProxies {
    ranges = List.copyOf(ranges);
  }

  /** Reads a list, or a text with commas or spaces between; adds a sentence per bad entry. */
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

  /** What an operator should know at start; null when nothing is amiss. */
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
