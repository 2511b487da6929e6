package dcm.quickadd;

import static java.util.Map.entry;

import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Mode;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.QuickAddResult.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Phrases that mention members, roles, categories and labels. A name behind "@" or "#" that is not
 * known is reported. Behind "for" it is a part of the title, unless it nearly is a member's name or
 * stands in a list of members.
 */
final class NamePhrases {
  private static final Set<String> FOR = Set.of("for", "voor");

  /** As the option of the command is called: "turns Milan, Noor". */
  private static final Set<String> TURNS = Set.of("turns", "turns:", "beurten", "beurten:");

  private static final Set<String> AND = Set.of(",", "and", "en", "&", "+", ", and", ", en");
  private static final Set<String> OR = Set.of("or", "of", ", or", ", of");
  private static final Set<String> EVERYONE =
      Set.of(
          "everyone",
          "everybody",
          "iedereen",
          "allemaal",
          "@everyone",
          "@iedereen",
          "@everybody",
          "for everyone",
          "for everybody",
          "voor iedereen",
          "for @everyone",
          "voor @iedereen",
          "voor @everyone");
  private static final Map<String, Mode> MODES =
      Map.ofEntries(
          entry("in turns", Mode.TURNS),
          entry("by turns", Mode.TURNS),
          entry("take turns", Mode.TURNS),
          entry("taking turns", Mode.TURNS),
          entry("in rotation", Mode.TURNS),
          entry("om de beurt", Mode.TURNS),
          entry("om beurten", Mode.TURNS),
          entry("om en om", Mode.TURNS),
          entry("beurtelings", Mode.TURNS),
          entry("bij toerbeurt", Mode.TURNS),
          entry("together", Mode.TOGETHER),
          entry("samen", Mode.TOGETHER),
          entry("each of them", Mode.EACH),
          entry("ieder apart", Mode.EACH),
          entry("elk apart", Mode.EACH),
          entry("any of them", Mode.ANY),
          entry("one of them", Mode.ANY),
          entry("een van hen", Mode.ANY),
          entry("één van hen", Mode.ANY));
  private static final Set<String> CATEGORY = Set.of("category:", "categorie:");
  private static final int MIN_SIMILAR_LENGTH = 4;

  /** A member or a role. */
  private record Person(@Nullable MemberId member, @Nullable RoleId role) {}

  /** A category or a label. */
  private record Group(GroupingId id, boolean category) {}

  private final Tokens t;
  private final PhraseWords words;
  private final NameIndex<Person> people = new NameIndex<>();
  private final NameIndex<Group> groups = new NameIndex<>();
  private final QuickAddNames names;

  /** Where names of a list are expected that nobody has, with the index behind them. */
  private final Map<Integer, Integer> unknown = new HashMap<>();

  /** Where names follow without "@" or "for". */
  private final Set<Integer> listed = new HashSet<>();

  NamePhrases(Tokens tokens, QuickAddContext context) {
    this.t = tokens;
    this.words = new PhraseWords(context.language());
    this.names = context.names();
    names.members().forEach((id, name) -> people.add(name, new Person(id, null)));
    names.roles().forEach((id, name) -> people.add(name, new Person(null, id)));
    names.categories().forEach((id, name) -> groups.add(name, new Group(id, true)));
    names.labels().forEach((id, name) -> groups.add(name, new Group(id, false)));
  }

  @Nullable Match read(int i) {
    Integer end = unknown.get(i);
    if (end != null) {
      return Match.strong(unknownName(t.text(i, end)), end);
    }
    Match sharing = sharing(i);
    if (sharing != null) {
      return sharing;
    }
    Match group = group(i);
    return group != null ? group : assignees(i);
  }

  private @Nullable Match sharing(int i) {
    int named = t.skip(TURNS, i);
    if (named > i) {
      int all = t.skip(EVERYONE, named);
      if (all > named) {
        return Match.strong(new Phrase.Sharing(Mode.TURNS, true), all);
      }
      if (person(named, true) == null) {
        return null;
      }
      listed.add(named);
      return Match.strong(new Phrase.Sharing(Mode.TURNS, false), named);
    }
    int everyone = t.skip(EVERYONE, i);
    var mode = t.longest(MODES, everyone);
    if (everyone > i) {
      boolean turns = mode != null && mode.value() == Mode.TURNS;
      if (turns) {
        return Match.strong(new Phrase.Sharing(Mode.TURNS, true), mode.end());
      }
      boolean mentioned = t.is(everyone - 2, "@");
      return mentioned && t.ends(everyone)
          ? Match.strong(
              Phrase.Trouble.of(
                  Code.SEVERAL_ASSIGNEES, words.everyone() + " " + words.mode(Mode.TURNS)),
              everyone)
          : null;
    }
    if (mode == null) {
      return null;
    }
    Strength strength = mode.value() == Mode.TURNS ? Strength.STRONG : Strength.WEAK;
    return new Match(new Phrase.Sharing(mode.value(), false), mode.end(), strength);
  }

