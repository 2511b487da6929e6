package dcm.auth;

import static dcm.auth.Fixtures.SECRET;
import static dcm.auth.Fixtures.now;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.auth.AccessTokens.Verification.Reason;
import dcm.auth.AccessTokens.Verification.Rejected;
import dcm.auth.AccessTokens.Verification.Verified;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.RoleId;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Forged tokens, after RFC 8725 and known attacks; each is signed as well as an attacker could. */
class ForgedTokensTest {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-07-01T12:00:00Z"));
  private final AuthSettings settings = Fixtures.settings("");
  private final SigningKeys keys =
      new SigningKeys(new InMemorySigningKeyStore(), SECRET, settings, clock);
  private final AccessTokens tokens = new AccessTokens(keys, settings, clock);
  private final SigningKey key = now(keys.signer());
  private final String good =
      now(tokens.issue(
              new GuildId(1),
              new MemberId(42),
              new MembershipEvidence.FromDiscord("Sanne", Set.of(new RoleId(7)), false, null),
              3,
              "session"))
          .token();
  private final String head = part(0);
  private final String body = part(1);

  @Test
  void a_token_signed_by_this_test_is_accepted() {
    assertThat(now(tokens.verify(good))).isInstanceOf(Verified.class);
    assertThat(now(tokens.verify(signed(head, body)))).isInstanceOf(Verified.class);
    assertThat(now(tokens.verify(signed(head, body.replace("{", "{\"later\":1,")))))
        .as("claims that a later version adds are not in the way")
        .isInstanceOf(Verified.class);
  }

  @TestFactory
  Stream<DynamicTest> a_foreign_header_is_refused() throws GeneralSecurityException {
    var stranger = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var theirJwk = StrictJson.write(SigningKey.generate("theirs", Instant.MAX).jwk());
    return rejectedFor(
        Reason.UNEXPECTED_HEADER,
        Map.ofEntries(
            Map.entry("none", encode(head.replace("ES256", "none")) + "." + encode(body) + ".AA"),
            Map.entry("None", encode(head.replace("ES256", "None")) + "." + encode(body) + ".AA"),
            Map.entry("HS256 with our public key as its secret", hmacWithPublicKey()),
            Map.entry("ES384", signed(head.replace("ES256", "ES384"), body)),
            Map.entry("alg twice in other cases", signed(head("\"ALG\":\"none\""), body)),
            Map.entry("an id token's type", signed(head.replace("at+jwt", "JWT"), body)),
            Map.entry("no type", signed(head.replace("\"typ\":\"at+jwt\",", ""), body)),
            Map.entry("type in capitals", signed(head.replace("at+jwt", "AT+JWT"), body)),
            Map.entry("jku", signed(head("\"jku\":\"https://evil.example/jwks\""), body)),
            Map.entry("x5u", signed(head("\"x5u\":\"https://evil.example/x\""), body)),
            Map.entry("x5c", signed(head("\"x5c\":[\"MII\"]"), body)),
            Map.entry(
                "jwk of their own",
                signed(head("\"jwk\":" + theirJwk), body, stranger.getPrivate())),
            Map.entry("crit", signed(head("\"crit\":[\"exp\"]"), body)),
            Map.entry("b64", signed(head("\"b64\":false"), body)),
            Map.entry("zip", signed(head("\"zip\":\"DEF\""), body)),
            Map.entry("no kid", signed("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", body)),
            Map.entry("kid is no text", signed(head.replace("\"" + key.kid() + "\"", "7"), body)),
            Map.entry("alg is no text", signed(head.replace("\"ES256\"", "[\"ES256\"]"), body))));
  }

