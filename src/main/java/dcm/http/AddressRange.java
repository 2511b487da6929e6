package dcm.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that share their first bits: one address, or a range in CIDR notation (RFC 4632, RFC
 * 4291).
 *
 * @param bits how many are shared
 */
record AddressRange(InetAddress network, int bits) {
  /** Literals only: a name would be looked up. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

  /** Null when the text is neither an address nor a range. */
  static @Nullable AddressRange parse(String text) {
    var slash = text.indexOf('/');
    var network = address(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      return null;
    }
    var all = network.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new AddressRange(network, all);
    }
    var bits = text.substring(slash + 1);
    return BITS.matcher(bits).matches() && Integer.parseInt(bits) <= all
        ? new AddressRange(network, Integer.parseInt(bits))
        : null;
  }

  /** Null when the text is no address; an IPv4 address written as IPv6 is an IPv4 address. */
  static @Nullable InetAddress address(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException notAnAddress) {
      return null;
    }
  }

  boolean contains(InetAddress address) {
    var ours = network.getAddress();
    var theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
