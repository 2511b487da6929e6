package dcm.guild.rules;

import dcm.guild.query.CalendarEntry;
import dcm.guild.query.FeedEntry;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a calendar program shows: open occurrences and those that follow from rules. */
final class CalendarFeed {
  /** Open occurrences that were due longer ago are left out. */
  private static final int DAYS_BEFORE = 366;

  private static final int DAYS_AFTER = 92;

  private CalendarFeed() {}

  /**
   * The answer.
   *
   * @param principal the system: the secret was checked before
   */
  static GuildReply of(GuildState state, Principal principal, CalendarTokenId id, Instant now) {
    CalendarToken token = state.calendarTokens().find(id);
    Member member = token == null ? null : state.members().find(token.member());
    if (principal.member() != null || token == null || member == null || !member.active()) {
      return new GuildReply.Refused(new Refusal.UnknownCalendarToken(id));
    }
    LocalDate today = now.atZone(state.profile().settings().zone()).toLocalDate();
    var period =
        new GuildQuery.Calendar(today.minusDays(DAYS_BEFORE), today.plusDays(DAYS_AFTER), Set.of());
    List<FeedEntry> entries =
        CalendarProjection.of(state, Principal.of(member, state).taskVisibility(), period, now)
            .entries()
            .stream()
            // a calendar program shows no doubt
            .filter(entry -> !entry.estimated())
            .filter(entry ->
                token.scope() == CalendarToken.Scope.GUILD || holders(entry).contains(member.id()))
            .map(entry -> feedEntry(state, entry))
            .filter(Objects::nonNull)
            .toList();
    String locale = member.locale() == null ? state.profile().settings().locale() : member.locale();
    return new GuildReply.Answered(
        new QueryResult.CalendarFeed(String.valueOf(state.profile().name()), locale, entries),
        state.revision());
  }

  private static List<MemberId> holders(CalendarEntry entry) {
    Occurrence open = entry.occurrence();
    if (open != null) {
      return open.holders();
    }
    return entry.assignees() == null ? List.of() : entry.assignees();
  }

  private static @Nullable FeedEntry feedEntry(GuildState state, CalendarEntry entry) {
    TaskState taskState = state.catalog().tasks().get(entry.task());
    if (taskState == null) {
      return null;
    }
    Task task = taskState.task();
    Occurrence open = entry.occurrence();
    return new FeedEntry(
        task.id(),
        task.number(),
        task.title(),
        state.catalog().categoryName(task),
        task.priority(),
        task.effort().minutes(),
        entry.due(),
        task.schedule() instanceof Schedule.Recurring
            ? open == null ? entry.due() : open.dueByRule()
            : null,
        open == null ? task.createdAt() : open.openedAt(),
        holders(entry).stream()
            .map(state.members()::find)
            .filter(Objects::nonNull)
            .map(Member::displayName)
            .toList());
  }
}
