package dcm.quickadd;

import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.QuickAddResult.Code;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distances from now: {@code in 3 months}, {@code over een half uur}, {@code 3 days from now}. */
final class Distances {
  static final Set<String> WITHIN = Set.of("in", "over", "within", "binnen");
  private static final Set<String> FROM_NOW =
      Set.of("from now", "from today", "vanaf nu", "vanaf vandaag");

  /** Distances that are not a number of units. */
  private static final Map<String, Duration> FRACTIONS =
      Map.ofEntries(
          Map.entry("half an hour", Duration.ofMinutes(30)),
          Map.entry("a half hour", Duration.ofMinutes(30)),
          Map.entry("een half uur", Duration.ofMinutes(30)),
          Map.entry("een halfuur", Duration.ofMinutes(30)),
          Map.entry("half uur", Duration.ofMinutes(30)),
          Map.entry("anderhalf uur", Duration.ofMinutes(90)),
          Map.entry("an hour and a half", Duration.ofMinutes(90)),
          Map.entry("a quarter of an hour", Duration.ofMinutes(15)),
          Map.entry("een kwartier", Duration.ofMinutes(15)),
          Map.entry("drie kwartier", Duration.ofMinutes(45)));

  private final Tokens t;
  private final QuickAddContext context;
  private final LocalDate today;
  private final PhraseWords words;

  Distances(Tokens tokens, QuickAddContext context) {
    this.t = tokens;
    this.context = context;
    this.today = context.today();
    this.words = new PhraseWords(context.language());
  }

  /** in 3 months, over een half uur, 3 days from now. */
  @Nullable Match relative(int i) {
    if (t.isOneOf(i, WITHIN)) {
      var fraction = t.longest(FRACTIONS, i + 1);
      if (fraction != null) {
        return exact(fraction.value(), fraction.end());
      }
      int number = t.isOneOf(i + 1, Set.of("about", "ongeveer")) ? i + 2 : i + 1;
      int couple = t.skip(Set.of("a couple of", "a few", "een paar", "enkele"), number);
      return couple > number ? couple(couple) : distance(number);
    }
    Match distance = distance(i);
    int fromNow = distance == null ? i : t.skip(FROM_NOW, distance.end());
    return distance != null && fromNow > distance.end() && t.ends(fromNow)
        ? new Match(distance.phrase(), fromNow, Strength.STRONG)
        : null;
  }

  /** "in a couple of days" is two or three. */
  @Nullable Match couple(int i) {
    ChronoUnit unit =
        switch (Vocabulary.SPANS.get(t.at(i))) {
          case DAY -> ChronoUnit.DAYS;
          case WEEK -> ChronoUnit.WEEKS;
          case MONTH -> ChronoUnit.MONTHS;
          case YEAR, HOUR, MINUTE -> null;
          case null -> null;
        };
    return unit == null || !t.ends(i + 1)
        ? null
        : Match.strong(
            Phrase.Trouble.of(
                Code.UNCLEAR_DAY, words.on(today.plus(2, unit)), words.on(today.plus(3, unit))),
            i + 1);
  }

  @Nullable Match distance(int i) {
    Integer count = t.number(i);
    boolean tooMany = count == null && t.isNumber(i);
    Vocabulary.Span span =
        t.is(i + 1, "m")
            ? Vocabulary.Span.MINUTE
            : t.is(i + 1, "h") || t.is(i + 1, "u")
                ? Vocabulary.Span.HOUR
                : t.is(i + 1, "d")
                    ? Vocabulary.Span.DAY
                    : t.is(i + 1, "w") ? Vocabulary.Span.WEEK : Vocabulary.SPANS.get(t.at(i + 1));
    if (span == null || !t.ends(i + 2) || (count == null && !tooMany)) {
      return null;
    }
    if (tooMany) {
      return Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), i + 2);
    }
    return switch (span) {
      case MINUTE -> exact(Duration.ofMinutes(count), i + 2);
      case HOUR -> exact(Duration.ofHours(count), i + 2);
      case DAY -> DatePhrases.day(today.plusDays(count), i + 2);
      case WEEK -> DatePhrases.day(today.plusWeeks(count), i + 2);
      case MONTH -> DatePhrases.day(today.plusMonths(count), i + 2);
      case YEAR -> DatePhrases.day(today.plusYears(count), i + 2);
    };
  }

  Match exact(Duration distance, int end) {
    var instant = context.now().plus(distance).truncatedTo(ChronoUnit.SECONDS);
    return Match.strong(new Phrase.Exact(TimePhrases.at(instant, context.zone())), end);
  }
}
