package dcm.guild.workload;

import dcm.guild.value.MemberId;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one occurrence counts for, as long as it can change or be undone.
 *
 * @param group id of the members whose entitlement grew; see {@link EntitledGroup}
 * @param total thousandths of a minute times the difficulty, for all carriers together
 * @param carriers the members for whom it counts: who has it or did it
 * @param at when they got it
 * @param done whether it was completed
 * @param counted false after it was skipped or missed: it counts for nobody unless that is undone
 * @param standIns members who took it over in a swap, with those for whom it still counts; null:
 *     none
 */
@RecordBuilder
public record Share(
    int ordinal,
    int group,
    long total,
    List<MemberId> carriers,
    Instant at,
    boolean done,
    boolean counted,
    @Nullable Map<MemberId, MemberId> standIns)
    implements ShareBuilder.With {
  public Share {
    carriers = List.copyOf(carriers);
    standIns =
        standIns == null || standIns.isEmpty()
            ? null
            : Collections.unmodifiableMap(new TreeMap<>(standIns));
  }

  boolean isFor(MemberId member) {
    return counted && carriers.contains(member);
  }

  /** The members for whom the work of others counts, after swaps. */
  List<MemberId> creditedFor(List<MemberId> doers) {
    Map<MemberId, MemberId> swapped = standIns == null ? Map.of() : standIns;
    return doers.stream()
        .map(member -> swapped.getOrDefault(member, member))
        .distinct()
        .sorted()
        .toList();
  }

  /** The part of each carrier. The parts differ by at most one and sum up to the total. */
  void forEachCarrier(ObjLongConsumer<MemberId> consumer) {
    for (int i = 0; i < carriers.size(); i++) {
      consumer.accept(carriers.get(i), part(total, carriers.size(), i));
    }
  }

  /** The part of the one at an index when a total is divided: all parts sum up to the total. */
  static long part(long total, int count, int index) {
    return Math.floorDiv(total + count - 1 - index, (long) count);
  }
}
