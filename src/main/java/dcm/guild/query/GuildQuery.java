package dcm.guild.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.command.ImportCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.CommandId;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.Grouping;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.SortedSets;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** A query to a guild. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GuildQuery.Tasks.class, name = "tasks"),
  @JsonSubTypes.Type(value = GuildQuery.OneTask.class, name = "task"),
  @JsonSubTypes.Type(value = GuildQuery.DeletedTasks.class, name = "deleted-tasks"),
  @JsonSubTypes.Type(value = GuildQuery.Calendar.class, name = "calendar"),
  @JsonSubTypes.Type(value = GuildQuery.SuggestTasks.class, name = "suggest-tasks"),
  @JsonSubTypes.Type(value = GuildQuery.Members.class, name = "members"),
  @JsonSubTypes.Type(value = GuildQuery.MemberPage.class, name = "member-page"),
  @JsonSubTypes.Type(value = GuildQuery.OneMember.class, name = "member"),
  @JsonSubTypes.Type(value = GuildQuery.Groupings.class, name = "groupings"),
  @JsonSubTypes.Type(value = GuildQuery.Permissions.class, name = "permissions"),
  @JsonSubTypes.Type(value = GuildQuery.ShowSettings.class, name = "settings"),
  @JsonSubTypes.Type(value = GuildQuery.ShowBoardLayout.class, name = "board-layout"),
  @JsonSubTypes.Type(value = GuildQuery.ShowHolidays.class, name = "holidays"),
  @JsonSubTypes.Type(value = GuildQuery.PreviewSchedule.class, name = "schedule-preview"),
  @JsonSubTypes.Type(value = GuildQuery.Vocabulary.class, name = "vocabulary"),
  @JsonSubTypes.Type(value = GuildQuery.ListChannels.class, name = "channels"),
  @JsonSubTypes.Type(value = GuildQuery.BoardMessages.class, name = "board-messages"),
  @JsonSubTypes.Type(value = GuildQuery.ListRoles.class, name = "roles"),
  @JsonSubTypes.Type(value = GuildQuery.Me.class, name = "me"),
  @JsonSubTypes.Type(value = GuildQuery.OwnLastAction.class, name = "own-last-action"),
  @JsonSubTypes.Type(value = GuildQuery.SuggestAssignee.class, name = "suggest-assignee"),
  @JsonSubTypes.Type(value = GuildQuery.Roster.class, name = "roster"),
  @JsonSubTypes.Type(value = GuildQuery.Swaps.class, name = "swaps"),
  @JsonSubTypes.Type(value = GuildQuery.StatisticsScope.class, name = "statistics-scope"),
  @JsonSubTypes.Type(value = GuildQuery.CalendarTokens.class, name = "calendar-tokens"),
  @JsonSubTypes.Type(value = GuildQuery.CalendarFeed.class, name = "calendar-feed"),
  @JsonSubTypes.Type(value = GuildQuery.Inbox.class, name = "inbox"),
  @JsonSubTypes.Type(value = GuildQuery.OutboxStatus.class, name = "outbox-status"),
  @JsonSubTypes.Type(value = GuildQuery.PendingDelivery.class, name = "pending-delivery"),
  @JsonSubTypes.Type(value = GuildQuery.Leaderboard.class, name = "leaderboard"),
  @JsonSubTypes.Type(value = GuildQuery.MemberPoints.class, name = "member-points"),
  @JsonSubTypes.Type(value = GuildQuery.Administrators.class, name = "administrators"),
  @JsonSubTypes.Type(value = GuildQuery.OwnData.class, name = "own-data"),
  @JsonSubTypes.Type(value = GuildQuery.CheckPermission.class, name = "check-permission"),
  @JsonSubTypes.Type(value = GuildQuery.ExportTasks.class, name = "export-tasks"),
  @JsonSubTypes.Type(value = GuildQuery.CheckImport.class, name = "check-import"),
  @JsonSubTypes.Type(value = GuildQuery.CheckCommandIds.class, name = "check-command-ids"),
})
public sealed interface GuildQuery {
  /**
   * Tasks that the caller may see. The answer is {@link QueryResult.Tasks}, or {@link
   * QueryResult.TasksUnchanged} when one of the pages in {@code cached} is still the answer.
   *
   * @param offset number of tasks to skip
   * @param limit 1 to 200
   * @param cached pages of this query that are still valid at the time of the query ({@link
   *     QueryResult.Tasks#validUntil}); at most {@link #MAX_CACHED}
   */
  record Tasks(
      TaskFilter filter, TaskFilter.Sort sort, int offset, int limit, List<CachedTasks> cached)
      implements GuildQuery {
    /** One page per visibility that a member may have: all tasks, or the member's own. */
    public static final int MAX_CACHED = 2;

    public Tasks {
      cached = cached.stream().limit(MAX_CACHED).toList();
    }

    /** A query of a caller without cached pages. */
    public Tasks(TaskFilter filter, TaskFilter.Sort sort, int offset, int limit) {
      this(filter, sort, offset, limit, List.of());
    }
  }

  record OneTask(TaskRef task) implements GuildQuery {}

  /**
   * Deleted tasks that the caller may see and that can be restored, the one deleted last first.
   *
   * @param offset number of tasks to skip
   * @param limit 1 to 200
   */
  record DeletedTasks(int offset, int limit) implements GuildQuery {}

