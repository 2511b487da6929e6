package dcm.discord.command;

import dcm.discord.client.Interaction;
import dcm.discord.interaction.InteractionException.InvalidOptionException;
import dcm.guild.value.ChannelId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Typed values of a slash command's options. */
public record CommandOptions(
    Map<String, String> values, Map<String, Interaction.UploadedFile> files) {
  public CommandOptions(Map<String, String> values) {
    this(values, Map.of());
  }

  public static CommandOptions of(Interaction.Command command) {
    return new CommandOptions(command.options(), command.files());
  }

  Interaction.@Nullable UploadedFile file(String name) {
    return files.get(name);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  /** The value of an option that Discord requires. */
  String required(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new InvalidOptionException(name);
    }
    return value;
  }

  /** A whole number; Discord may send 5 as 5.0. */
  @Nullable Integer number(String name) {
    return parse(name, value -> new BigDecimal(value).intValueExact());
  }

  private <T> @Nullable T parse(String name, Function<String, T> parser) {
    var value = values.get(name);
    if (value == null) {
      return null;
    }
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException | ArithmeticException notOfItsType) {
      throw new InvalidOptionException(name);
    }
  }

  /** An unknown priority counts as absent: Discord offers a fixed choice. */
  Task.@Nullable Priority priority() {
    var value = values.get("priority");
    for (var priority : Task.Priority.values()) {
      if (priority.name().equals(value)) {
        return priority;
      }
    }
    return null;
  }

  /** An unknown treatment counts as none: Discord offers a fixed choice. */
  Schedule.@Nullable HolidayTreatment holidays() {
    var value = values.get("holidays");
    for (var treatment : Schedule.HolidayTreatment.values()) {
      if (treatment.name().equals(value)) {
        return treatment;
      }
    }
    return null;
  }

  @Nullable MemberId member(String name) {
    return parse(name, MemberId::of);
  }

  @Nullable RoleId role(String name) {
    return parse(name, RoleId::of);
  }

  /** The value of a role option that Discord requires. */
  RoleId requiredRole(String name) {
    required(name);
    return Objects.requireNonNull(role(name));
  }

  Permission requiredPermission(String name) {
    required(name);
    return Objects.requireNonNull(parse(name, Permission::valueOf));
  }

  @Nullable ChannelId channel(String name) {
    return parse(name, ChannelId::of);
  }
}
