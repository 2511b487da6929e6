package dcm.discord.message;

import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionResponder;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.command.NotificationCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.ChannelOutage;
import dcm.guild.value.CommandId;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ephemeral notice that messages to the guild's channel do not arrive. Each member who may change
 * the settings sees it once, after the reply to their next interaction.
 */
public final class ChannelOutageNotice {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelOutageNotice.class);

  private final DiscordGuildClient guildClient;
  private final InteractionResponder responder;

  public ChannelOutageNotice(DiscordGuildClient guildClient, InteractionResponder responder) {
    this.guildClient = guildClient;
    this.responder = responder;
  }

  /**
   * @param response completes when the interaction was answered with a message
   */
  public void showAfter(InteractionContext context, CompletionStage<Void> response) {
    guildClient
        .ask(
            context.guild(),
            context.receivedAt(),
            context.caller(),
            new GuildQuery.OutboxStatus(),
            QueryResult.Outbox.class)
        .thenCompose(outbox -> {
          var outage = outbox.outage();
          return outage == null || outage.shownTo().contains(context.caller().id())
              ? CompletableFuture.<Void>completedFuture(null)
              : response.thenCompose(_ -> send(context, outage));
        })
        .whenComplete((_, failure) -> {
          // the query is refused to members who may not change the settings
          if (failure != null && !(failure.getCause() instanceof RefusedException)) {
            LOG.debug("Channel outage notice after {} was not sent: {}", context.token(), failure);
          }
        });
  }

  private CompletionStage<Void> send(InteractionContext context, ChannelOutage outage) {
    var text =
        context
            .messages()
            .format("notice.channel-outage", "<#" + outage.channel() + ">", outage.messages());
    return responder
        .sendEphemeral(context.token(), Message.text(text))
        .thenCompose(_ ->
            guildClient.decide(
                context.guild(),
                new CommandId(UUID.randomUUID()),
                context.caller(),
                context.receivedAt(),
                new NotificationCommand.MarkOutageShown()))
        .thenApply(_ -> null);
  }
}
