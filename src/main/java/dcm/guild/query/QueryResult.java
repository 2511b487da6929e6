package dcm.guild.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.reply.Refusal;
import dcm.guild.value.BoardLayout;
import dcm.guild.value.BoardMessage;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.ChannelOutage;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MemberLoad;
import dcm.guild.value.Notification;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.RosterEntry;
import dcm.guild.value.Schedule;
import dcm.guild.value.SelectionReason;
import dcm.guild.value.SortedSets;
import dcm.guild.value.Standing;
import dcm.guild.value.Swap;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The result of a query. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = QueryResult.Tasks.class, name = "tasks"),
  @JsonSubTypes.Type(value = QueryResult.TasksUnchanged.class, name = "tasks-unchanged"),
  @JsonSubTypes.Type(value = QueryResult.DeletedTasks.class, name = "deleted-tasks"),
  @JsonSubTypes.Type(value = QueryResult.Calendar.class, name = "calendar"),
  @JsonSubTypes.Type(value = QueryResult.SuggestedTasks.class, name = "suggested-tasks"),
  @JsonSubTypes.Type(value = QueryResult.OneTask.class, name = "task"),
  @JsonSubTypes.Type(value = QueryResult.Members.class, name = "members"),
  @JsonSubTypes.Type(value = QueryResult.MemberPage.class, name = "member-page"),
  @JsonSubTypes.Type(value = QueryResult.OneMember.class, name = "member"),
  @JsonSubTypes.Type(value = QueryResult.Groupings.class, name = "groupings"),
  @JsonSubTypes.Type(value = QueryResult.Permissions.class, name = "permissions"),
  @JsonSubTypes.Type(value = QueryResult.ShownSettings.class, name = "settings"),
  @JsonSubTypes.Type(value = QueryResult.ShownBoardLayout.class, name = "board-layout"),
  @JsonSubTypes.Type(value = QueryResult.ShownHolidays.class, name = "holidays"),
  @JsonSubTypes.Type(value = QueryResult.SchedulePreview.class, name = "schedule-preview"),
  @JsonSubTypes.Type(value = QueryResult.Channels.class, name = "channels"),
  @JsonSubTypes.Type(value = QueryResult.BoardMessages.class, name = "board-messages"),
  @JsonSubTypes.Type(value = QueryResult.Roles.class, name = "roles"),
  @JsonSubTypes.Type(value = QueryResult.Me.class, name = "me"),
  @JsonSubTypes.Type(value = QueryResult.OwnLastAction.class, name = "own-last-action"),
  @JsonSubTypes.Type(value = QueryResult.SuggestedAssignee.class, name = "suggested-assignee"),
  @JsonSubTypes.Type(value = QueryResult.Roster.class, name = "roster"),
  @JsonSubTypes.Type(value = QueryResult.Swaps.class, name = "swaps"),
  @JsonSubTypes.Type(value = QueryResult.StatisticsScope.class, name = "statistics-scope"),
  @JsonSubTypes.Type(value = QueryResult.Administrators.class, name = "administrators"),
  @JsonSubTypes.Type(value = QueryResult.OwnData.class, name = "own-data"),
  @JsonSubTypes.Type(value = QueryResult.CalendarTokens.class, name = "calendar-tokens"),
  @JsonSubTypes.Type(value = QueryResult.CalendarFeed.class, name = "calendar-feed"),
  @JsonSubTypes.Type(value = QueryResult.Vocabulary.class, name = "vocabulary"),
  @JsonSubTypes.Type(value = QueryResult.Inbox.class, name = "inbox"),
  @JsonSubTypes.Type(value = QueryResult.Outbox.class, name = "outbox"),
  @JsonSubTypes.Type(value = QueryResult.DeliveryToSend.class, name = "delivery-to-send"),
  @JsonSubTypes.Type(value = QueryResult.Leaderboard.class, name = "leaderboard"),
  @JsonSubTypes.Type(value = QueryResult.MemberPoints.class, name = "member-points"),
  @JsonSubTypes.Type(value = QueryResult.ExportedTasks.class, name = "exported-tasks"),
  @JsonSubTypes.Type(value = QueryResult.CheckedImport.class, name = "checked-import"),
  @JsonSubTypes.Type(value = QueryResult.Permitted.class, name = "permitted"),
})
public sealed interface QueryResult {
  /**
   * One page of tasks.
   *
   * @param total number of matching tasks on all pages
   * @param visibility the tasks that the caller may see
   * @param validUntil at an unchanged revision of the guild, the page and whether each of its tasks
   *     is overdue are the same before this instant; null: they do not depend on the time
   */
  record Tasks(List<Task> tasks, int total, TaskVisibility visibility, @Nullable Instant validUntil)
      implements QueryResult {}

