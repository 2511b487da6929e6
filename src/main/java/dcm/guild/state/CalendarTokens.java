package dcm.guild.state;

import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.MemberId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** The calendar tokens that are not revoked. */
public record CalendarTokens(TreePMap<CalendarTokenId, CalendarToken> byId) {
  public static final CalendarTokens EMPTY = new CalendarTokens(TreePMap.empty());

  public static CalendarTokens of(@Nullable Collection<CalendarToken> tokens) {
    TreePMap<CalendarTokenId, CalendarToken> all = TreePMap.empty();
    for (CalendarToken token : tokens == null ? List.<CalendarToken>of() : tokens) {
      all = all.plus(token.id(), token);
    }
    return new CalendarTokens(all);
  }

  public @Nullable CalendarToken find(CalendarTokenId id) {
    return byId.get(id);
  }

  /** A member's tokens, the oldest first. */
  public List<CalendarToken> of(MemberId member) {
    return byId.values().stream().filter(token -> token.member().equals(member)).toList();
  }

  CalendarTokens apply(CalendarTokenEvent event) {
    return new CalendarTokens(
        switch (event) {
          case CalendarTokenEvent.Created(var token) -> byId.plus(token.id(), token);
          case CalendarTokenEvent.Revoked revoked -> byId.minus(revoked.token());
        });
  }
}
