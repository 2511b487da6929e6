package dcm.notify;

import dcm.guild.query.QueryResult;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.quickadd.QuickAddContext;
import dcm.quickadd.QuickAddLanguage;
import dcm.quickadd.QuickAddNames;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a line that is typed in a guild is read against. */
public final class TypingContext {
  private TypingContext() {}

  public static QuickAddContext of(
      QueryResult.Vocabulary vocabulary, MessageLanguage language, Instant now) {
    return new QuickAddContext(
        of(language),
        vocabulary.settings().zone(),
        vocabulary.settings().weekStart(),
        now,
        new QuickAddNames(
            vocabulary.members(),
            vocabulary.roles(),
            names(vocabulary.categories()),
            names(vocabulary.labels())));
  }

  /** For texts that mention nobody. */
  public static QuickAddContext of(
      ZoneId zone, DayOfWeek weekStart, MessageLanguage language, Instant now) {
    return new QuickAddContext(of(language), zone, weekStart, now, QuickAddNames.NONE);
  }

  private static QuickAddLanguage of(MessageLanguage language) {
    return switch (language) {
      case EN -> QuickAddLanguage.EN;
      case NL -> QuickAddLanguage.NL;
    };
  }

  private static Map<GroupingId, String> names(List<Grouping> groupings) {
    return groupings.stream().collect(Collectors.toMap(Grouping::id, Grouping::name));
  }
}
