package dcm.discord.board;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordRest;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.message.CardContext;
import dcm.discord.message.DashboardLinks;
import dcm.discord.message.TaskLines;
import dcm.discord.text.DiscordMessages;
import dcm.entity.BoardListener;
import dcm.guild.command.SettingsCommand;
import dcm.guild.event.SettingsEvent.BoardMessageRemoved;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.value.BoardMessage;
import dcm.guild.value.Caller;
import dcm.guild.value.ChannelId;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MessageId;
import dcm.notify.MessageLanguage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the open tasks of guilds in their board messages. A message that is gone, or that Discord
 * lets no longer be edited, is posted again. In a channel where the bot may not write the message
 * is given up.
 */
public final class BoardMessages {
  private static final Logger LOG = LoggerFactory.getLogger(BoardMessages.class);

  /** Maximum number of characters of the messages remembered, roughly. */
  private static final long MAX_REMEMBERED = 8 * 1_024 * 1_024;

  /** Discord's JSON error codes (docs: topics, opcodes and status codes). */
  private static final int UNKNOWN_MESSAGE = 10008;

  private static final int EDITS_OF_OLD_MESSAGE_CAPPED = 30046;
  private static final int UNAUTHORIZED = 401;

  private final DiscordGuildClient guildClient;
  private final DiscordRest rest;
  private final DashboardLinks links;
  private final InstantSource clock;

  /** What the messages show, as far as this node has written it. */
  private final Cache<MessageId, Message> shown =
      Caffeine.newBuilder()
          .maximumWeight(MAX_REMEMBERED)
          .weigher((MessageId _, Message message) -> message.toString().length())
          .build();

  public BoardMessages(
      DiscordGuildClient guildClient, DiscordRest rest, DashboardLinks links, InstantSource clock) {
    this.guildClient = guildClient;
    this.rest = rest;
    this.links = links;
    this.clock = clock;
  }

  /** Starts an updater; returns the listener that tells it of changes. */
  public BoardListener start(ActorSystem<?> system) {
    var updater =
        system.systemActorOf(
            BoardMessageUpdater.create(this::update),
            "discord-board-messages-" + UUID.randomUUID(),
            Props.empty());
    return BoardMessageUpdater.listener(updater, this);
  }

  /** Deletes a message that is no longer wanted, if it is still there. */
  void delete(BoardMessageRemoved removed) {
    if (removed.message() != null) {
      delete(removed.channel(), removed.message());
    }
  }

