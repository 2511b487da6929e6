package dcm.guild.recurrence;

import java.util.regex.Pattern;

/** The parts of an RRULE that are understood (RFC 5545, 3.3.10), and how each is written. */
enum Part {
  FREQ("DAILY|WEEKLY|MONTHLY|YEARLY"),
  INTERVAL("[1-9]\\d{0,3}"),
  COUNT("[1-9]\\d{0,3}"),
  UNTIL("\\d{8}(T\\d{6}Z?)?"),
  WKST(Part.WEEKDAY),
  BYMONTH(Part.list("0?[1-9]|1[0-2]")),
  BYMONTHDAY(Part.list("[+-]?(0?[1-9]|[12]\\d|3[01])")),
  BYDAY(Part.list("([+-]?(0?[1-9]|[1-4]\\d|5[0-3]))?(" + Part.WEEKDAY + ")")),
  BYSETPOS(Part.list("[+-]?(?!0+\\b)\\d{1,3}"));

  private static final String WEEKDAY = "MO|TU|WE|TH|FR|SA|SU";

  private final Pattern pattern;

  Part(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  boolean writes(String value) {
    return pattern.matcher(value).matches();
  }

  private static String list(String item) {
    return "(" + item + ")(,(" + item + "))*";
  }
}