  /**
   * The page that the caller has already is the answer.
   *
   * @param visibility of that page, which is one of {@link GuildQuery.Tasks#cached}; its revision
   *     is the guild's current one
   */
  record TasksUnchanged(TaskVisibility visibility) implements QueryResult {}

  /**
   * One page of deleted tasks.
   *
   * @param total number of them on all pages
   */
  record DeletedTasks(List<BinEntry> tasks, int total) implements QueryResult {}

  /**
   * Entries of a calendar, in order of their dues.
   *
   * @param visible those of {@link GuildQuery.Calendar#closedOf} that the caller may see
   * @param complete false: there are more, or more tasks than are projected
   */
  record Calendar(List<CalendarEntry> entries, Set<TaskId> visible, boolean complete)
      implements QueryResult {
    public Calendar {
      visible = SortedSets.copy(visible);
    }
  }

  /** Tasks that match a partial input, the best match first. */
  record SuggestedTasks(List<Task> tasks) implements QueryResult {}

  /**
   * A task.
   *
   * @param categoryName null: the task has no category
   * @param labelNames in the order of the task's labels
   */
  record OneTask(Task task, @Nullable String categoryName, List<String> labelNames)
      implements QueryResult {
    public OneTask {
      labelNames = List.copyOf(labelNames);
    }
  }

  record Members(List<Member> members) implements QueryResult {}

  /**
   * One page of members.
   *
   * @param hasMore whether others follow
   */
  record MemberPage(List<Member> members, boolean hasMore) implements QueryResult {}

  record OneMember(Member member) implements QueryResult {}

  record Groupings(List<Grouping> groupings) implements QueryResult {}

  /**
   * The permission matrix.
   *
   * @param roles the guild's roles by name, as far as observed in Discord
   * @param revision the matrix's own: its ETag
   */
  record Permissions(Map<RoleId, Set<Permission>> matrix, Map<RoleId, String> roles, long revision)
      implements QueryResult {}

  /**
   * The guild's name and settings.
   *
   * @param revision the settings' own: their ETag
   */
  record ShownSettings(String guildName, GuildSettings settings, long revision)
      implements QueryResult {}

  /**
   * The columns of the kanban board.
   *
   * @param revision their own: their ETag
   */
  record ShownBoardLayout(BoardLayout layout, long revision) implements QueryResult {}

  /**
   * The guild's holidays.
   *
   * @param days the holidays of the next 400 days by name, those of the ready lists included
   * @param regions of each country with a ready list
   * @param revision the holidays' own: their ETag
   */
  record ShownHolidays(
      HolidayCalendar calendar,
      List<HolidayCalendar.OwnHoliday> days,
      Map<HolidayCalendar.Country, Set<String>> regions,
      long revision)
      implements QueryResult {}

  /**
   * A schedule as a task would have it.
   *
   * @param dues the next ones, in order; of a floating schedule those of completions on time
   */
  record SchedulePreview(Schedule schedule, List<Due> dues) implements QueryResult {
    public SchedulePreview {
      dues = List.copyOf(dues);
    }
  }

  record Channels(List<GuildChannel> channels) implements QueryResult {}

  /**
   * The messages that follow the open tasks.
   *
   * @param locale of their texts, a BCP 47 tag
   */
  record BoardMessages(List<BoardMessage> boards, String locale) implements QueryResult {
    public BoardMessages {
      boards = List.copyOf(boards);
    }
  }

  record Roles(Map<RoleId, String> names) implements QueryResult {}

  /**
   * What a typed line is read against.
   *
   * @param members names of the active members
   * @param roles names of the guild's roles, without {@code @everyone}
   */
  record Vocabulary(
      GuildSettings settings,
      HolidayCalendar holidays,
      Map<MemberId, String> members,
      Map<RoleId, String> roles,
      List<Grouping> categories,
      List<Grouping> labels)
      implements QueryResult {}

  /**
   * The caller.
   *
   * @param permissions the caller's current permissions
   */
  record Me(Member member, Set<Permission> permissions, String guildName, int unread)
      implements QueryResult {}

  /**
   * The caller's last action.
   *
   * @param task the task on which the caller acted; null: there is nothing to undo
   */
  record OwnLastAction(@Nullable Task task) implements QueryResult {}

  record Inbox(List<Notification> notifications, int unread) implements QueryResult {}

