package dcm.guild.rules;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskSelection;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import java.util.List;
import org.pcollections.TreePMap;

/** What the state has about one member, for the member. */
final class OwnDataQuery {
  private OwnDataQuery() {}

  static QueryResult.OwnData of(GuildState state, Member member) {
    MemberId id = member.id();
    List<QueryResult.HeldOccurrence> held =
        state
            .catalog()
            .inNumberOrder(TaskSelection.ALL)
            .map(taskState -> taskState.task())
            .flatMap(task ->
                task.occurrences().stream()
                    .filter(open -> open.holders().contains(id))
                    .map(open ->
                        new QueryResult.HeldOccurrence(
                            task.id(),
                            task.number(),
                            task.title(),
                            open.ordinal(),
                            open.due(),
                            open.state())))
            .toList();
    return new QueryResult.OwnData(
        member,
        state.standing(member),
        held.stream().limit(GuildQuery.OwnData.MAX_HELD).toList(),
        held.size(),
        state.swaps().byId().values().stream()
            .filter(swap -> id.equals(swap.from()) || id.equals(swap.to()))
            .toList(),
        state.calendarTokens().of(id),
        List.copyOf(state.notifications().inboxes().getOrDefault(id, TreePMap.empty()).values()));
  }
}
