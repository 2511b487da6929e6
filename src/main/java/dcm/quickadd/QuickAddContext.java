package dcm.quickadd;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * What a line is read against.
 *
 * @param language of who types
 * @param zone of local times
 * @param weekStart the guild's, for intervals of weeks and for "next week"
 * @param now the time to which relative and incomplete dates refer
 */
@RecordBuilder
public record QuickAddContext(
    QuickAddLanguage language, ZoneId zone, DayOfWeek weekStart, Instant now, QuickAddNames names)
    implements QuickAddContextBuilder.With {
  LocalDateTime local() {
    return now.atZone(zone).toLocalDateTime();
  }

  LocalDate today() {
    return local().toLocalDate();
  }
}
