package dcm.guild.workload;

import dcm.guild.value.MemberId;
import java.util.List;

/**
 * Members who were there together when work was given, so that each was entitled to an equal part
 * of it.
 *
 * @param total of all work given while exactly these members were there
 * @param uses number of shares that may still change it
 */
public record EntitledGroup(int id, List<MemberId> members, long total, int uses) {

  EntitledGroup plus(long given, int moreUses) {
    return new EntitledGroup(id, members, total + given, uses + moreUses);
  }

  /** The entitlement of the member at an index. */
  long entitlement(int index) {
    return Share.part(total, members.size(), index);
  }
}