  private record Found(Set<Person> people, int end) {}

  private @Nullable Match assignees(int i) {
    boolean forWhom = t.isOneOf(i, FOR);
    int start = forWhom ? i + 1 : i;
    Found found = person(start, forWhom || listed.contains(i));
    if (found == null) {
      return forWhom ? similarName(start) : t.is(i, "@") ? unknownMention(i) : mentionOfNobody(i);
    }
    if (found.people.size() != 1) {
      return Match.strong(ambiguous(found.people), found.end);
    }
    var all = new ArrayList<Person>(found.people);
    boolean either = false;
    int end = found.end;
    while (all.size() < 50) {
      boolean or = t.skip(OR, end) > end;
      int next = Math.max(t.skip(AND, end), t.skip(OR, end));
      Found more = t.begins(next) || next > end ? person(next, next > end) : null;
      if (more == null || more.people.size() != 1) {
        expectNames(end, next);
        break;
      }
      either |= or;
      all.addAll(more.people);
      end = more.end;
    }
    return Match.strong(
        new Phrase.Assignees(
            all.stream().map(Person::member).filter(Objects::nonNull).distinct().toList(),
            all.stream().map(Person::role).filter(Objects::nonNull).distinct().toList(),
            either),
        end);
  }

  /** "for Milan, Bob in turns": Bob ought to be a member. */
  private void expectNames(int end, int next) {
    if (next == end || !t.isWord(next)) {
      return;
    }
    for (int behind = next + 1; behind <= Math.min(t.size(), next + 4); behind++) {
      if (t.longest(MODES, behind) != null) {
        unknown.put(next, behind);
        return;
      }
    }
  }

  /**
   * @param bare whether a name without "@" counts
   */
  private @Nullable Found person(int i, boolean bare) {
    int end = mentionEnd(i);
    if (end > i) {
      boolean role = t.is(i + 2, "&");
      Person person = known(t.at(end - 2), role);
      return person == null ? null : new Found(Set.of(person), end);
    }
    boolean at = t.is(i, "@");
    if (!at && !bare) {
      return null;
    }
    var entry = people.find(t, at ? i + 1 : i);
    return entry == null || (at && t.spaced(i + 1)) ? null : new Found(entry.value(), entry.end());
  }

  /** {@code <@1>}, {@code <@!1>}, {@code <@&1>}; the index itself: none. */
  private int mentionEnd(int i) {
    if (!t.is(i, "<") || !t.is(i + 1, "@")) {
      return i;
    }
    int number = t.is(i + 2, "!") || t.is(i + 2, "&") ? i + 3 : i + 2;
    return t.isNumber(number) && t.is(number + 1, ">") ? number + 2 : i;
  }

