package dcm.node;

import dcm.entity.GuildClient;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.journal.schema.SchemaAdministration;
import dcm.view.InactiveGuilds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops guilds some time after the bot was removed from them. Their administrators, of whom the
 * owner is one, are told a week before, or at once when the whole time is shorter. A guild whose
 * announcement was late is kept until a week after it. Guilds that return meanwhile are not
 * touched: every step verifies that the guild is still inactive.
 */
public final class GuildRetention {
  private static final Logger LOG = LoggerFactory.getLogger(GuildRetention.class);

  private static final Duration NOTICE = Duration.ofDays(7);

  /** Administrators of one guild who are told. */
  private static final int MAX_RECIPIENTS = 10;

  private final InactiveGuilds inactiveGuilds;
  private final GuildClient guilds;
  private final SchemaAdministration schemas;
  private final Notice notice;
  private final Duration period;
  private final Executor blocking;

  /** Sends the announcement to one member. */
  @FunctionalInterface
  public interface Notice {
    CompletionStage<?> send(
        MemberId recipient, GuildId guild, String guildName, String locale, Instant removalAt);
  }

  /**
   * @param period how long a guild is kept after the bot left
   * @param blocking runs the removal of tables
   */
  public GuildRetention(
      InactiveGuilds inactiveGuilds,
      GuildClient guilds,
      SchemaAdministration schemas,
      Notice notice,
      Duration period,
      Executor blocking) {
    this.inactiveGuilds = inactiveGuilds;
    this.guilds = guilds;
    this.schemas = schemas;
    this.notice = notice;
    this.period = period;
    this.blocking = blocking;
  }

  private Duration noticePeriod() {
    return period.compareTo(NOTICE) < 0 ? period : NOTICE;
  }

  /**
   * Announces and drops what is due; a failure with one guild does not affect others.
   *
   * @return the dropped guilds
   */
  public CompletionStage<List<GuildId>> run(Instant now) {
    return inactiveGuilds
        .findUnannounced(now.minus(period).plus(noticePeriod()), now)
        .thenCompose(unannounced -> each(unannounced, guild -> announce(guild, now)))
        .thenCompose(_ -> inactiveGuilds.findExpired(now.minus(period), now.minus(noticePeriod())))
        .thenCompose(expired -> each(expired, guild -> drop(guild, now)));
  }

  /** The guilds for which the step was done. */
  private static CompletionStage<List<GuildId>> each(
      List<GuildId> guilds, Function<GuildId, CompletionStage<Boolean>> step) {
    CompletionStage<List<GuildId>> done = CompletableFuture.completedFuture(List.of());
    for (var guild : guilds) {
      done =
          done.thenCompose(before ->
              step.apply(guild)
                  .exceptionally(failure -> {
                    LOG.atWarn()
                        .addKeyValue("guild", guild.toString())
                        .setCause(failure)
                        .log("Guild {}: removal of an inactive guild failed", guild);
                    return false;
                  })
                  .thenApply(successful -> successful ? plus(before, guild) : before));
    }
    return done;
  }

  private static List<GuildId> plus(List<GuildId> guilds, GuildId guild) {
    var all = new java.util.ArrayList<>(guilds);
    all.add(guild);
    return List.copyOf(all);
  }

  /** Recorded before it is sent: a message that is lost is not repeated. */
  private CompletionStage<Boolean> announce(GuildId guild, Instant now) {
    var query =
        new QueryEnvelope(guild, now, new Caller.SystemCaller(), new GuildQuery.Administrators());
    return guilds
        .ask(query, QueryResult.Administrators.class)
        .thenCompose(answer ->
            inactiveGuilds
                .recordAnnouncement(guild, now)
                .thenCompose(recorded ->
                    recorded
                        ? send(guild, answer.result(), now.plus(noticePeriod()))
                        : CompletableFuture.completedFuture(false)));
  }

  private CompletionStage<Boolean> send(
      GuildId guild, QueryResult.Administrators administrators, Instant removalAt) {
    var name = administrators.guildName() == null ? guild.toString() : administrators.guildName();
    var recipients = administrators.members().stream().limit(MAX_RECIPIENTS).toList();
    CompletionStage<Boolean> sent = CompletableFuture.completedFuture(true);
    for (var recipient : recipients) {
      sent =
          sent.thenCompose(_ ->
              notice
                  .send(recipient, guild, name, administrators.locale(), removalAt)
                  .handle((_, failure) -> {
                    if (failure != null) {
                      LOG.atInfo()
                          .addKeyValue("guild", guild.toString())
                          .log("Guild {}: an administrator cannot be told of its removal", guild);
                    }
                    return true;
                  }));
    }
    return sent;
  }

  private CompletionStage<Boolean> drop(GuildId guild, Instant now) {
    return CompletableFuture.supplyAsync(
        () -> {
          var dropped =
              schemas.dropInactive(guild.value(), now.minus(period), now.minus(noticePeriod()));
          if (dropped) {
            LOG.atInfo()
                .addKeyValue("guild", guild.toString())
                .log("Guild {}: dropped {} after the bot left", guild, period);
          }
          return dropped;
        },
        blocking);
  }
}
