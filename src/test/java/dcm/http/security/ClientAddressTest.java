package dcm.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.http.pipeline.Responses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final String PROXIES = "192.0.2.1, 10.0.0.0/8 2001:db8:ffff::/48";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // peer | Forwarded | X-Forwarded-For | client
        "192.0.2.1 | - | - | 192.0.2.1",
        "192.0.2.1 | - | 203.0.113.7 | 203.0.113.7",
        "10.200.3.4 | - | 203.0.113.7 | 203.0.113.7",
        "2001:db8:ffff:1::5 | - | 2001:db8::9 | 2001:db8::9",
        "203.0.113.9 | - | 203.0.113.7 | 203.0.113.9",
        "203.0.113.9 | for=203.0.113.7 | - | 203.0.113.9",
        "192.0.2.1 | - | 198.51.100.1, 203.0.113.7 | 203.0.113.7",
        "192.0.2.1 | - | 198.51.100.1, 203.0.113.7, 10.0.0.5 | 203.0.113.7",
        "192.0.2.1 | - | 10.0.0.7, 10.0.0.5 | 10.0.0.7",
        "192.0.2.1 | - | 203.0.113.7:55012 | 203.0.113.7",
        "192.0.2.1 | - | [2001:db8::9]:443 | 2001:db8::9",
        "192.0.2.1 | - | ::ffff:203.0.113.7 | 203.0.113.7",
        "192.0.2.1 | - | <script>, 203.0.113.7 | 203.0.113.7",
        "192.0.2.1 | - | 203.0.113.7, rubbish | 192.0.2.1",
        "192.0.2.1 | - | 203.0.113.7, rubbish, 10.0.0.5 | 10.0.0.5",
        "192.0.2.1 | - | localhost | 192.0.2.1",
        "192.0.2.1 | - | 1 | 192.0.2.1",
        "192.0.2.1 | - | 999.1.1.1 | 192.0.2.1",
        "192.0.2.1 | - | fe80::1%eth0 | 192.0.2.1",
        "192.0.2.1 | - | `` | 192.0.2.1",
        "192.0.2.1 | for=203.0.113.7 | - | 203.0.113.7",
        "192.0.2.1 | For=203.0.113.7;proto=https;by=192.0.2.1 | - | 203.0.113.7",
        "192.0.2.1 | for=198.51.100.1, for=203.0.113.7;proto=http , by=_x;for=10.0.0.5 | - |"
            + " 203.0.113.7",
        "192.0.2.1 | for=\"[2001:db8:cafe::17]:4711\" | - | 2001:db8:cafe::17",
        "192.0.2.1 | for=\"_a\\\",for=1.2.3.4\", for=203.0.113.7 | - | 203.0.113.7",
        "192.0.2.1 | for=198.51.100.1, for=unknown | - | 192.0.2.1",
        "192.0.2.1 | for=198.51.100.1, for=_hidden, for=10.0.0.5 | - | 10.0.0.5",
        "192.0.2.1 | for=198.51.100.1, proto=https | - | 192.0.2.1",
        "192.0.2.1 | rubbish | - | 192.0.2.1",
        "192.0.2.1 | for=203.0.113.7, \"unclosed | - | 192.0.2.1",
        "192.0.2.1 | for=203.0.113.7 | 203.0.113.7 | 203.0.113.7",
        // the client can write the header that the proxy does not write
        "192.0.2.1 | for=198.51.100.1 | 203.0.113.7 | 192.0.2.1",
      })
  void the_client_is_the_last_address_seen_by_a_trusted_proxy(
      String peer, String forwarded, String xForwardedFor, String client) throws Exception {
    var request = HttpRequest.create();
    if (forwarded != null) {
      request = request.addHeader(Responses.header("Forwarded", forwarded));
    }
    if (xForwardedFor != null) {
      request = request.addHeader(Responses.header("X-Forwarded-For", xForwardedFor));
    }
    assertThat(ClientAddress.resolve(request, InetAddress.getByName(peer), proxies(PROXIES)))
        .isEqualTo(InetAddress.getByName(client));
  }

  @Test
  void every_bad_entry_is_named() {
    var problems = new ArrayList<String>();
    TrustedProxies.from(
        ConfigFactory.parseMap(
            Map.of(
                "trusted-proxies",
                "10.0.0.0/33, proxy.example.org, ::1, 2001:db8::/129 10.0.0.0/x, 300.1.1.1, 1")),
        problems);
    assertThat(problems)
        .hasSize(6)
        .allMatch(problem -> problem.contains("DCM_TRUSTED_PROXIES"))
        .extracting(problem -> problem.substring(problem.lastIndexOf(' ') + 1))
        .containsExactly(
            "10.0.0.0/33", "proxy.example.org", "2001:db8::/129", "10.0.0.0/x", "300.1.1.1", "1");
  }

  @Test
  void a_public_address_without_a_trusted_proxy_causes_a_warning() {
    assertThat(proxies("").warning("https://dcm.example.org"))
        .contains("https://dcm.example.org")
        .contains("DCM_TRUSTED_PROXIES");
    assertThat(proxies("10.0.0.1").warning("https://dcm.example.org")).isNull();
    assertThat(proxies("").warning("http://127.0.0.1:8080")).isNull();
  }

  @Test
  void no_proxy_is_trusted_by_default() {
    var http = ConfigFactory.parseResources("reference.conf").getConfig("dcm.http");
    assertThat(TrustedProxies.from(http.resolve(), new ArrayList<>()).ranges()).isEmpty();
  }

  private static TrustedProxies proxies(String text) {
    var problems = new ArrayList<String>();
    var proxies =
        TrustedProxies.from(ConfigFactory.parseMap(Map.of("trusted-proxies", text)), problems);
    assertThat(problems).isEmpty();
    return proxies;
  }
}
