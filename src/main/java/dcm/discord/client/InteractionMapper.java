package dcm.discord.client;

import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import discord4j.discordjson.Id;
import discord4j.discordjson.json.ApplicationCommandInteractionData;
import discord4j.discordjson.json.ApplicationCommandInteractionOptionData;
import discord4j.discordjson.json.AttachmentData;
import discord4j.discordjson.json.ComponentData;
import discord4j.discordjson.json.EmbedData;
import discord4j.discordjson.json.InteractionData;
import discord4j.discordjson.json.MemberData;
import discord4j.discordjson.json.MessageData;
import discord4j.discordjson.json.UserData;
import discord4j.discordjson.possible.Possible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps the library's interactions to {@link Interaction}. */
final class InteractionMapper {
  private static final int COMMAND = 2;
  private static final int COMPONENT = 3;
  private static final int AUTOCOMPLETE = 4;
  private static final int MODAL_SUBMIT = 5;
  private static final int SLASH_COMMAND = 1;
  private static final int USER_COMMAND = 2;
  private static final int MESSAGE_COMMAND = 3;
  private static final int SUBCOMMAND = 1;
  private static final int SUBCOMMAND_GROUP = 2;
  private static final int FILE_UPLOAD = 19;

  private InteractionMapper() {}

  /**
   * @return null for kinds that the bot does not use
   * @throws RuntimeException when required fields are absent or malformed
   */
  static @Nullable Interaction map(InteractionData data) {
    var token =
        new Interaction.Token(snowflake(data.id()), data.token(), snowflake(data.applicationId()));
    var user = user(data);
    var payload = data.data().toOptional().orElse(null);
    if (user == null || payload == null) {
      return null;
    }
    return switch (data.type()) {
      case COMMAND -> anyCommand(token, user, payload);
      case AUTOCOMPLETE -> autocomplete(token, user, payload);
      case COMPONENT ->
          new Interaction.Component(
              token,
              user,
              text(payload.customId()),
              payload.values().toOptional().orElse(List.of()),
              embed(data));
      case MODAL_SUBMIT ->
          new Interaction.ModalSubmit(
              token,
              user,
              text(payload.customId()),
              fields(payload.components()),
              chosenFiles(payload),
              embed(data));
      default -> null;
    };
  }

  static String displayName(Possible<Optional<String>> nick, UserData user) {
    return Possible.flatOpt(nick).or(user::globalName).orElse(user.username());
  }

  private static Interaction.@Nullable User user(InteractionData data) {
    String locale = data.locale().toOptional().orElse("en-US");
    if (!data.member().isAbsent() && !data.guildId().isAbsent()) {
      MemberData member = data.member().get();
      long permissions = Long.parseUnsignedLong(member.permissions().toOptional().orElse("0"));
      return new Interaction.User(
          new MemberId(snowflake(member.user().id())),
          locale,
          new Interaction.GuildMember(
              snowflake(data.guildId().get()),
              data.guildLocale().toOptional().orElse("en-US"),
              displayName(member.nick(), member.user()),
              member.roles().stream()
                  .map(role -> new RoleId(snowflake(role)))
                  .collect(Collectors.toSet()),
              PermissionBits.isAdministrator(permissions)));
    }
    return data.user().isAbsent()
        ? null
        : new Interaction.User(new MemberId(snowflake(data.user().get().id())), locale, null);
  }

  /** Rejects ids that are not positive. */
  private static long snowflake(Id id) {
    long value = id.asLong();
    if (value <= 0) {
      throw new IllegalArgumentException("not a snowflake");
    }
    return value;
  }

  private static @Nullable Interaction anyCommand(
      Interaction.Token token, Interaction.User user, ApplicationCommandInteractionData payload) {
    return switch (payload.type().toOptional().orElse(SLASH_COMMAND)) {
      case SLASH_COMMAND -> command(token, user, payload);
      case USER_COMMAND ->
          new Interaction.UserCommand(
              token, user, text(payload.name()), MemberId.of(text(payload.targetId())));
      case MESSAGE_COMMAND -> messageCommand(token, user, payload);
      default -> null;
    };
  }

