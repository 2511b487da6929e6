package dcm.discord.client;

import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user action in Discord that needs a response. */
public sealed interface Interaction {
  Token token();

  User user();

  /**
   * A slash command.
   *
   * @param path the command and its subcommand, for example {@code task, create}
   * @param options typed values by option name; users, roles, channels and files as snowflakes
   * @param files the files among them, by option name
   */
  record Command(
      Token token,
      User user,
      List<String> path,
      Map<String, String> options,
      Map<String, UploadedFile> files)
      implements Interaction {
    public Command {
      path = List.copyOf(path);
      options = Map.copyOf(options);
      files = Map.copyOf(files);
    }

    /** A command without files. */
    public Command(Token token, User user, List<String> path, Map<String, String> options) {
      this(token, user, path, options, Map.of());
    }
  }

  /**
   * A file that a user chose, on Discord's servers.
   *
   * @param url valid for a limited time
   * @param bytes its size, as Discord says
   */
  record UploadedFile(String url, long bytes) {}

  /**
   * A request for suggestions while the user types. It cannot be deferred.
   *
   * @param focusedOption the option that the user types in
   * @param value the text so far
   */
  record Autocomplete(Token token, User user, List<String> path, String focusedOption, String value)
      implements Interaction {
    public Autocomplete {
      path = List.copyOf(path);
    }
  }

  /**
   * A command in the menu of a message.
   *
   * @param name the command
   * @param channel the snowflake of the message's channel
   * @param message the message's snowflake
   * @param content the message's text; may be empty
   */
  record MessageCommand(
      Token token, User user, String name, long channel, long message, String content)
      implements Interaction {}

  /**
   * A command in the menu of a user.
   *
   * @param name the command
   */
  record UserCommand(Token token, User user, String name, MemberId target) implements Interaction {}

  /**
   * A pressed button or a used menu, possibly weeks after it was shown.
   *
   * @param values chosen in the menu, channels as snowflakes; of a button: none
   * @param embed the first embed of the message with the button; null: it has none
   */
  record Component(
      Token token, User user, String customId, List<String> values, Message.@Nullable Embed embed)
      implements Interaction {
    public Component {
      values = List.copyOf(values);
    }
  }

  /**
   * A submitted form.
   *
   * @param fields typed values by field id
   * @param files chosen files by field id, in the user's order
   * @param embed the first embed of the message whose button opened the form; null: it has none
   */
  record ModalSubmit(
      Token token,
      User user,
      String customId,
      Map<String, String> fields,
      Map<String, List<UploadedFile>> files,
      Message.@Nullable Embed embed)
      implements Interaction {
    public ModalSubmit {
      fields = Map.copyOf(fields);
      files = Map.copyOf(files);
    }
  }

  /**
   * The credentials for responding to one interaction: the initial response within 3 s, edits for
   * 15 minutes.
   *
   * @param id the interaction's snowflake
   * @param token secret: its holder may respond
   * @param application the bot's application
   */
  record Token(long id, String token, long application) {
    /** 2015-01-01, the epoch of Discord's snowflakes (docs: reference, snowflakes). */
    private static final long EPOCH_MILLIS = 1_420_070_400_000L;

    /** The interaction's creation, by Discord's clock. */
    public Instant createdAt() {
      return Instant.ofEpochMilli((id >>> 22) + EPOCH_MILLIS);
    }

    @Override
    public String toString() {
      return "interaction " + id;
    }
  }

  /**
   * The user who acted.
   *
   * @param locale the user's own BCP 47 tag; {@code en-US} when Discord sends none
   * @param member the user's guild membership; null in a direct message, where Discord omits it
   */
  record User(MemberId id, String locale, @Nullable GuildMember member) {}

  /**
   * The user's membership of the guild in which the interaction happened.
   *
   * @param guildId the guild's snowflake
   * @param guildLocale the guild's preferred BCP 47 tag
   * @param administrator has ADMINISTRATOR or MANAGE_GUILD in Discord, which an owner always has
   */
  record GuildMember(
      long guildId,
      String guildLocale,
      String displayName,
      Set<RoleId> roles,
      boolean administrator) {
    public GuildMember {
      roles = Set.copyOf(roles);
    }
  }
}
