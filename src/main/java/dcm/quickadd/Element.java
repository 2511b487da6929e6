package dcm.quickadd;

/**
 * A phrase with its tokens.
 *
 * @param end exclusive
 */
record Element(Phrase phrase, int start, int end, Phrase.Strength strength) {
  /** Whether it says when; those are the company that an everyday word needs. */
  boolean isSchedule() {
    return switch (phrase) {
      case Phrase.Day _,
          Phrase.Exact _,
          Phrase.Times _,
          Phrase.Part _,
          Phrase.AllDay _,
          Phrase.Never _,
          Phrase.Repeat _,
          Phrase.NoRepeat _,
          Phrase.Start _,
          Phrase.End _,
          Phrase.Count _,
          Phrase.Floating _ ->
          true;
      case Phrase.Effort _,
          Phrase.Priority _,
          Phrase.Category _,
          Phrase.Label _,
          Phrase.Assignees _,
          Phrase.Sharing _,
          Phrase.Literal _ ->
          false;
      case Phrase.Trouble(var code, _) ->
          switch (code) {
            case UNCLEAR_DAY,
                UNCLEAR_TIME,
                UNCLEAR_REPEAT,
                TIME_RANGE,
                WRONG_WEEKDAY,
                NO_SUCH_DATE,
                NO_SUCH_TIME,
                PAST,
                WHICH_DAYS,
                NOT_IN_RULE,
                TOO_OFTEN,
                UNSUPPORTED ->
                true;
            case NO_TITLE,
                TITLE_TOO_LONG,
                TOO_LONG,
                UNKNOWN_NAME,
                AMBIGUOUS_NAME,
                SEVERAL_ASSIGNEES,
                MIXED_ASSIGNEES,
                UNKNOWN_GROUPING,
                AMBIGUOUS_GROUPING,
                UNKNOWN_PRIORITY,
                UNCLEAR_WORD,
                NEEDS_REPEAT,
                CONTRADICTION,
                OUT_OF_RANGE ->
                false;
          };
    };
  }
}
