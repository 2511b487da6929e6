package dcm.guild.rules;

import dcm.guild.event.WorkloadEvent;
import dcm.guild.workload.Workload;
import java.time.Duration;
import java.time.Instant;

/**
 * Rules on forgetting the past of balances. A wake-up decides it once a week; the share that
 * remains is in the event, so that no instant of replay changes it.
 */
final class WorkloadRules {
  static final int MAX_HALF_LIFE_WEEKS = 260;
  private static final double WHOLE = 1_000_000;

  private WorkloadRules() {}

  static void decay(DecisionContext context) {
    Workload workload = context.state().workload();
    Integer halfLife = context.state().profile().settings().balanceHalfLifeWeeks();
    Instant next = workload.nextDecay();
    if (halfLife == null || next == null || next.isAfter(context.at())) {
      return;
    }
    long weeks = 1 + Duration.between(next, context.at()).dividedBy(Workload.DECAY_INTERVAL);
    Instant until = next.plus(Workload.DECAY_INTERVAL.multipliedBy(weeks - 1));
    double remaining = WHOLE * StrictMath.pow(0.5, (double) weeks / halfLife);
    context.emit(new WorkloadEvent.Decayed(until, (int) StrictMath.rint(remaining)));
  }
}
