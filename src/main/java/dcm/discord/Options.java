package dcm.discord;

import dcm.discord.wire.Interaction;
import dcm.guild.ChannelId;
import dcm.guild.MemberId;
import dcm.guild.Permission;
import dcm.guild.Priority;
import dcm.guild.RoleId;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was typed with a slash command. */
record Options(Map<String, String> typed) {
  static Options of(Interaction.Slash slash) {
    return new Options(slash.options());
  }

  boolean has(String name) {
    return typed.containsKey(name);
  }

  @Nullable String text(String name) {
    return typed.get(name);
  }

  /** For options that Discord makes people fill in. */
  String needed(String name) {
    var value = typed.get(name);
    if (value == null) {
      throw new UnreadableOptionException(name);
    }
    return value;
  }

  /** Whole; Discord writes 5 and 5.0. */
  @Nullable Integer number(String name) {
    return read(name, value -> new BigDecimal(value).intValueExact());
  }

  private <T> @Nullable T read(String name, Function<String, T> reader) {
    var value = typed.get(name);
    if (value == null) {
      return null;
    }
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException | ArithmeticException notOfItsType) {
      throw new UnreadableOptionException(name);
    }
  }

  /** A word that is none counts as not given: Discord lets nobody type one. */
  @Nullable Priority priority() {
    var value = typed.get("priority");
    for (var each : Priority.values()) {
      if (each.name().equals(value)) {
        return each;
      }
    }
    return null;
  }

  @Nullable MemberId member(String name) {
    return read(name, MemberId::of);
  }

  @Nullable RoleId role(String name) {
    return read(name, RoleId::of);
  }

  /** For options that Discord makes people fill in. */
  RoleId neededRole(String name) {
    needed(name);
    return Objects.requireNonNull(role(name));
  }

  Permission neededPermission(String name) {
    needed(name);
    return Objects.requireNonNull(read(name, Permission::valueOf));
  }

  @Nullable ChannelId channel(String name) {
    return read(name, ChannelId::of);
  }
}
