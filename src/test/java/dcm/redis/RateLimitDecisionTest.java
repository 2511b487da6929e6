package dcm.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitDecisionTest {
  private static final RateLimiter.Rate RATE = new RateLimiter.Rate(100, Duration.ofSeconds(60));

  @Test
  void headers_name_every_policy_that_was_checked() {
    var byAddress =
        new RateLimitDecision(
            List.of(
                new RateLimitDecision.PolicyResult(
                    "ip", RATE, 99, Duration.ofMillis(600), true, Duration.ZERO)));
    var byMember =
        new RateLimitDecision(
            List.of(
                new RateLimitDecision.PolicyResult(
                    "member",
                    new RateLimiter.Rate(5, Duration.ofSeconds(10)),
                    0,
                    Duration.ofSeconds(10),
                    false,
                    Duration.ofMillis(1500))));
    var combined = byAddress.combinedWith(byMember);
    assertThat(combined.policyHeader()).isEqualTo("\"ip\";q=100;w=60, \"member\";q=5;w=10");
    assertThat(combined.limitHeader()).isEqualTo("\"ip\";r=99;t=1, \"member\";r=0;t=10");
    assertThat(combined.allowed()).isFalse();
    assertThat(combined.retryAfterSeconds()).isEqualTo(2);
    assertThat(byAddress.allowed()).isTrue();
  }
}
