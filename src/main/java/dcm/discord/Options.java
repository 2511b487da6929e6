package dcm.discord;

import dcm.discord.wire.Interaction;
import dcm.guild.ChannelId;
import dcm.guild.MemberId;
import dcm.guild.Priority;
import dcm.guild.RoleId;
import java.util.Map;
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
      throw new IllegalStateException("Discord sent no " + name);
    }
    return value;
  }

  @Nullable Integer number(String name) {
    var value = typed.get(name);
    return value == null ? null : Integer.valueOf((int) Double.parseDouble(value));
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
    var value = typed.get(name);
    return value == null ? null : MemberId.of(value);
  }

  @Nullable RoleId role(String name) {
    var value = typed.get(name);
    return value == null ? null : RoleId.of(value);
  }

  @Nullable ChannelId channel(String name) {
    var value = typed.get(name);
    return value == null ? null : ChannelId.of(value);
  }
}
