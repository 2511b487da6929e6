package dcm.guild.rules;

import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.Standing;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Answers queries about points. */
final class PointsQueries {
  private PointsQueries() {}

  static GuildReply leaderboard(GuildState state, Principal principal) {
    GuildSettings settings = state.profile().settings();
    if (!settings.givesPoints()) {
      return new GuildReply.Refused(new Refusal.PointsOff());
    }
    if (!settings.showsLeaderboard()) {
      return new GuildReply.Refused(new Refusal.LeaderboardOff());
    }
    Member caller = principal.member();
    TreeMap<MemberId, Member> shown = new TreeMap<>();
    for (MemberId id : state.scores().byMember().keySet()) {
      Member member = state.members().find(id);
      if (member != null && member.active() && member.onLeaderboard()) {
        shown.put(id, member);
      }
    }
    if (caller != null) {
      shown.put(caller.id(), caller);
    }
    List<Standing> standings =
        shown.values().stream().map(member -> state.standing(member)).toList();
    return new GuildReply.Answered(
        new QueryResult.Leaderboard(standings, settings), state.revision());
  }

  static GuildReply ofMember(GuildState state, Principal principal, MemberId id) {
    Member caller = principal.member();
    Refusal refusal =
        caller != null && caller.id().equals(id)
            ? null
            : principal.checkPermission(Permission.MEMBER_MANAGE);
    if (refusal == null && !state.profile().settings().givesPoints()) {
      refusal = new Refusal.PointsOff();
    }
    Member member = state.members().find(id);
    if (refusal == null && member == null) {
      refusal = new Refusal.UnknownMember(id);
    }
    return refusal != null || member == null
        ? new GuildReply.Refused(Objects.requireNonNull(refusal))
        : new GuildReply.Answered(
            new QueryResult.MemberPoints(state.standing(member)), state.revision());
  }
}
