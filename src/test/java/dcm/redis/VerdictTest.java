package dcm.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Rate RATE = new Rate(100, Duration.ofSeconds(60));

  @Test
  void headers_name_every_policy_that_was_asked() {
    var byAddress =
        new Verdict(
            List.of(new Limit("ip", RATE, 99, Duration.ofMillis(600), true, Duration.ZERO)));
    var byMember =
        new Verdict(
            List.of(
                new Limit(
                    "member",
                    new Rate(5, Duration.ofSeconds(10)),
                    0,
                    Duration.ofSeconds(10),
                    false,
                    Duration.ofMillis(1500))));
    var both = byAddress.and(byMember);
    assertThat(both.policyHeader()).isEqualTo("\"ip\";q=100;w=60, \"member\";q=5;w=10");
    assertThat(both.limitHeader()).isEqualTo("\"ip\";r=99;t=1, \"member\";r=0;t=10");
    assertThat(both.allowed()).isFalse();
    assertThat(both.retryAfterSeconds()).isEqualTo(2);
    assertThat(byAddress.allowed()).isTrue();
  }
}
