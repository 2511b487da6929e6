package dcm.guild;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Questions, answered from live state with what the caller may see. */
final class Answers {
  static final int PAGE = 200;

  private Answers() {}

  static GuildReply answer(State state, Question question) {
    Admission.Seen seen = Admission.admit(state, question.caller(), question.at());
    return seen.refusal() == null
        ? answer(state, question, seen.viewer())
        : new GuildReply.Declined(seen.refusal());
  }

  private static GuildReply answer(State state, Question question, Viewer viewer) {
    House house = state.house();
    return switch (question.query()) {
      case GuildQuery.Tasks tasks ->
          viewer.may(Permission.TASK_VIEW_OWN) || viewer.may(Permission.TASK_VIEW_ALL)
              ? told(state, TaskSearch.page(state, viewer, tasks, question.at()))
              : new GuildReply.Declined(new Refusal.Forbidden(Permission.TASK_VIEW_OWN));
      case GuildQuery.OneTask(var ref) -> {
        Chore chore = state.board().find(ref);
        yield chore != null && viewer.sees(chore.task())
            ? told(state, new Answer.OneTask(chore.task()))
            : new GuildReply.Declined(new Refusal.UnknownTask(ref));
      }
      case GuildQuery.SuggestTasks(var typed) ->
          told(state, TaskSearch.suggest(state, viewer, typed));
      case GuildQuery.Members _ ->
          told(state, new Answer.Members(List.copyOf(state.people().members().values())));
      case GuildQuery.MemberPage(var after, var limit) ->
          told(state, state.people().page(after, limit));
      case GuildQuery.OneMember(var id) -> {
        Member member = state.people().find(id);
        yield member == null
            ? new GuildReply.Declined(new Refusal.UnknownMember(id))
            : told(state, new Answer.OneMember(member));
      }
      case GuildQuery.Groupings(var kind) ->
          told(state, new Answer.Groupings(TaskSearch.groupings(state, kind)));
      case GuildQuery.Permissions _ ->
          only(viewer, Permission.PERMISSION_MANAGE, state, permissions(state));
      case GuildQuery.ShowSettings _ ->
          told(
              state,
              new Answer.ShownSettings(
                  String.valueOf(house.name()), house.settings(), house.settingsRevision()));
      case GuildQuery.ListChannels _ -> channels(state, viewer);
      case GuildQuery.ListRoles _ -> told(state, new Answer.Roles(roles(state)));
      case GuildQuery.Me _ -> me(state, viewer);
      case GuildQuery.Inbox inbox -> inbox(state, viewer.member(), inbox);
      case GuildQuery.OutboxStatus _ ->
          only(
              viewer,
              Permission.SETTINGS_MANAGE,
              state,
              new Answer.Outbox(state.post().outbox().size(), state.post().outage()));
      case GuildQuery.PendingDelivery(var id) ->
          viewer.member() != null
              ? new GuildReply.Declined(new Refusal.Forbidden(Permission.REMINDER_MANAGE))
              : told(
                  state,
                  new Answer.DeliveryToSend(DeliveryChecks.toSend(state, id, question.at())));
      case GuildQuery.May(var permission) -> only(viewer, permission, state, new Answer.Yes());
    };
  }

  private static GuildReply told(State state, Answer answer) {
    return new GuildReply.Answered(answer, state.revision());
  }

  private static GuildReply only(Viewer viewer, Permission permission, State state, Answer answer) {
    Refusal lacking = viewer.lacks(permission);
    return lacking == null ? told(state, answer) : new GuildReply.Declined(lacking);
  }

  private static Answer permissions(State state) {
    return new Answer.Permissions(state.matrix().rows(), roles(state), state.matrix().revision());
  }

  private static Map<RoleId, String> roles(State state) {
    Map<RoleId, String> roles = new TreeMap<>(state.house().roles());
    roles.putIfAbsent(state.everyone(), "@everyone");
    return roles;
  }

  /** Names of channels that not every member may see in Discord: for who sets the guild up. */
  private static GuildReply channels(State state, Viewer viewer) {
    Refusal lacking = viewer.lacks(Permission.SETTINGS_MANAGE);
    Map<ChannelId, GuildChannel> channels = state.house().channels();
    if (lacking != null || channels == null) {
      return new GuildReply.Declined(lacking == null ? new Refusal.ChannelsNotObserved() : lacking);
    }
    return told(state, new Answer.Channels(List.copyOf(channels.values())));
  }

  private static GuildReply me(State state, Viewer viewer) {
    Member me = viewer.member();
    return me == null
        ? new GuildReply.Declined(new Refusal.NotAMember())
        : told(
            state,
            new Answer.Me(
                me,
                Sorted.copy(viewer.permissions()),
                String.valueOf(state.house().name()),
                state.post().unread(me.id())));
  }

  private static GuildReply inbox(State state, @Nullable Member me, GuildQuery.Inbox query) {
    if (me == null) {
      return new GuildReply.Declined(new Refusal.NotAMember());
    }
    List<Notification> page =
        state.post().inbox(me.id()).headMap(query.before(), false).descendingMap().values().stream()
            .limit(Math.clamp(query.limit(), 1, PAGE))
            .toList();
    return told(state, new Answer.Inbox(page, state.post().unread(me.id())));
  }
}
