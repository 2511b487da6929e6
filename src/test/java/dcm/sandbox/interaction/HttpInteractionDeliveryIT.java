package dcm.sandbox.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcm.sandbox.LocalSandbox;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxJson;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactions over HTTP: signed, and only to endpoints that verify signatures. */
class HttpInteractionDeliveryIT {
  @TempDir Path data;
  private LocalSandbox local;
  private HttpServer endpoint;
  private boolean verifiesSignatures = true;

  @BeforeEach
  void open() throws IOException {
    local = new LocalSandbox(data);
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext("/", this::interaction);
    endpoint.start();
    local.bot(
        "PUT",
        "/applications/" + InitialState.APPLICATION + "/commands",
        List.of(Map.of("name", "ping", "description", "d")));
  }

  @AfterEach
  void close() {
    endpoint.stop(0);
    local.close();
  }

  private void interaction(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean accepted = !verifiesSignatures || isSigned(call, body);
    JsonNode event = SandboxJson.read(body);
    String responseBody =
        event.path("type").asInt() == 1
            ? "{\"type\":1}"
            : "{\"type\":4,\"data\":{\"content\":\"hello %s\"}}"
                .formatted(event.at("/member/user/username").asText());
    byte[] bytes = accepted ? responseBody.getBytes(StandardCharsets.UTF_8) : new byte[0];
    call.sendResponseHeaders(accepted ? 200 : 401, accepted ? bytes.length : -1);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private boolean isSigned(HttpExchange call, String body) {
    Optional<String> signature =
        Optional.ofNullable(call.getRequestHeaders().getFirst("X-Signature-Ed25519"));
    try {
      byte[] key = HexFormat.of().parseHex(local.sandbox.publicKey());
      boolean odd = (key[31] & 0x80) != 0;
      key[31] &= 0x7f;
      byte[] bigEndian = new byte[32];
      for (int i = 0; i < 32; i++) {
        bigEndian[i] = key[31 - i];
      }
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new EdECPublicKeySpec(
                      NamedParameterSpec.ED25519,
                      new EdECPoint(odd, new BigInteger(1, bigEndian)))));
      String timestamp = call.getRequestHeaders().getFirst("X-Signature-Timestamp");
      verifier.update((timestamp + body).getBytes(StandardCharsets.UTF_8));
      return signature.isPresent() && verifier.verify(HexFormat.of().parseHex(signature.get()));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private LocalSandbox.Response configureEndpoint() {
    return local.send(
        "PATCH",
        "/sandbox/application",
        Map.of(
            "interactions_endpoint_url",
            "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/"));
  }

  @Test
  void an_endpoint_that_checks_signatures_gets_the_interactions() {
    assertThat(configureEndpoint().status()).isEqualTo(200);
    assertThat(
            local
                .command(InitialState.SANNE, "ping", Map.of())
                .at("/response/message/content")
                .asText())
        .isEqualTo("hello sanne");
  }

  @Test
  void an_endpoint_that_accepts_any_signature_is_rejected() {
    verifiesSignatures = false;
    LocalSandbox.Response response = configureEndpoint();
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body().toString()).contains("wrong signature");
  }
}
