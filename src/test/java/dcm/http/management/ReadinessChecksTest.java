package dcm.http.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessChecksTest {
  private record Gateway(boolean isConnected, String statusText)
      implements MonitoredComponents.Gateway {}

  @ParameterizedTest
  @CsvSource({"true,true,true", "true,false,true", "false,true,true", "false,false,false"})
  void without_its_gateway_only_a_node_that_answers_no_http_is_not_ready(
      boolean answersHttp, boolean connected, boolean ready) {
    assertThat(ReadinessChecks.gateway(new Gateway(connected, "told"), answersHttp).ok())
        .isEqualTo(ready);
  }

  @Test
  void the_state_of_the_gateway_is_always_reported() {
    assertThat(ReadinessChecks.gateway(new Gateway(false, "no shard connected"), true))
        .isEqualTo(new ReadinessChecks.Check("discord", true, "no shard connected"));
  }
}