  /**
   * Open and projected occurrences that are due in a period, of tasks that the caller may see.
   *
   * @param from the first local day, each on the wall clock of its due
   * @param to exclusive
   * @param closedOf tasks of which closed occurrences were found
   */
  record Calendar(LocalDate from, LocalDate to, Set<TaskId> closedOf) implements GuildQuery {
    /** Maximum number of entries of an answer. */
    public static final int MAX_ENTRIES = 2_000;

    public Calendar {
      closedOf = SortedSets.copy(closedOf);
    }
  }

  /** Open tasks whose number or title matches a partial input; at most 25. */
  record SuggestTasks(String input) implements GuildQuery {}

  record Members() implements GuildQuery {}

  /**
   * Members by id.
   *
   * @param after ids above this one only; 0 for the first page
   * @param limit 1 to 200
   */
  record MemberPage(long after, int limit) implements GuildQuery {}

  record OneMember(MemberId id) implements GuildQuery {}

  record Groupings(Grouping.Kind kind) implements GuildQuery {}

  /** The permission matrix; needs PERMISSION_MANAGE. */
  record Permissions() implements GuildQuery {}

  record ShowSettings() implements GuildQuery {}

  /** The guild's holidays, and the ready lists that it can choose. */
  record ShowHolidays() implements GuildQuery {}

  /** The columns of the kanban board. */
  record ShowBoardLayout() implements GuildQuery {}

  /**
   * The next dues of a schedule that no task has yet.
   *
   * @param limit 1 to {@link #MAX_PREVIEW}
   */
  record PreviewSchedule(RequestedSchedule schedule, int limit) implements GuildQuery {
    /** The dues that a preview may have. */
    public static final int MAX_PREVIEW = 50;

    public PreviewSchedule {
      limit = Math.clamp(limit, 1, MAX_PREVIEW);
    }
  }

  /** What a typed line is read against: the guild's clock, week, holidays and names. */
  record Vocabulary() implements GuildQuery {}

  /** The guild's channels in Discord, including private ones; needs SETTINGS_MANAGE. */
  record ListChannels() implements GuildQuery {}

  /** The messages that follow the open tasks. From the system only. */
  record BoardMessages() implements GuildQuery {}

  /** The guild's roles in Discord by name. */
  record ListRoles() implements GuildQuery {}

  /** The caller's member, permissions and number of unread notifications. */
  record Me() implements GuildQuery {}

  /** The task on which the caller acted last, if that action can be undone; also a deleted one. */
  record OwnLastAction() implements GuildQuery {}

  /**
   * The caller's inbox, newest first.
   *
   * @param before revisions below this only; {@code Long.MAX_VALUE} for the newest
   */
  record Inbox(long before, int limit) implements GuildQuery {}

  /** The state of the outbox and of the guild's channel; needs SETTINGS_MANAGE. */
  record OutboxStatus() implements GuildQuery {}

  /** A delivery right before it is sent, if it still applies. From the system only. */
  record PendingDelivery(DeliveryId delivery) implements GuildQuery {}

  /** The members who have points and let others see them, and the caller. */
  record Leaderboard() implements GuildQuery {}

  /** A member's points and streaks; those of others need MEMBER_MANAGE. */
  record MemberPoints(MemberId member) implements GuildQuery {}

  /** Who is told that the guild's data will be deleted. From the system, after the bot left. */
  record Administrators() implements GuildQuery {}

  /** What the guild has in its state about the caller. */
  record OwnData() implements GuildQuery {
    /** Maximum number of occurrences that the answer lists. */
    public static final int MAX_HELD = 1_000;
  }

  /**
   * Whether the caller has a permission now; the answer is {@link QueryResult.Permitted} or a
   * refusal.
   */
  record CheckPermission(Permission permission) implements GuildQuery {}

  /**
   * Tasks that the caller may see, in order of their numbers; needs TASK_IMPORT_EXPORT.
   *
   * @param after numbers above this one only; 0 for the first page
   * @param limit 1 to 200; a page with long texts has fewer
   */
  record ExportTasks(int after, int limit) implements GuildQuery {}

  /**
   * Whether each of these tasks could be created now; needs TASK_IMPORT_EXPORT.
   *
   * @param tasks at most 200
   */
  record CheckImport(List<ImportCommand.AddTask> tasks) implements GuildQuery {
    public CheckImport {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * Whether none of these ids was used for another request; the answer is {@link
   * QueryResult.Permitted} or a refusal.
   *
   * @param fingerprint of the request
   */
  record CheckCommandIds(List<CommandId> ids, String fingerprint) implements GuildQuery {
    public CheckCommandIds {
      ids = List.copyOf(ids);
    }
  }

  /** Who should get the open occurrence of a task, or its next one, and why. */
  record SuggestAssignee(TaskRef task) implements GuildQuery {}

  /**
   * Who has what when: the open occurrences, and a forecast of the following ones.
   *
   * @param weeks 1 to {@link #MAX_WEEKS} from now
   */
  record Roster(int weeks) implements GuildQuery {
    public static final int MAX_WEEKS = 8;
  }

  /** Open offers to hand over or exchange turns of tasks that the caller may see. */
  record Swaps() implements GuildQuery {}

  /** What the guild knows for statistics; needs STATISTICS_VIEW. */
  record StatisticsScope() implements GuildQuery {}

  /** The caller's calendar tokens. */
  record CalendarTokens() implements GuildQuery {}

  /** What a calendar program shows with this token. From the system, which knows the secret. */
  record CalendarFeed(CalendarTokenId token) implements GuildQuery {}
}
