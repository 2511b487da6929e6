package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.auth.CalendarTokenSecrets;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.guild.command.CalendarTokenCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.UuidV7;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** {@code /calendar}: the address at which a calendar program reads the caller's tasks. */
public final class CalendarHandler {
  private final DiscordGuildClient guildClient;
  private final CalendarTokenSecrets secrets;

  public CalendarHandler(DiscordGuildClient guildClient, CalendarTokenSecrets secrets) {
    this.guildClient = guildClient;
    this.secrets = secrets;
  }

  /** Shows the address again, or makes one; a new one replaces the former ones of its kind. */
  public CompletionStage<InteractionReply> show(
      InteractionContext context, CommandOptions options) {
    var scope =
        "all".equals(options.text("what")) ? CalendarToken.Scope.GUILD : CalendarToken.Scope.OWN;
    return guildClient
        .ask(context, new GuildQuery.CalendarTokens(), QueryResult.CalendarTokens.class)
        .thenCompose(result -> {
          var known = result.tokens().stream().filter(token -> token.scope() == scope).toList();
          return known.isEmpty() || options.has("new")
              ? revoked(context, known).thenCompose(_ -> created(context, scope))
              : completedFuture(known.getLast().id());
        })
        .thenApply(id -> {
          String address =
              context.links().calendar(context.guild(), secrets.secret(context.guild(), id));
          String key = scope == CalendarToken.Scope.OWN ? "calendar.mine" : "calendar.all";
          return new InteractionReply.NewMessage(
              Message.text(context.messages().format(key, address)), true);
        });
  }

  private CompletionStage<?> revoked(InteractionContext context, List<CalendarToken> former) {
    CompletionStage<?> done = completedFuture(null);
    for (CalendarToken token : former) {
      done =
          done.thenCompose(
              _ -> guildClient.decide(context, new CalendarTokenCommand.Revoke(token.id())));
    }
    return done;
  }

  private CompletionStage<CalendarTokenId> created(
      InteractionContext context, CalendarToken.Scope scope) {
    var id = new CalendarTokenId(UuidV7.at(context.receivedAt(), ThreadLocalRandom.current()));
    return guildClient
        .decide(context, new CalendarTokenCommand.Create(id, scope))
        .thenApply(_ -> id);
  }
}
