package dcm.discord;

import dcm.discord.wire.Message;
import dcm.guild.Answer;
import dcm.guild.ChannelOutage;
import dcm.guild.CommandId;
import dcm.guild.GuildQuery;
import dcm.guild.NotificationCommand;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A word, once for each member who may change the settings, that messages to the guild's channel do
 * not arrive: after the answer to whatever they do next, and only they see it.
 */
final class ChannelNotice {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelNotice.class);

  private final House house;
  private final Answering answering;

  ChannelNotice(House house, Answering answering) {
    this.house = house;
    this.answering = answering;
  }

  /**
   * @param answered when the interaction was answered with a message
   */
  void after(Knock knock, CompletionStage<Void> answered) {
    house
        .ask(
            knock.guild(),
            knock.at(),
            knock.caller(),
            new GuildQuery.OutboxStatus(),
            Answer.Outbox.class)
        .thenCompose(outbox -> {
          var outage = outbox.outage();
          return outage == null || outage.shownTo().contains(knock.caller().id())
              ? CompletableFuture.<Void>completedFuture(null)
              : answered.thenCompose(_ -> tell(knock, outage));
        })
        .whenComplete((_, failure) -> {
          // most people may not change the settings: that is no news
          if (failure != null && !(failure.getCause() instanceof Declined)) {
            LOG.debug("No word on the channel after the {}: {}", knock.ticket(), failure);
          }
        });
  }

  private CompletionStage<Void> tell(Knock knock, ChannelOutage outage) {
    var words =
        knock
            .texts()
            .say("notice.channel-outage", "<#" + outage.channel() + ">", outage.messages());
    return answering
        .whisper(knock.ticket(), Message.text(words))
        .thenCompose(_ ->
            house.decide(
                knock.guild(),
                new CommandId(UUID.randomUUID()),
                knock.caller(),
                knock.at(),
                new NotificationCommand.MarkOutageShown()))
        .thenApply(_ -> null);
  }
}