  @TestFactory
  Stream<DynamicTest> a_foreign_key_is_refused() throws GeneralSecurityException {
    var stranger = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var signature = good.substring(good.lastIndexOf('.') + 1);
    var unsigned = good.substring(0, good.lastIndexOf('.') + 1);
    var bytes = Base64.getUrlDecoder().decode(signature);
    bytes[10] ^= 1;
    return Stream.concat(
        rejectedFor(
            Reason.UNKNOWN_KEY,
            Map.of(
                "unknown kid", signed(head.replace(key.kid(), "unknown"), body),
                "kid as a path", signed(head.replace(key.kid(), "../../dev/null"), body),
                "kid as SQL", signed(head.replace(key.kid(), "x' or 'a'='a"), body))),
        rejectedFor(
            Reason.INVALID_SIGNATURE,
            Map.of(
                "signed by a stranger", signed(head, body, stranger.getPrivate()),
                "another body",
                    encode(head) + "." + encode(body.replace("42", "43")) + "." + signature,
                "one bit", unsigned + base64(bytes),
                "r and s are zero", unsigned + base64(new byte[64]),
                "r and s are the order", unsigned + base64(orderTwice()),
                "half a signature", unsigned + base64(new byte[32]),
                "DER instead of r and s", unsigned + base64(der()),
                "longer signature", unsigned + base64(new byte[65]))));
  }

  @TestFactory
  Stream<DynamicTest> what_two_readers_could_read_differently_is_refused() {
    var signature = good.substring(good.lastIndexOf('.') + 1);
    // the last of 86 characters has two unused bits
    var other = (char) (signature.charAt(85) + 1);
    var odd = new LinkedHashMap<String, String>();
    odd.put("empty", "");
    odd.put("two parts", encode(head) + "." + encode(body));
    odd.put("four parts", good + ".AA");
    odd.put("five parts, encrypted", "a.b.c.d.e");
    odd.put("empty signature", encode(head) + "." + encode(body) + ".");
    odd.put("padding", encode(head) + "=." + encode(body) + "." + signature);
    odd.put("a space before", " " + good);
    odd.put("a line's end behind", good + "\n");
    odd.put("base64 that is not for URLs", good.replaceFirst("\\.", "+."));
    odd.put("unused bits are set", good.substring(0, good.length() - 1) + other);
    odd.put("duplicate header", signed(head("\"alg\":\"none\""), body));
    odd.put("duplicate claim", signed(head, body.replaceFirst("\\{", "{\"sub\":\"43\",")));
    odd.put("duplicate deep inside", signed(head, claim("extra", "{\"a\":1,\"a\":2}")));
    odd.put("something behind the JSON", signed(head, body + "{}"));
    odd.put("header is a list", signed("[" + head + "]", body));
    odd.put("body is a text", signed(head, "\"text\""));
    odd.put("body is not JSON", signed(head, "{'sub':'42'}"));
    odd.put("body is null", signed(head, "null"));
    odd.put("deep body", signed(head, claim("extra", "[".repeat(40) + "]".repeat(40))));
    odd.put("long number", signed(head, claim("exp", "1".repeat(60))));
    odd.put("too long", signed(head, claim("extra", "\"" + "x".repeat(4096) + "\"")));
    odd.put("JSON serialisation", "{\"payload\":\"" + encode(body) + "\"}");
    return rejectedFor(Reason.MALFORMED, odd);
  }

  @TestFactory
  Stream<DynamicTest> every_claim_must_be_there_and_of_its_type() {
    var bad = new LinkedHashMap<String, String>();
    for (var name :
        List.of("sub", "gid", "roles", "adm", "epoch", "sid", "iat", "nbf", "exp", "jti")) {
      bad.put("without " + name, signed(head, changed(json -> json.remove(name))));
      bad.put(name + " is null", signed(head, claim(name, "null")));
      bad.put(name + " is an object", signed(head, claim(name, "{}")));
      bad.put(name + " is empty", signed(head, claim(name, "\"\"")));
    }
    bad.put("sub is a number", signed(head, claim("sub", "42")));
    bad.put("sub is no snowflake", signed(head, claim("sub", "\"-1\"")));
    bad.put("gid is beyond 64 bits", signed(head, claim("gid", "\"99999999999999999999\"")));
    bad.put("gid has a sign", signed(head, claim("gid", "\"+1\"")));
    bad.put("roles of numbers", signed(head, claim("roles", "[7]")));
    bad.put("roles of nonsense", signed(head, claim("roles", "[\"a\"]")));
    bad.put("adm is a text", signed(head, claim("adm", "\"true\"")));
    bad.put("adm is 1", signed(head, claim("adm", "1")));
    bad.put("epoch is negative", signed(head, claim("epoch", "-1")));
    bad.put("epoch is a fraction", signed(head, claim("epoch", "3.5")));
    bad.put("epoch is beyond 64 bits", signed(head, claim("epoch", "9223372036854775808")));
    bad.put("exp is a text", signed(head, claim("exp", "\"4102444800\"")));
    bad.put("exp in the distant future", signed(head, claim("exp", "4102444800")));
    bad.put("exp beyond time itself", signed(head, claim("exp", "9223372036854775807")));
    bad.put("exp before iat", signed(head, claim("exp", "1")));
    return rejectedFor(Reason.INVALID_CLAIMS, bad);
  }

