package dcm.discord.wire;

import dcm.guild.MemberId;
import dcm.guild.RoleId;
import discord4j.discordjson.Id;
import discord4j.discordjson.json.ApplicationCommandInteractionData;
import discord4j.discordjson.json.ApplicationCommandInteractionOptionData;
import discord4j.discordjson.json.ComponentData;
import discord4j.discordjson.json.InteractionData;
import discord4j.discordjson.json.MemberData;
import discord4j.discordjson.json.UserData;
import discord4j.discordjson.possible.Possible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The library's interactions as ours. */
final class InteractionReader {
  private static final int COMMAND = 2;
  private static final int BUTTON = 3;
  private static final int TYPING = 4;
  private static final int FORM = 5;
  private static final int SUBCOMMAND = 1;
  private static final int SUBCOMMAND_GROUP = 2;

  private InteractionReader() {}

  /**
   * @return null for kinds that we never asked for
   * @throws RuntimeException when it is none that Discord would send
   */
  static @Nullable Interaction read(InteractionData data) {
    var ticket = new Ticket(snowflake(data.id()), data.token(), snowflake(data.applicationId()));
    var visitor = visitor(data);
    var told = data.data().toOptional().orElse(null);
    if (visitor == null || told == null) {
      return null;
    }
    return switch (data.type()) {
      case COMMAND -> slash(ticket, visitor, told);
      case TYPING -> typing(ticket, visitor, told);
      case BUTTON -> new Interaction.Click(ticket, visitor, text(told.customId()));
      case FORM ->
          new Interaction.Submit(ticket, visitor, text(told.customId()), fields(told.components()));
      default -> null;
    };
  }

  static String displayName(Possible<java.util.Optional<String>> nick, UserData user) {
    return Possible.flatOpt(nick).or(user::globalName).orElse(user.username());
  }

  private static @Nullable Visitor visitor(InteractionData data) {
    String locale = data.locale().toOptional().orElse("en-US");
    if (!data.member().isAbsent() && !data.guildId().isAbsent()) {
      MemberData member = data.member().get();
      long permissions = Long.parseUnsignedLong(member.permissions().toOptional().orElse("0"));
      return new Visitor(
          new MemberId(snowflake(member.user().id())),
          locale,
          new Visitor.Seat(
              snowflake(data.guildId().get()),
              data.guildLocale().toOptional().orElse("en-US"),
              displayName(member.nick(), member.user()),
              member.roles().stream()
                  .map(role -> new RoleId(snowflake(role)))
                  .collect(Collectors.toSet()),
              Bits.administrate(permissions)));
    }
    return data.user().isAbsent()
        ? null
        : new Visitor(new MemberId(snowflake(data.user().get().id())), locale, null);
  }

  /** Ids are positive; a guild 0 would be nobody's. */
  private static long snowflake(Id id) {
    long value = id.asLong();
    if (value <= 0) {
      throw new IllegalArgumentException("not a snowflake");
    }
    return value;
  }

  private static Interaction slash(
      Ticket ticket, Visitor visitor, ApplicationCommandInteractionData told) {
    var path = new ArrayList<String>();
    var options = new HashMap<String, String>();
    for (var option : leaf(told, path)) {
      option.value().toOptional().ifPresent(value -> options.put(option.name(), value));
    }
    return new Interaction.Slash(ticket, visitor, path, options);
  }

  private static @Nullable Interaction typing(
      Ticket ticket, Visitor visitor, ApplicationCommandInteractionData told) {
    var path = new ArrayList<String>();
    for (var option : leaf(told, path)) {
      if (option.focused().toOptional().orElse(false)) {
        return new Interaction.Typing(
            ticket, visitor, path, option.name(), option.value().toOptional().orElse(""));
      }
    }
    return null;
  }

  /** Walks down the subcommands, noting the path; the options of the innermost. */
  private static List<ApplicationCommandInteractionOptionData> leaf(
      ApplicationCommandInteractionData told, List<String> path) {
    path.add(text(told.name()));
    var options = told.options().toOptional().orElse(List.of());
    while (options.size() == 1
        && (options.getFirst().type() == SUBCOMMAND
            || options.getFirst().type() == SUBCOMMAND_GROUP)) {
      path.add(options.getFirst().name());
      options = options.getFirst().options().toOptional().orElse(List.of());
    }
    return options;
  }

  private static Map<String, String> fields(Possible<List<ComponentData>> components) {
    var fields = new HashMap<String, String>();
    gather(components.toOptional().orElse(List.of()), fields);
    return fields;
  }

  private static void gather(List<ComponentData> components, Map<String, String> fields) {
    for (var component : components) {
      if (!component.customId().isAbsent() && !component.value().isAbsent()) {
        fields.put(component.customId().get(), component.value().get());
      }
      component.component().toOptional().ifPresent(inner -> gather(List.of(inner), fields));
      gather(component.components().toOptional().orElse(List.of()), fields);
    }
  }

  private static String text(Possible<String> value) {
    return value.toOptional().orElse("");
  }
}
