package dcm.http.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address or a range of addresses in CIDR notation (RFC 4632, RFC 4291).
 *
 * @param prefixLength in bits
 */
record AddressRange(InetAddress network, int prefixLength) {
  /** Literals only: a host name would cause a DNS lookup. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private static final Pattern PREFIX_LENGTH = Pattern.compile("[0-9]{1,3}");

  /** Parses an address or a range; null when the text is neither. */
  static @Nullable AddressRange parse(String text) {
    var slash = text.indexOf('/');
    var network = parseAddress(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      return null;
    }
    var addressBits = network.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new AddressRange(network, addressBits);
    }
    var prefixText = text.substring(slash + 1);
    return PREFIX_LENGTH.matcher(prefixText).matches()
            && Integer.parseInt(prefixText) <= addressBits
        ? new AddressRange(network, Integer.parseInt(prefixText))
        : null;
  }

  /** Parses an address; null when the text is not one. An IPv4-mapped IPv6 address becomes IPv4. */
  static @Nullable InetAddress parseAddress(String text) {
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
    var ownBytes = network.getAddress();
    var otherBytes = address.getAddress();
    if (ownBytes.length != otherBytes.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((ownBytes[bit / Byte.SIZE] ^ otherBytes[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