  /** Null when Discord did not send the message. */
  private static @Nullable Interaction messageCommand(
      Interaction.Token token, Interaction.User user, ApplicationCommandInteractionData payload) {
    MessageData message =
        payload
            .resolved()
            .toOptional()
            .flatMap(resolved -> resolved.messages().toOptional())
            .map(messages -> messages.get(text(payload.targetId())))
            .orElse(null);
    return message == null
        ? null
        : new Interaction.MessageCommand(
            token,
            user,
            text(payload.name()),
            snowflake(message.channelId()),
            snowflake(message.id()),
            message.content());
  }

  private static Message.@Nullable Embed embed(InteractionData data) {
    var embeds = data.message().toOptional().map(MessageData::embeds).orElse(List.of());
    if (embeds.isEmpty()) {
      return null;
    }
    EmbedData embed = embeds.getFirst();
    return new Message.Embed(
        text(embed.title()),
        text(embed.description()),
        embed.fields().toOptional().orElse(List.of()).stream()
            .map(field ->
                new Message.Field(
                    field.name(), field.value(), field.inline().toOptional().orElse(false)))
            .toList(),
        embed.color().toOptional().orElse(0));
  }

  private static Interaction command(
      Interaction.Token token, Interaction.User user, ApplicationCommandInteractionData payload) {
    var path = new ArrayList<String>();
    var options = new HashMap<String, String>();
    for (var option : innermostOptions(payload, path)) {
      option.value().toOptional().ifPresent(value -> options.put(option.name(), value));
    }
    return new Interaction.Command(token, user, path, options, files(payload, options));
  }

  /** The files of the options whose value is the id of one. */
  private static Map<String, Interaction.UploadedFile> files(
      ApplicationCommandInteractionData payload, Map<String, String> options) {
    var resolved = attachments(payload);
    var files = new HashMap<String, Interaction.UploadedFile>();
    options.forEach((name, value) -> {
      var attachment = resolved.get(value);
      if (attachment != null) {
        files.put(name, file(attachment));
      }
    });
    return files;
  }

  private static Map<String, AttachmentData> attachments(
      ApplicationCommandInteractionData payload) {
    return payload
        .resolved()
        .toOptional()
        .flatMap(resolved -> resolved.attachments().toOptional())
        .orElse(Map.of());
  }

  private static Interaction.UploadedFile file(AttachmentData attachment) {
    return new Interaction.UploadedFile(attachment.url(), attachment.size());
  }

  /** The files of a form by field. */
  private static Map<String, List<Interaction.UploadedFile>> chosenFiles(
      ApplicationCommandInteractionData payload) {
    var resolved = attachments(payload);
    var files = new HashMap<String, List<Interaction.UploadedFile>>();
    for (var label : payload.components().toOptional().orElse(List.of())) {
      label
          .component()
          .toOptional()
          .filter(field -> field.type() == FILE_UPLOAD)
          .ifPresent(field ->
              files.put(
                  text(field.customId()),
                  field.values().toOptional().orElse(List.of()).stream()
                      .map(resolved::get)
                      .filter(Objects::nonNull)
                      .map(InteractionMapper::file)
                      .toList()));
    }
    return files;
  }

  private static @Nullable Interaction autocomplete(
      Interaction.Token token, Interaction.User user, ApplicationCommandInteractionData payload) {
    var path = new ArrayList<String>();
    for (var option : innermostOptions(payload, path)) {
      if (option.focused().toOptional().orElse(false)) {
        return new Interaction.Autocomplete(
            token, user, path, option.name(), option.value().toOptional().orElse(""));
      }
    }
    return null;
  }

  /**
   * Descends into the subcommands and collects their path; returns the options of the innermost.
   */
  private static List<ApplicationCommandInteractionOptionData> innermostOptions(
      ApplicationCommandInteractionData payload, List<String> path) {
    path.add(text(payload.name()));
    var options = payload.options().toOptional().orElse(List.of());
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
    collectFields(components.toOptional().orElse(List.of()), fields);
    return fields;
  }

  private static void collectFields(List<ComponentData> components, Map<String, String> fields) {
    for (var component : components) {
      if (!component.customId().isAbsent() && !component.value().isAbsent()) {
        fields.put(component.customId().get(), component.value().get());
      }
      component.component().toOptional().ifPresent(inner -> collectFields(List.of(inner), fields));
      collectFields(component.components().toOptional().orElse(List.of()), fields);
    }
  }

  private static String text(Possible<String> value) {
    return value.toOptional().orElse("");
  }
}
