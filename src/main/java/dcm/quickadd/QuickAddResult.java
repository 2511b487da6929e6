package dcm.quickadd;

import dcm.guild.value.Assignment;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line as it was understood. What a problem concerns is not in the fields: nothing is guessed.
 *
 * @param fields of the task
 * @param titleRanges the ranges that make up the title
 * @param understood the other parts that were understood, in the order of the text
 * @param problems in the order of the text; empty: the task can be created without asking
 */
public record QuickAddResult(
    Fields fields, List<Range> titleRanges, List<Understood> understood, List<Problem> problems) {
  public QuickAddResult {
    titleRanges = List.copyOf(titleRanges);
    understood = List.copyOf(understood);
    problems = List.copyOf(problems);
  }

  /**
   * The fields of a task; those that are not stated are null or empty.
   *
   * @param title what remains of the line, in Unicode's normal form NFC, with single blanks; may be
   *     empty
   * @param schedule {@code Once(Never)} when nothing says when
   * @param minutes effort
   */
  public record Fields(
      String title,
      Schedule schedule,
      @Nullable Assignment assignment,
      Task.@Nullable Priority priority,
      @Nullable Integer minutes,
      @Nullable GroupingId category,
      List<GroupingId> labels) {
    public Fields {
      labels = labels.stream().distinct().sorted().toList();
    }
  }

  /**
   * Characters of the text, as UTF-16 code units.
   *
   * @param to exclusive
   */
  public record Range(int from, int to) {}

  /**
   * An understood part.
   *
   * @param words its meaning in the language of who typed, which the grammar understands again
   */
  public record Understood(Kind kind, int from, int to, String text, String words) {}

  /** What an understood part is about. */
  public enum Kind {
    DAY,
    TIME,
    REPEAT,
    START,
    END,
    COUNT,
    ANCHOR,
    ASSIGNEE,
    STRATEGY,
    PRIORITY,
    EFFORT,
    CATEGORY,
    LABEL;

    /** The name in the public JSON. */
    public String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A part that was not understood, or has several meanings.
   *
   * @param alternatives texts that can replace the part; may be empty
   */
  public record Problem(Code code, int from, int to, String text, List<String> alternatives) {
    public Problem {
      alternatives = List.copyOf(alternatives);
    }
  }

  /** Why a part was not understood. */
  public enum Code {
    NO_TITLE,
    TITLE_TOO_LONG,
    TOO_LONG,
    UNKNOWN_NAME,
    AMBIGUOUS_NAME,
    /** Several assignees without a word on whether they take turns. */
    SEVERAL_ASSIGNEES,
    /** A role with members, or several roles. */
    MIXED_ASSIGNEES,
    UNKNOWN_GROUPING,
    AMBIGUOUS_GROUPING,
    UNKNOWN_PRIORITY,
    UNCLEAR_DAY,
    UNCLEAR_TIME,
    UNCLEAR_REPEAT,
    /** An everyday word that is also the short form of a weekday. */
    UNCLEAR_WORD,
    TIME_RANGE,
    WRONG_WEEKDAY,
    NO_SUCH_DATE,
    NO_SUCH_TIME,
    PAST,
    /** So many times a week, without the days. */
    WHICH_DAYS,
    /** An end, a count or an anchor without a repetition. */
    NEEDS_REPEAT,
    /** The day is not a day of the repetition. */
    NOT_IN_RULE,
    /** The same thing is stated twice, differently. */
    CONTRADICTION,
    OUT_OF_RANGE,
    /** More often than daily. */
    TOO_OFTEN,
    /** A repetition that this grammar has no words for. */
    UNSUPPORTED;

    /** The code in the public JSON and in keys of messages. */
    public String tag() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
