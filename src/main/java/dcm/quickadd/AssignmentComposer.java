package dcm.quickadd;

import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.quickadd.Phrase.Mode;
import dcm.quickadd.QuickAddResult.Code;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the phrases on assignees together. One member is always the assignee; several share the task
 * as the line says, and are asked about when it says nothing. "In turns" without names means
 * everyone.
 */
final class AssignmentComposer {
  private final PhraseWords words;
  private final ScheduleComposer.Reporter reporter;
  private final Tokens t;
  private final Set<MemberId> members = new LinkedHashSet<>();
  private final Set<RoleId> roles = new LinkedHashSet<>();
  private @Nullable Element last;
  private @Nullable Mode mode;
  private boolean everyone;
  private boolean nameUnclear;

  AssignmentComposer(Tokens tokens, PhraseWords words, ScheduleComposer.Reporter reporter) {
    this.t = tokens;
    this.words = words;
    this.reporter = reporter;
  }

  void add(Element element) {
    if (element.phrase() instanceof Phrase.Trouble(Code code, _)) {
      nameUnclear |= code == Code.UNKNOWN_NAME || code == Code.AMBIGUOUS_NAME;
      return;
    }
    if (element.phrase() instanceof Phrase.Assignees(var named, var namedRoles, boolean either)) {
      members.addAll(named);
      roles.addAll(namedRoles);
      last = element;
      mode = either && mode == null ? Mode.ANY : mode;
    } else if (element.phrase() instanceof Phrase.Sharing(Mode stated, boolean all)) {
      boolean other = mode != null && mode != Mode.ANY && mode != stated;
      if (other) {
        reporter.report(element, Code.CONTRADICTION, List.of());
        return;
      }
      mode = stated;
      everyone |= all;
      last = last == null || all ? element : last;
    }
  }

  @Nullable Assignment compose() {
    Element named = last;
    if (named == null || nameUnclear) {
      return null;
    }
    int number = members.size() + roles.size();
    if ((everyone && number > 0) || roles.size() > 1 || (!roles.isEmpty() && !members.isEmpty())) {
      reporter.report(named, Code.MIXED_ASSIGNEES, List.of());
      return null;
    }
    RoleId role = roles.isEmpty() ? null : roles.iterator().next();
    List<MemberId> order = List.copyOf(members);
    if (mode == Mode.TURNS) {
      return assignment(Assignment.Strategy.ROUND_ROBIN, order, null, role);
    }
    if (number == 0) {
      return null;
    }
    if (members.size() > 1 && mode == null) {
      reporter.report(named, Code.SEVERAL_ASSIGNEES, alternatives(named));
      return null;
    }
    return assignment(Assignment.Strategy.FIXED, order, criteria(number, role != null), role);
  }

  private Assignment.@Nullable Criteria criteria(int number, boolean role) {
    return switch (mode) {
      case TOGETHER -> number > 1 || role ? Assignment.Criteria.ALL_TOGETHER : null;
      case EACH -> number > 1 || role ? Assignment.Criteria.EACH : null;
      case TURNS, ANY -> null;
      case null -> null;
    };
  }

  private static Assignment assignment(
      Assignment.Strategy strategy,
      List<MemberId> order,
      Assignment.@Nullable Criteria criteria,
      @Nullable RoleId role) {
    return new Assignment(strategy, order, criteria, role, null, null, null, null);
  }

  private List<String> alternatives(Element named) {
    var alternatives = new ArrayList<String>();
    String text = t.text(named.start(), named.end());
    for (Mode each : List.of(Mode.TURNS, Mode.TOGETHER, Mode.EACH, Mode.ANY)) {
      alternatives.add(text + " " + words.mode(each));
    }
    return alternatives;
  }
}