  @TestFactory
  Stream<DynamicTest> a_token_for_somebody_else_is_refused() {
    var foreign = new LinkedHashMap<String, String>();
    foreign.put("other issuer", signed(head, claim("iss", "\"https://evil.example\"")));
    foreign.put("our issuer and a slash", signed(head, claim("iss", "\"https://dcm.example/\"")));
    foreign.put("no issuer", signed(head, changed(json -> json.remove("iss"))));
    foreign.put("other audience", signed(head, claim("aud", "\"https://dcm.example\"")));
    foreign.put("no audience", signed(head, changed(json -> json.remove("aud"))));
    foreign.put(
        "several audiences",
        signed(head, claim("aud", "[\"https://dcm.example/api/v1\",\"https://evil.example\"]")));
    return rejectedFor(Reason.WRONG_ISSUER_OR_AUDIENCE, foreign);
  }

  @Test
  void a_token_that_is_not_yet_valid_is_rejected() {
    var tomorrow = clock.instant().getEpochSecond() + 86_400;
    assertThat(now(tokens.verify(signed(head, claim("nbf", Long.toString(tomorrow))))))
        .isEqualTo(new Rejected(Reason.NOT_YET_VALID));
  }

  private Stream<DynamicTest> rejectedFor(Reason reason, Map<String, String> forged) {
    return forged.entrySet().stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.getKey(),
                () ->
                    assertThat(now(tokens.verify(row.getValue())))
                        .isEqualTo(new Rejected(reason))));
  }

  private String part(int index) {
    return new String(Base64.getUrlDecoder().decode(good.split("\\.", -1)[index]), UTF_8);
  }

  /** A valid header with an additional parameter. */
  private String head(String more) {
    return head.replaceFirst("\\{", "{" + more.replace("\\", "\\\\") + ",");
  }

  private String claim(String name, String json) {
    return changed(body -> body.set(name, StrictJson.value("0")))
        .replace("\"" + name + "\":0", "\"" + name + "\":" + json);
  }

  private String changed(Consumer<ObjectNode> change) {
    var json = StrictJson.object(body.getBytes(UTF_8));
    change.accept(json);
    return StrictJson.write(json);
  }

  private String signed(String header, String payload) {
    return signed(header, payload, key.privateKey());
  }

  private static String signed(String header, String payload, PrivateKey privateKey) {
    var unsigned = encode(header) + "." + encode(payload);
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(privateKey);
      signature.update(unsigned.getBytes(UTF_8));
      return unsigned + "." + base64(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private byte[] der() throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.privateKey());
    signature.update(good.substring(0, good.lastIndexOf('.')).getBytes(UTF_8));
    return signature.sign();
  }

  private String hmacWithPublicKey() throws GeneralSecurityException {
    var unsigned = encode(head.replace("ES256", "HS256")) + "." + encode(body);
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.publicKey().getEncoded(), "HmacSHA256"));
    return unsigned + "." + base64(mac.doFinal(unsigned.getBytes(UTF_8)));
  }

  private byte[] orderTwice() {
    var order = key.publicKey().getParams().getOrder().toByteArray();
    var both = new byte[64];
    System.arraycopy(order, 1, both, 0, 32);
    System.arraycopy(order, 1, both, 32, 32);
    return both;
  }

  private static String encode(String text) {
    return base64(text.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
