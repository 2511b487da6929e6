package dcm.guild.rules;

import dcm.guild.query.CachedTasks;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskVisibility;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.state.GuildState;
import dcm.guild.state.IndexedTask;
import dcm.guild.state.TaskState;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Notification;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import dcm.guild.value.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers queries from the live state, limited to what the caller may see. */
public final class QueryHandler {
  static final int MAX_PAGE_SIZE = 200;

  private QueryHandler() {}

  public static GuildReply handle(GuildState state, QueryEnvelope envelope) {
    if (envelope.query() instanceof GuildQuery.Administrators
        && envelope.caller() instanceof Caller.SystemCaller) {
      // the only answer of a guild that the bot has left
      return answered(state, administrators(state));
    }
    AccessRules.AccessDecision access = AccessRules.check(state, envelope.caller(), envelope.at());
    return access.refusal() == null
        ? handle(state, envelope, access.principal())
        : new GuildReply.Refused(access.refusal());
  }

  private static QueryResult.Administrators administrators(GuildState state) {
    return new QueryResult.Administrators(
        state.profile().name(),
        state.profile().settings().locale(),
        state.members().byId().values().stream()
            .filter(member -> member.active() && member.administrator())
            .map(Member::id)
            .toList());
  }

  private static GuildReply handle(GuildState state, QueryEnvelope envelope, Principal principal) {
    GuildProfile profile = state.profile();
    return switch (envelope.query()) {
      case GuildQuery.Tasks tasks -> tasks(state, principal.taskVisibility(), tasks, envelope.at());
      case GuildQuery.OneTask(var ref) -> {
        TaskState taskState = state.catalog().find(ref);
        yield taskState != null && principal.canSee(taskState.task())
            ? answered(state, oneTask(state, taskState.task()))
            : new GuildReply.Refused(new Refusal.UnknownTask(ref));
      }
      case GuildQuery.DeletedTasks deleted ->
          answered(
              state, BinPages.page(state.catalog().bin(), principal.taskVisibility(), deleted));
      case GuildQuery.Calendar calendar ->
          answered(
              state,
              CalendarProjection.of(state, principal.taskVisibility(), calendar, envelope.at()));
      case GuildQuery.SuggestTasks(var input) ->
          answered(state, suggested(state, principal.taskVisibility(), input));
      case GuildQuery.Members _ ->
          answered(state, new QueryResult.Members(List.copyOf(state.members().byId().values())));
      case GuildQuery.MemberPage(var after, var limit) ->
          answered(state, state.members().page(after, limit));
      case GuildQuery.OneMember(var id) -> {
        Member member = state.members().find(id);
        yield member == null
            ? new GuildReply.Refused(new Refusal.UnknownMember(id))
            : answered(state, new QueryResult.OneMember(member));
      }
      case GuildQuery.SuggestAssignee(var ref) -> {
        TaskState taskState = state.catalog().find(ref);
        yield taskState != null && principal.canSee(taskState.task())
            ? answered(state, AssigneeSuggestion.of(state, taskState, envelope.at()))
            : new GuildReply.Refused(new Refusal.UnknownTask(ref));
      }
      case GuildQuery.Roster(var weeks) ->
          answered(
              state,
              RosterProjection.of(
                  state,
                  principal,
                  Math.clamp(weeks, 1, GuildQuery.Roster.MAX_WEEKS),
                  envelope.at()));
      case GuildQuery.Swaps _ ->
          answered(
              state,
              new QueryResult.Swaps(
                  state.swaps().byId().values().stream()
                      .filter(swap -> SwapRules.isVisible(principal, state, swap))
                      .toList()));
      case GuildQuery.StatisticsScope _ ->
          ifPermitted(
              principal,
              Permission.STATISTICS_VIEW,
              state,
              new QueryResult.StatisticsScope(
                  profile.settings().zone(),
                  profile.settings().weekStart(),
                  principal.taskVisibility() instanceof TaskVisibility.All,
                  state.members().byId().values().stream().map(state::standing).toList(),
                  groupings(state, Grouping.Kind.CATEGORY)));
      case GuildQuery.CalendarTokens _ ->
          answered(
              state,
              new QueryResult.CalendarTokens(
                  principal.member() == null
                      ? List.of()
                      : state.calendarTokens().of(principal.member().id())));
      case GuildQuery.Administrators _ ->
          new GuildReply.Refused(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
      case GuildQuery.OwnData _ ->
          principal.member() == null
              ? new GuildReply.Refused(new Refusal.NotAMember())
              : answered(state, OwnDataQuery.of(state, principal.member()));
      case GuildQuery.CalendarFeed(var token) ->
          CalendarFeed.of(state, principal, token, envelope.at());
      case GuildQuery.Groupings(var kind) ->
          answered(state, new QueryResult.Groupings(groupings(state, kind)));
      case GuildQuery.Permissions _ ->
          ifPermitted(principal, Permission.PERMISSION_MANAGE, state, permissions(state));
      case GuildQuery.ShowSettings _ ->
          answered(
              state,
              new QueryResult.ShownSettings(
                  String.valueOf(profile.name()), profile.settings(), profile.settingsRevision()));
      case GuildQuery.ShowBoardLayout _ ->
          answered(
              state,
              new QueryResult.ShownBoardLayout(profile.boardLayout(), profile.layoutRevision()));
      case GuildQuery.ShowHolidays _ -> answered(state, HolidayRules.shown(profile, envelope.at()));
      case GuildQuery.PreviewSchedule preview -> preview(state, preview, envelope.at());
      case GuildQuery.Vocabulary _ -> answered(state, vocabulary(state));
      case GuildQuery.ListChannels _ -> channels(state, principal);
      case GuildQuery.BoardMessages _ ->
          principal.member() != null
              ? new GuildReply.Refused(new Refusal.Forbidden(Permission.SETTINGS_MANAGE))
              : answered(
                  state,
                  new QueryResult.BoardMessages(
                      profile.active() ? profile.boardMessages() : List.of(),
                      profile.settings().locale()));
      case GuildQuery.ListRoles _ -> answered(state, new QueryResult.Roles(roles(state)));
      case GuildQuery.Me _ -> me(state, principal);
      case GuildQuery.OwnLastAction _ ->
          answered(
              state,
              new QueryResult.OwnLastAction(
                  LastActionSearch.find(state, principal.member(), principal.taskVisibility())));
      case GuildQuery.Inbox inbox -> inbox(state, principal.member(), inbox);
      case GuildQuery.OutboxStatus _ ->
          ifPermitted(
              principal,
              Permission.SETTINGS_MANAGE,
              state,
              new QueryResult.Outbox(
                  state.notifications().outbox().size(), state.notifications().channelOutage()));
      case GuildQuery.PendingDelivery(var id) ->
          principal.member() != null
              ? new GuildReply.Refused(new Refusal.Forbidden(Permission.REMINDER_MANAGE))
              : answered(
                  state,
                  new QueryResult.DeliveryToSend(
                      DeliveryChecks.detailsToSend(state, id, envelope.at())));
      case GuildQuery.Leaderboard _ -> PointsQueries.leaderboard(state, principal);
      case GuildQuery.MemberPoints(var id) -> PointsQueries.ofMember(state, principal, id);
      case GuildQuery.CheckPermission(var permission) ->
          ifPermitted(principal, permission, state, new QueryResult.Permitted());
      case GuildQuery.ExportTasks export ->
          ifPermitted(
              principal,
              Permission.TASK_IMPORT_EXPORT,
              state,
              ExportPages.page(state.catalog(), principal.taskVisibility(), export));
      case GuildQuery.CheckImport(var tasks) ->
          answered(
              state,
              new QueryResult.CheckedImport(
                  tasks.stream()
                      .map(task -> ImportRules.check(state, envelope, task))
                      .map(QueryResult.CheckedImport.Check::new)
                      .toList()));
      case GuildQuery.CheckCommandIds check -> checkCommandIds(state, check);
    };
  }

  private static GuildReply preview(
      GuildState state, GuildQuery.PreviewSchedule query, Instant at) {
    List<Refusal.FieldError> errors = new ArrayList<>();
    QueryResult preview =
        PreviewRules.preview(state.profile(), query.schedule(), at, query.limit(), errors);
    return preview == null
        ? new GuildReply.Refused(new Refusal.Invalid(errors))
        : answered(state, preview);
  }

  private static GuildReply answered(GuildState state, QueryResult answer) {
    return new GuildReply.Answered(answer, state.revision());
  }

  private static GuildReply tasks(
      GuildState state, @Nullable TaskVisibility visibility, GuildQuery.Tasks query, Instant now) {
    if (visibility == null) {
      return new GuildReply.Refused(new Refusal.Forbidden(Permission.TASK_VIEW_OWN));
    }
    boolean unchanged = query.cached().contains(new CachedTasks(visibility, state.revision()));
    return answered(
        state,
        unchanged
            ? new QueryResult.TasksUnchanged(visibility)
            : TaskSearch.page(state, visibility, query, now));
  }

  private static QueryResult.SuggestedTasks suggested(
      GuildState state, @Nullable TaskVisibility visibility, String input) {
    return visibility == null
        ? new QueryResult.SuggestedTasks(List.of())
        : TaskSuggestions.of(state.catalog().index(), visibility, input);
  }

  private static List<Grouping> groupings(GuildState state, Grouping.Kind kind) {
    return state.catalog().groupings().values().stream()
        .filter(grouping -> grouping.kind() == kind)
        .sorted(
            Comparator.comparing((Grouping grouping) -> IndexedTask.lower(grouping.name()))
                .thenComparing(Grouping::id))
        .toList();
  }

  private static GuildReply ifPermitted(
      Principal principal, Permission permission, GuildState state, QueryResult answer) {
    Refusal denied = principal.checkPermission(permission);
    return denied == null ? answered(state, answer) : new GuildReply.Refused(denied);
  }

  private static GuildReply checkCommandIds(GuildState state, GuildQuery.CheckCommandIds check) {
    boolean reused =
        check.ids().stream()
            .map(state.processedCommands()::find)
            .anyMatch(processed ->
                processed != null && !processed.fingerprint().equals(check.fingerprint()));
    return reused
        ? new GuildReply.Refused(new Refusal.KeyReused())
        : answered(state, new QueryResult.Permitted());
  }

  private static QueryResult oneTask(GuildState state, Task task) {
    return new QueryResult.OneTask(
        task, state.catalog().categoryName(task), state.catalog().labelNames(task));
  }

  private static QueryResult permissions(GuildState state) {
    return new QueryResult.Permissions(
        state.matrix().rows(), roles(state), state.matrix().revision());
  }

  private static QueryResult vocabulary(GuildState state) {
    Map<MemberId, String> members = new TreeMap<>();
    state.members().byId().values().stream()
        .filter(Member::active)
        .forEach(member -> members.put(member.id(), member.displayName()));
    Map<RoleId, String> roles = new TreeMap<>(state.profile().roles());
    roles.remove(state.everyone());
    return new QueryResult.Vocabulary(
        state.profile().settings(),
        state.profile().holidayCalendar(),
        members,
        roles,
        groupings(state, Grouping.Kind.CATEGORY),
        groupings(state, Grouping.Kind.LABEL));
  }

  private static Map<RoleId, String> roles(GuildState state) {
    Map<RoleId, String> roles = new TreeMap<>(state.profile().roles());
    roles.putIfAbsent(state.everyone(), "@everyone");
    return roles;
  }

  /**
   * The guild's channels. They include names that not every member sees in Discord, so they need
   * SETTINGS_MANAGE.
   */
  private static GuildReply channels(GuildState state, Principal principal) {
    Refusal denied = principal.checkPermission(Permission.SETTINGS_MANAGE);
    Map<ChannelId, GuildChannel> channels = state.profile().channels();
    if (denied != null || channels == null) {
      return new GuildReply.Refused(denied == null ? new Refusal.ChannelsNotObserved() : denied);
    }
    return answered(state, new QueryResult.Channels(List.copyOf(channels.values())));
  }

  private static GuildReply me(GuildState state, Principal principal) {
    Member member = principal.member();
    return member == null
        ? new GuildReply.Refused(new Refusal.NotAMember())
        : answered(
            state,
            new QueryResult.Me(
                member,
                SortedSets.copy(principal.permissions()),
                String.valueOf(state.profile().name()),
                state.notifications().unread(member.id())));
  }

  private static GuildReply inbox(
      GuildState state, @Nullable Member member, GuildQuery.Inbox query) {
    if (member == null) {
      return new GuildReply.Refused(new Refusal.NotAMember());
    }
    List<Notification> page =
        state
            .notifications()
            .inbox(member.id())
            .headMap(query.before(), false)
            .descendingMap()
            .values()
            .stream()
            .limit(Math.clamp(query.limit(), 1, MAX_PAGE_SIZE))
            .toList();
    return answered(state, new QueryResult.Inbox(page, state.notifications().unread(member.id())));
  }
}
