package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.PermissionCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.notify.MessageBundle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /permissions show|grant|revoke}: the permissions of roles. */
public final class PermissionsHandler {
  private static final int COLOUR = 0x5b8c85;

  private final DiscordGuildClient guildClient;

  public PermissionsHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> show(
      InteractionContext context, CommandOptions options) {
    RoleId requestedRole = options.role("role");
    return guildClient
        .ask(context, new GuildQuery.Permissions(), QueryResult.Permissions.class)
        .thenApply(answer -> {
          var messages = context.messages();
          var lines =
              answer.roles().keySet().stream()
                  .filter(role -> requestedRole == null || role.equals(requestedRole))
                  .filter(role -> requestedRole != null || answer.matrix().containsKey(role))
                  .sorted()
                  .map(role ->
                      name(context, role, answer)
                          + ": "
                          + names(answer.matrix().getOrDefault(role, Set.of()), messages))
                  .collect(Collectors.joining("\n"));
          return new InteractionReply.NewMessage(
              Message.embed(
                  new Message.Embed(
                      messages.format("permissions.title"),
                      lines.isEmpty() ? messages.format("permissions.none") : lines,
                      List.of(),
                      COLOUR)),
              true);
        });
  }

  public CompletionStage<InteractionReply> grant(
      InteractionContext context, CommandOptions options) {
    return change(
        context,
        options,
        new PermissionCommand.Grant(role(options), Set.of(permission(options))),
        "permissions.granted");
  }

  public CompletionStage<InteractionReply> revoke(
      InteractionContext context, CommandOptions options) {
    return change(
        context,
        options,
        new PermissionCommand.Revoke(role(options), Set.of(permission(options))),
        "permissions.revoked");
  }

  private CompletionStage<InteractionReply> change(
      InteractionContext context, CommandOptions options, PermissionCommand command, String key) {
    return guildClient
        .decide(context, command)
        .thenApply(_ ->
            new InteractionReply.NewMessage(
                Message.text(
                    context
                        .messages()
                        .format(
                            key,
                            mention(context, role(options)),
                            DiscordFormat.permission(permission(options), context.messages()))),
                true));
  }

  private static RoleId role(CommandOptions options) {
    return options.requiredRole("role");
  }

  private static Permission permission(CommandOptions options) {
    return options.requiredPermission("permission");
  }

  private static String name(
      InteractionContext context, RoleId role, QueryResult.Permissions answer) {
    return role.value() == context.guild().value()
        ? "**" + context.messages().format("permissions.everyone") + "**"
        : "**"
            + MarkdownEscape.singleLine(answer.roles().getOrDefault(role, role.toString()))
            + "**";
  }

  private static String mention(InteractionContext context, RoleId role) {
    return role.value() == context.guild().value()
        ? context.messages().format("permissions.everyone")
        : "<@&" + role + ">";
  }

  private static String names(Set<Permission> permissions, MessageBundle messages) {
    return permissions.isEmpty()
        ? messages.format("permissions.nothing")
        : permissions.stream()
            .map(permission -> DiscordFormat.permission(permission, messages))
            .collect(Collectors.joining(", "));
  }
}
