package dcm.view;

import dcm.guild.GuildEvent;
import dcm.guild.MemberId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the audit log are asked for.
 *
 * @param member null: whoever did it
 * @param kinds stable names of events ({@link GuildEvent#KINDS}); empty: all
 * @param from null: from the beginning; included
 * @param to null: until now; excluded
 */
public record AuditFilter(
    @Nullable MemberId member, Set<String> kinds, @Nullable Instant from, @Nullable Instant to) {
  public static final AuditFilter ALL = new AuditFilter(null, Set.of(), null, null);

  public AuditFilter {
    kinds = Set.copyOf(kinds);
  }

  boolean lets(AuditLine line) {
    return (member == null || member.equals(line.by().member()))
        && (kinds.isEmpty() || kinds.contains(line.kind()))
        && (to == null || line.at().isBefore(to))
        && !isPassed(line.at());
  }

  /**
   * True when this line and, but for clocks that differ by a moment, all older ones are too old.
   */
  boolean isPassed(Instant at) {
    return from != null && at.isBefore(from);
  }
}
