package dcm.sandbox.store;

import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.Role;

/** Permission bits of Discord that the sandbox evaluates. */
public final class SandboxPermissions {
  static final long ADMINISTRATOR = 1L << 3;
  public static final long MANAGE_GUILD = 1L << 5;

  /**
   * Permissions of @everyone in a new guild: view channels, send, embed, attach, read history,
   * react, use commands.
   */
  public static final long EVERYONE =
      1L << 6 | 1L << 10 | 1L << 11 | 1L << 14 | 1L << 15 | 1L << 16 | 1L << 31;

  public static final long VIEW_CHANNEL = 1L << 10;
  public static final long SEND_MESSAGES = 1L << 11;

  public static final long ALL = (1L << 53) - 1;

  private SandboxPermissions() {}

  /**
   * The bot's permissions in a channel: those of @everyone, then the overwrites of @everyone and of
   * the bot.
   */
  public static long ofBot(SandboxGuild guild, SandboxGuild.Channel channel) {
    long bits = guild.role(guild.id()).map(Role::permissions).map(Long::parseLong).orElse(0L);
    for (String id : new String[] {guild.id(), InitialState.APPLICATION}) {
      for (SandboxGuild.PermissionOverwrite overwrite : channel.overwrites()) {
        if (overwrite.id().equals(id)) {
          bits = (bits & ~overwrite.deny()) | overwrite.allow();
        }
      }
    }
    return (bits & ADMINISTRATOR) == 0 ? bits : ALL;
  }

  /**
   * A member's permissions: all for the owner and administrators, otherwise those of the roles
   * and @everyone.
   */
  public static long of(SandboxGuild guild, Member member) {
    if (guild.ownerId().equals(member.userId())) {
      return ALL;
    }
    long bits =
        guild.roles().stream()
            .filter(role -> role.id().equals(guild.id()) || member.roles().contains(role.id()))
            .map(Role::permissions)
            .mapToLong(Long::parseLong)
            .reduce(0, (a, b) -> a | b);
    return (bits & ADMINISTRATOR) == 0 ? bits : ALL;
  }
}