  private @Nullable Person known(String id, boolean role) {
    try {
      if (role) {
        RoleId found = RoleId.of(id);
        return names.roles().containsKey(found) ? new Person(null, found) : null;
      }
      MemberId found = MemberId.of(id);
      return names.members().containsKey(found) ? new Person(found, null) : null;
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  private @Nullable Match mentionOfNobody(int i) {
    int end = mentionEnd(i);
    return end == i ? null : Match.strong(Phrase.Trouble.of(Code.UNKNOWN_NAME), end);
  }

  private @Nullable Match unknownMention(int i) {
    return t.spaced(i + 1) || (!t.isWord(i + 1) && !t.isNumber(i + 1))
        ? null
        : Match.strong(unknownName(t.at(i + 1)), wordEnd(i + 2));
  }

  /** The end of what is written without a blank. */
  private int wordEnd(int i) {
    int end = i;
    while (!t.ends(end)) {
      end++;
    }
    return end;
  }

  private Phrase.Trouble unknownName(String typed) {
    return new Phrase.Trouble(
        Code.UNKNOWN_NAME,
        people.similar(typed.toLowerCase(java.util.Locale.ROOT), 2).stream()
            .map(this::mention)
            .toList());
  }

  private @Nullable Match similarName(int i) {
    if (!t.isWord(i) || t.at(i).length() < MIN_SIMILAR_LENGTH || !t.ends(i + 1)) {
      return null;
    }
    List<Person> similar = people.similar(t.at(i), 1);
    return similar.isEmpty()
        ? null
        : Match.strong(
            new Phrase.Trouble(Code.UNKNOWN_NAME, similar.stream().map(this::mention).toList()),
            i + 1);
  }

  private Phrase.Trouble ambiguous(Set<Person> candidates) {
    return new Phrase.Trouble(
        Code.AMBIGUOUS_NAME,
        candidates.stream().map(this::mention).sorted(Comparator.naturalOrder()).limit(5).toList());
  }

  private String mention(Person person) {
    return person.member() != null ? mention(person.member()) : mention(person.role());
  }

  String mention(MemberId id) {
    return mention(new Person(id, null), "<@" + id + ">");
  }

  String mention(@Nullable RoleId id) {
    return mention(new Person(null, id), "<@&" + id + ">");
  }

  /** The name, where it is not another's too. */
  private String mention(Person person, String id) {
    String name = people.name(person);
    var tokens = new Tokens(name);
    var entry = people.find(tokens, 0);
    boolean unique =
        entry != null && entry.value().equals(Set.of(person)) && entry.end() == tokens.size();
    return unique ? "@" + name : id;
  }

  /** #keuken, category:Keuken, label:Keuken. */
  private @Nullable Match group(int i) {
    int named = t.skip(CATEGORY, i);
    Boolean category = named > i ? Boolean.TRUE : null;
    if (category == null && t.is(i, "label") && t.is(i + 1, ":") && !t.spaced(i + 2)) {
      category = Boolean.FALSE;
      named = i + 2;
    }
    if (category == null && t.is(i, "#") && !t.spaced(i + 1) && !t.is(i + 1, "")) {
      named = i + 1;
    }
    if (named == i || t.spaced(named)) {
      return null;
    }
    var entry = groups.find(t, named);
    boolean wanted = Boolean.TRUE.equals(category);
    List<Group> fitting =
        entry == null
            ? byId(named, category)
            : entry.value().stream()
                .filter(group -> t.is(i, "#") || group.category() == wanted)
                .toList();
    int end = entry == null ? wordEnd(named + 1) : entry.end();
    if (fitting.size() == 1) {
      Group group = fitting.getFirst();
      return Match.strong(
          group.category() ? new Phrase.Category(group.id()) : new Phrase.Label(group.id()), end);
    }
    Stream<Group> alternatives =
        fitting.isEmpty() ? groups.similar(t.at(named), 2).stream() : fitting.stream();
    return Match.strong(
        new Phrase.Trouble(
            fitting.isEmpty() ? Code.UNKNOWN_GROUPING : Code.AMBIGUOUS_GROUPING,
            alternatives.map(this::tag).sorted().limit(5).toList()),
        end);
  }

  private List<Group> byId(int i, @Nullable Boolean category) {
    int end = wordEnd(i + 1);
    if (category == null || end - i < 5) {
      return List.of();
    }
    try {
      GroupingId id = GroupingId.of(t.text(i, end));
      boolean known =
          category ? names.categories().containsKey(id) : names.labels().containsKey(id);
      return known ? List.of(new Group(id, category)) : List.of();
    } catch (IllegalArgumentException notAnId) {
      return List.of();
    }
  }

  String categoryTag(GroupingId id) {
    return tag(new Group(id, true));
  }

  String labelTag(GroupingId id) {
    return tag(new Group(id, false));
  }

  /** The name where it is clear, otherwise with its kind, otherwise the id. */
  private String tag(Group group) {
    String name = groups.name(group);
    var tokens = new Tokens(name);
    var entry = groups.find(tokens, 0);
    Set<Group> same = entry == null || entry.end() != tokens.size() ? Set.of() : entry.value();
    if (same.equals(Set.of(group))) {
      return "#" + name;
    }
    String kind = group.category() ? words.language().choose("category:", "categorie:") : "label:";
    boolean alone =
        same.stream().filter(other -> other.category() == group.category()).count() == 1;
    return kind + (alone ? name : group.id());
  }
}
