package dcm.transfer;

import dcm.entity.GuildClient;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Caller;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.transfer.format.CsvExport;
import dcm.transfer.format.ExportHeader;
import dcm.transfer.format.JsonExport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Exports of the tasks that a caller may see, page by page: neither the guild nor this node holds
 * the whole in memory. Tasks that change meanwhile are exported as they are when their page is
 * read.
 */
public final class TaskExports {
  private static final int PAGE_SIZE = 200;

  private final GuildClient guilds;
  private final InstantSource clock;

  public TaskExports(GuildClient guilds, InstantSource clock) {
    this.guilds = guilds;
    this.clock = clock;
  }

  /** How an export is written. */
  public enum Format {
    JSON,
    CSV
  }

  /**
   * An export.
   *
   * @param guildName for the name of the file
   * @param at when it begins
   * @param bytes UTF-8; fails when a page cannot be read
   */
  public record Export(String guildName, Instant at, Source<ByteString, NotUsed> bytes) {}

  /** Begins an export; fails as {@link GuildClient} does. */
  public CompletionStage<Export> open(GuildId guild, Caller caller, Format format) {
    Instant now = clock.instant();
    return page(guild, caller, 0)
        .thenCompose(first ->
            header(guild, caller, now)
                .thenCombine(
                    names(guild, caller),
                    (header, names) ->
                        new Export(
                            header.guildName(),
                            now,
                            bytes(guild, caller, format, header, names, first))));
  }

  private Source<ByteString, NotUsed> bytes(
      GuildId guild,
      Caller caller,
      Format format,
      ExportHeader header,
      Function<MemberId, String> names,
      QueryResult.ExportedTasks first) {
    Source<List<Task>, NotUsed> pages = pages(guild, caller, first);
    return switch (format) {
      case JSON -> {
        var json = new JsonExport();
        yield pages
            .map(json::tasks)
            .prepend(Source.single(json.begin(header)))
            // lazily: the end names the members of all pages
            .concatLazy(Source.lazySingle(() -> json.end(names)))
            .map(ByteString::fromString);
      }
      case CSV -> {
        var csv = new CsvExport(header, names);
        yield pages.map(csv::tasks).prepend(Source.single(csv.begin())).map(ByteString::fromString);
      }
    };
  }

  private Source<List<Task>, NotUsed> pages(
      GuildId guild, Caller caller, QueryResult.ExportedTasks first) {
    Source<List<Task>, NotUsed> others =
        Source.unfoldAsync(
            first,
            last ->
                last.hasMore()
                    ? page(guild, caller, last.tasks().getLast().number())
                        .thenApply(page -> Optional.of(Pair.create(page, page.tasks())))
                    : CompletableFuture.completedFuture(Optional.empty()));
    return Source.single(first.tasks()).concat(others);
  }

  private CompletionStage<QueryResult.ExportedTasks> page(GuildId guild, Caller caller, int after) {
    return ask(
        guild,
        caller,
        new GuildQuery.ExportTasks(after, PAGE_SIZE),
        QueryResult.ExportedTasks.class);
  }

  private CompletionStage<ExportHeader> header(GuildId guild, Caller caller, Instant now) {
    return ask(guild, caller, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class)
        .thenCompose(settings ->
            groupings(guild, caller, Grouping.Kind.CATEGORY)
                .thenCombine(
                    groupings(guild, caller, Grouping.Kind.LABEL),
                    (categories, labels) ->
                        new ExportHeader(
                            guild,
                            settings.guildName(),
                            now,
                            settings.settings(),
                            categories,
                            labels)));
  }

  private CompletionStage<List<Grouping>> groupings(
      GuildId guild, Caller caller, Grouping.Kind kind) {
    return ask(guild, caller, new GuildQuery.Groupings(kind), QueryResult.Groupings.class)
        .thenApply(QueryResult.Groupings::groupings);
  }

  private CompletionStage<Function<MemberId, String>> names(GuildId guild, Caller caller) {
    return ask(guild, caller, new GuildQuery.Members(), QueryResult.Members.class)
        .thenApply(result -> {
          Map<MemberId, String> names =
              result.members().stream().collect(Collectors.toMap(Member::id, Member::displayName));
          return member -> names.getOrDefault(member, member.toString());
        });
  }

  private <A extends QueryResult> CompletionStage<A> ask(
      GuildId guild, Caller caller, GuildQuery query, Class<A> type) {
    return guilds
        .ask(new QueryEnvelope(guild, clock.instant(), caller, query), type)
        .thenApply(GuildClient.Answer::result);
  }
}
