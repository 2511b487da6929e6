package dcm.discord;

import dcm.discord.wire.Bits;
import dcm.discord.wire.News;
import dcm.guild.ChannelId;
import dcm.guild.GuildChannel;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the bot may write, by Discord's rule of permissions (docs: topics/permissions, "Permission
 * Hierarchy"): the roles together; then @everyone's, the roles' and the member's own overwrites.
 */
final class Writable {
  private static final long NEEDED = Bits.VIEW_CHANNEL | Bits.SEND_MESSAGES | Bits.EMBED_LINKS;

  private final GuildId guild;
  private final MemberId self;
  private final List<RoleId> mine;
  private final long base;

  Writable(GuildId guild, MemberId self, List<RoleId> mine, Map<RoleId, News.Role> roles) {
    this.guild = guild;
    this.self = self;
    this.mine = mine;
    long permissions = permissions(roles, new RoleId(guild.value()));
    for (var role : mine) {
      permissions |= permissions(roles, role);
    }
    this.base = permissions;
  }

  /** The system channel, otherwise the uppermost text channel; null when none is writable. */
  @Nullable ChannelId choose(@Nullable ChannelId system, Map<ChannelId, News.Place> places) {
    var first = system == null ? null : places.get(system);
    if (first != null && may(first)) {
      return system;
    }
    return places.values().stream()
        .filter(this::may)
        .min(Comparator.comparingInt(News.Place::position).thenComparing(News.Place::id))
        .map(News.Place::id)
        .orElse(null);
  }

  private boolean may(News.Place place) {
    return place.type() == GuildChannel.Type.TEXT && allows(place);
  }

  /** Whether the bot may see the channel and write messages in it. */
  boolean allows(News.Place place) {
    if ((base & Bits.ADMINISTRATOR) != 0) {
      return true;
    }
    long permissions = base;
    permissions = apply(permissions, place, List.of(guild.value()));
    permissions = apply(permissions, place, mine.stream().map(RoleId::value).toList());
    permissions = apply(permissions, place, List.of(self.value()));
    return (permissions & NEEDED) == NEEDED;
  }

  /** Denials of all these first, then what any of them allows. */
  private static long apply(long permissions, News.Place place, List<Long> ids) {
    long allow = 0;
    long deny = 0;
    for (var overwrite : place.overwrites()) {
      if (ids.contains(overwrite.id())) {
        allow |= overwrite.allow();
        deny |= overwrite.deny();
      }
    }
    return (permissions & ~deny) | allow;
  }

  private static long permissions(Map<RoleId, News.Role> roles, RoleId id) {
    var role = roles.get(id);
    return role == null ? 0 : role.permissions();
  }
}