  private void delete(ChannelId channel, MessageId message) {
    shown.invalidate(message);
    rest.delete(channel, message)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.debug("Message {} in channel {} was not deleted", message, channel, failure);
          }
        });
  }

  CompletionStage<Void> update(GuildId guild) {
    return ask(guild, new GuildQuery.BoardMessages(), QueryResult.BoardMessages.class)
        .thenCompose(answer ->
            answer.boards().isEmpty()
                ? completedFuture(null)
                : ask(guild, openTasks(), QueryResult.Tasks.class)
                    .thenCompose(tasks ->
                        showAll(guild, answer.boards(), render(guild, tasks, answer.locale()))));
  }

  private static GuildQuery openTasks() {
    var filter = new TaskFilter(TaskFilter.Status.ACTIVE, null, null, null, null, null, null);
    return new GuildQuery.Tasks(filter, TaskFilter.Sort.DUE, 0, TaskLines.PER_PAGE);
  }

  private Message render(GuildId guild, QueryResult.Tasks tasks, String locale) {
    var messages = DiscordMessages.of(MessageLanguage.of(locale));
    var card = new CardContext(guild, messages, links, clock.instant());
    String lines =
        tasks.tasks().isEmpty()
            ? messages.format("board.empty")
            : TaskLines.lines(card, tasks.tasks());
    int more = tasks.total() - tasks.tasks().size();
    String rest = more == 0 ? "" : "\n" + messages.format("board.more", more);
    String link = "[%s](%s)".formatted(messages.format("card.dashboard"), links.guild(guild));
    return Message.embed(
        new Message.Embed(
            messages.format("page.single", messages.format("list.title"), tasks.total()),
            lines + rest + "\n\n" + link,
            List.of(),
            TaskLines.COLOUR));
  }

  private CompletionStage<Void> showAll(GuildId guild, List<BoardMessage> boards, Message content) {
    return CompletableFuture.allOf(
        boards.stream()
            .map(board -> show(guild, board, content).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> show(GuildId guild, BoardMessage board, Message content) {
    MessageId message = board.message();
    CompletionStage<Void> shownNow =
        message == null
            ? post(guild, board, content)
            : content.equals(shown.getIfPresent(message))
                ? completedFuture(null)
                : edit(guild, board, message, content);
    return shownNow.exceptionallyCompose(failure -> giveUpIfRefused(guild, board, failure));
  }

  private CompletionStage<Void> edit(
      GuildId guild, BoardMessage board, MessageId message, Message content) {
    return rest.edit(board.channel(), message, content)
        .thenAccept(_ -> shown.put(message, content))
        .exceptionallyCompose(failure ->
            isPostedAgain(failure)
                ? post(guild, board, content)
                : CompletableFuture.failedFuture(failure));
  }

  private static boolean isPostedAgain(Throwable failure) {
    return AsyncFailures.cause(failure) instanceof DiscordRejectedException rejected
        && (rejected.code() == UNKNOWN_MESSAGE || rejected.code() == EDITS_OF_OLD_MESSAGE_CAPPED);
  }

  /** Posts a new message and deletes the former one. */
  private CompletionStage<Void> post(GuildId guild, BoardMessage board, Message content) {
    MessageId former = board.message() == null ? board.replaces() : board.message();
    return rest.postSilently(board.channel(), content, nonce(board))
        .thenCompose(posted -> {
          shown.put(posted, content);
          return system(
                  guild,
                  new SettingsCommand.RecordBoardMessage(board.channel(), board.message(), posted))
              .thenAccept(_ -> {
                if (former != null) {
                  delete(board.channel(), former);
                }
              })
              .exceptionallyCompose(failure -> {
                // another node was faster, or the message is no longer wanted
                return deleteUnlessRecorded(guild, board.channel(), posted)
                    .thenCompose(_ -> CompletableFuture.failedFuture(failure));
              });
        });
  }

  /** Two posts with one nonce are one message, which the other node has recorded. */
  private CompletionStage<Void> deleteUnlessRecorded(
      GuildId guild, ChannelId channel, MessageId posted) {
    return ask(guild, new GuildQuery.BoardMessages(), QueryResult.BoardMessages.class)
        .thenAccept(answer -> {
          if (answer.boards().stream().noneMatch(board -> posted.equals(board.message()))) {
            delete(channel, posted);
          }
        });
  }

  /** The same for each attempt to replace one message: Discord shows one of them. */
  private static String nonce(BoardMessage board) {
    long former = board.message() == null ? board.channel().value() : board.message().value();
    return "b" + former;
  }

  private CompletionStage<Void> giveUpIfRefused(
      GuildId guild, BoardMessage board, Throwable failure) {
    Throwable cause = AsyncFailures.cause(failure);
    boolean refused =
        cause instanceof DiscordRejectedException rejected && rejected.status() != UNAUTHORIZED;
    return refused
        ? system(guild, new SettingsCommand.RemoveBoardMessage(board.channel(), board.message()))
        : CompletableFuture.failedFuture(failure);
  }

  private CompletionStage<Void> system(GuildId guild, SettingsCommand command) {
    Instant now = clock.instant();
    return guildClient
        .decide(guild, new CommandId(UUID.randomUUID()), new Caller.SystemCaller(), now, command)
        .thenApply(_ -> null);
  }

  private <A extends QueryResult> CompletionStage<A> ask(
      GuildId guild, GuildQuery query, Class<A> resultType) {
    return guildClient.ask(guild, clock.instant(), new Caller.SystemCaller(), query, resultType);
  }
}
