package dcm.guild.state;

import dcm.guild.event.PointsEvent;
import dcm.guild.value.MemberId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** The scores of members who ever got points, in the order of their ids. */
public record Scores(TreePMap<MemberId, MemberScore> byMember) {
  public static final Scores EMPTY = new Scores(TreePMap.empty());

  /** Reads a snapshot; null: nobody has points. */
  public static Scores of(@Nullable Collection<MemberScore> all) {
    TreePMap<MemberId, MemberScore> byMember = TreePMap.empty();
    if (all != null) {
      for (MemberScore score : all) {
        byMember = byMember.plus(score.member(), score);
      }
    }
    return new Scores(byMember);
  }

  public MemberScore of(MemberId member) {
    MemberScore score = byMember.get(member);
    return score == null ? MemberScore.none(member) : score;
  }

  /**
   * @param before what the member had got for the same occurrence; null: nothing is known
   */
  Scores apply(PointsEvent.Recorded event, @Nullable Payment before, long revision) {
    MemberScore after = of(event.member()).apply(event, before, revision);
    return new Scores(byMember.plus(event.member(), after));
  }
}
