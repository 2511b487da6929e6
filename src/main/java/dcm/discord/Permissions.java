package dcm.discord;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.discord.words.Escape;
import dcm.discord.words.Texts;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.Permission;
import dcm.guild.PermissionCommand;
import dcm.guild.RoleId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /permissions show|grant|revoke}: what a role may do. */
final class Permissions {
  private static final int COLOUR = 0x5b8c85;

  private final House house;

  Permissions(House house) {
    this.house = house;
  }

  CompletionStage<Reply> show(Knock knock, Options options) {
    RoleId one = options.role("role");
    return house
        .ask(knock, new GuildQuery.Permissions(), Answer.Permissions.class)
        .thenApply(answer -> {
          var texts = knock.texts();
          var lines =
              answer.roles().keySet().stream()
                  .filter(role -> one == null || role.equals(one))
                  .filter(role -> one != null || answer.matrix().containsKey(role))
                  .sorted()
                  .map(role ->
                      name(knock, role, answer)
                          + ": "
                          + names(answer.matrix().getOrDefault(role, Set.of()), texts))
                  .collect(Collectors.joining("\n"));
          return new Reply.Say(
              Message.embed(
                  new Message.Embed(
                      texts.say("permissions.title"),
                      lines.isEmpty() ? texts.say("permissions.none") : lines,
                      List.of(),
                      COLOUR)),
              true);
        });
  }

  CompletionStage<Reply> grant(Knock knock, Options options) {
    return change(
        knock,
        options,
        new PermissionCommand.Grant(role(options), Set.of(which(options))),
        "permissions.granted");
  }

  CompletionStage<Reply> revoke(Knock knock, Options options) {
    return change(
        knock,
        options,
        new PermissionCommand.Revoke(role(options), Set.of(which(options))),
        "permissions.revoked");
  }

  private CompletionStage<Reply> change(
      Knock knock, Options options, PermissionCommand command, String words) {
    return house
        .decide(knock, command)
        .thenApply(_ ->
            new Reply.Say(
                Message.text(
                    knock
                        .texts()
                        .say(
                            words,
                            mention(knock, role(options)),
                            Names.permission(which(options), knock.texts()))),
                true));
  }

  private static RoleId role(Options options) {
    return options.neededRole("role");
  }

  private static Permission which(Options options) {
    return options.neededPermission("permission");
  }

  private static String name(Knock knock, RoleId role, Answer.Permissions answer) {
    return role.value() == knock.guild().value()
        ? "**" + knock.texts().say("permissions.everyone") + "**"
        : "**" + Escape.line(answer.roles().getOrDefault(role, role.toString())) + "**";
  }

  private static String mention(Knock knock, RoleId role) {
    return role.value() == knock.guild().value()
        ? knock.texts().say("permissions.everyone")
        : "<@&" + role + ">";
  }

  private static String names(Set<Permission> permissions, Texts texts) {
    return permissions.isEmpty()
        ? texts.say("permissions.nothing")
        : permissions.stream()
            .map(permission -> Names.permission(permission, texts))
            .collect(Collectors.joining(", "));
  }
}
