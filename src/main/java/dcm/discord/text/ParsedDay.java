package dcm.discord.text;

import java.time.LocalDate;
import java.util.List;

/** The day that a text means. */
sealed interface ParsedDay {
  record Day(LocalDate date) implements ParsedDay {}

  /** The text means one of these, in order. */
  record OneOf(List<LocalDate> dates) implements ParsedDay {
    public OneOf {
      dates = List.copyOf(dates);
    }
  }

  /** The text names this date with another weekday than it has. */
  record OtherWeekday(LocalDate date) implements ParsedDay {}
}