  /**
   * The state of the outbox.
   *
   * @param pending number of messages that are not settled
   * @param outage null: messages to the guild's channel arrive, as far as is known
   */
  record Outbox(int pending, @Nullable ChannelOutage outage) implements QueryResult {}

  /**
   * A delivery to send.
   *
   * @param delivery in its current state; null: it is settled or no longer applies, and must not be
   *     sent
   */
  record DeliveryToSend(@Nullable DeliveryDetails delivery) implements QueryResult {}

  /**
   * The members of the leaderboard in the order of their ids, and the caller.
   *
   * @param settings the guild's, for the beginning of a day or a week
   */
  record Leaderboard(List<Standing> standings, GuildSettings settings) implements QueryResult {
    public Leaderboard {
      standings = List.copyOf(standings);
    }
  }

  /** A member's points and streaks. */
  record MemberPoints(Standing standing) implements QueryResult {}

  record Permitted() implements QueryResult {}

  /**
   * Who should get a task.
   *
   * @param ordinal null: no occurrence is open, this is about the next one
   * @param members empty: nobody is there, or whoever claims it first
   * @param loads of all among whom it is chosen, side by side, in their order
   */
  record SuggestedAssignee(
      Task task,
      @Nullable Integer ordinal,
      List<MemberId> members,
      SelectionReason reason,
      List<MemberLoad> loads)
      implements QueryResult {
    public SuggestedAssignee {
      members = List.copyOf(members);
      loads = List.copyOf(loads);
    }
  }

  /**
   * Who has what when, in the order of time.
   *
   * @param complete false: there are more entries in the time than are shown
   */
  record Roster(List<RosterEntry> entries, boolean complete) implements QueryResult {
    public Roster {
      entries = List.copyOf(entries);
    }
  }

  /**
   * What statistics need of the guild's state.
   *
   * @param zone of the days
   * @param allTasks whether the caller may see all tasks
   * @param members all that were ever in the guild, with their streaks
   */
  record StatisticsScope(
      ZoneId zone,
      DayOfWeek weekStart,
      boolean allTasks,
      List<Standing> members,
      List<Grouping> categories)
      implements QueryResult {
    public StatisticsScope {
      members = List.copyOf(members);
      categories = List.copyOf(categories);
    }
  }

  /**
   * What the state has about the caller.
   *
   * @param held at most {@link GuildQuery.OwnData#MAX_HELD}, in the order of the tasks' numbers
   * @param heldInTotal how many there are
   * @param swaps open offers by the member and to them
   */
  record OwnData(
      Member member,
      Standing points,
      List<HeldOccurrence> held,
      int heldInTotal,
      List<Swap> swaps,
      List<CalendarToken> calendarTokens,
      List<Notification> inbox)
      implements QueryResult {
    public OwnData {
      held = List.copyOf(held);
      swaps = List.copyOf(swaps);
      calendarTokens = List.copyOf(calendarTokens);
      inbox = List.copyOf(inbox);
    }
  }

  /**
   * The owner and the administrators of an inactive guild, as last seen.
   *
   * @param guildName null: Discord never described the guild
   * @param locale of the guild
   */
  record Administrators(@Nullable String guildName, String locale, List<MemberId> members)
      implements QueryResult {
    public Administrators {
      members = List.copyOf(members);
    }
  }

  /** An open occurrence that a member is responsible for. */
  record HeldOccurrence(
      TaskId task, int number, String title, int ordinal, Due due, Occurrence.State state) {}

  record CalendarTokens(List<CalendarToken> tokens) implements QueryResult {
    public CalendarTokens {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * A calendar for a member's program.
   *
   * @param name of the guild
   * @param locale of the member, or else the guild's
   */
  record CalendarFeed(String name, String locale, List<FeedEntry> entries) implements QueryResult {
    public CalendarFeed {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One page of tasks in order of their numbers.
   *
   * @param lastNumber the highest number that the guild ever gave
   * @param hasMore whether others follow
   */
  record ExportedTasks(List<Task> tasks, int lastNumber, boolean hasMore) implements QueryResult {
    public ExportedTasks {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * The decision on each task of {@link GuildQuery.CheckImport}, in their order.
   *
   * @param decisions a refusal is null where the task would be created
   */
  record CheckedImport(List<Check> decisions) implements QueryResult {
    public CheckedImport {
      decisions = List.copyOf(decisions);
    }

    /** A decision; a refusal is null where the task would be created. */
    public record Check(@Nullable Refusal refusal) {}
  }

  record Swaps(List<Swap> swaps) implements QueryResult {
    public Swaps {
      swaps = List.copyOf(swaps);
    }
  }
}
