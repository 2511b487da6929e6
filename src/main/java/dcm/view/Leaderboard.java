package dcm.view;

import dcm.guild.value.MemberId;
import dcm.guild.value.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a leaderboard by the points of a period, the most first. Equal points have the
 * same rank; their order is that of the member ids.
 */
public record Leaderboard(List<Place> places) {
  public Leaderboard {
    places = List.copyOf(places);
  }

  /** A place of the leaderboard. */
  public record Place(int rank, Standing standing, long points) {}

  /**
   * Ranks the members who let others see their points.
   *
   * @param points of the period; a member without any is not ranked
   */
  public static Leaderboard of(List<Standing> standings, Map<MemberId, Long> points) {
    List<Standing> ranked =
        standings.stream()
            .filter(standing -> standing.onLeaderboard() && points.containsKey(standing.member()))
            .sorted(
                Comparator.comparing((Standing standing) -> points.get(standing.member()))
                    .reversed()
                    .thenComparing(Standing::member))
            .toList();
    var places = new ArrayList<Place>();
    for (Standing standing : ranked) {
      long own = points.get(standing.member());
      boolean tied = !places.isEmpty() && places.getLast().points() == own;
      places.add(new Place(tied ? places.getLast().rank() : places.size() + 1, standing, own));
    }
    return new Leaderboard(places);
  }

  /** A member's place; empty: not ranked. */
  public Optional<Place> placeOf(MemberId member) {
    return places.stream().filter(place -> place.standing().member().equals(member)).findFirst();
  }
}
