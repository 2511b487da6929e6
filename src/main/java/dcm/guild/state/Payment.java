package dcm.guild.state;

import dcm.guild.event.PointsEvent;
import dcm.guild.value.MemberId;
import dcm.guild.value.PointsReason;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a member has got for an occurrence, as long as it can be undone: the occurrence is open, or
 * among the closings of its task.
 *
 * @param times how often it was paid, including what was returned
 * @param reason null: everything was returned
 * @param points the sum of what is not returned, with milestones
 * @param streakMark the guild's revision at which it counted for the streak; null: it did not
 * @param milestones the lengths of streaks that were rewarded with it
 */
@RecordBuilder
public record Payment(
    int ordinal,
    MemberId member,
    int times,
    @Nullable PointsReason reason,
    int points,
    @Nullable Long streakMark,
    List<Integer> milestones)
    implements PaymentBuilder.With {
  public Payment {
    milestones = milestones == null ? List.of() : List.copyOf(milestones);
  }

  static Payment none(int ordinal, MemberId member) {
    return new Payment(ordinal, member, 0, null, 0, null, List.of());
  }

  /** Whether it counts: it was not returned. */
  public boolean inForce() {
    return reason != null;
  }

  Payment apply(PointsEvent.Recorded event, long revision) {
    return switch (event.reason()) {
      case COMPLETED, LATE, PENALTY ->
          new Payment(
              ordinal,
              member,
              times + 1,
              event.reason(),
              event.delta(),
              event.streak() == null ? null : revision,
              List.of());
      case MILESTONE ->
          with(changed ->
              changed
                  .points(points + event.delta())
                  .milestones(
                      Stream.concat(milestones.stream(), Stream.of(event.milestone()))
                          .filter(Objects::nonNull)
                          .toList()));
      case UNDONE -> new Payment(ordinal, member, times, null, 0, null, List.of());
      case ADJUSTED -> this;
    };
  }
}
