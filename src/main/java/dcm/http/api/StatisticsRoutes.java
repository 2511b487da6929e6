package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Standing;
import dcm.guild.value.TaskId;
import dcm.http.json.JsonFields;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import dcm.view.Counts;
import dcm.view.StatisticsQuery;
import dcm.view.StatisticsReport;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Statistics of a period: by member, category, task and week. */
public final class StatisticsRoutes {
  private static final int MAX_DAYS = 400;
  private static final int DEFAULT_DAYS = 28;

  /** The tasks that were done most. */
  private static final int MAX_TASKS = 200;

  private final HttpGuildClient client;
  private final StatisticsQuery statistics;

  public StatisticsRoutes(HttpGuildClient client, StatisticsQuery statistics) {
    this.client = client;
    this.statistics = statistics;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/statistics", this::show, "from", "to", "category", "task"));
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    LocalDate from = day(request, "from");
    LocalDate to = day(request, "to");
    var category = request.query().get("category", "a category's id (UUID)", GroupingId::of);
    var task = request.query().get("task", "a task's id (UUID)", TaskId::of);
    return client
        .ask(request, new GuildQuery.StatisticsScope(), QueryResult.StatisticsScope.class)
        .thenCompose(scope -> {
          var today = request.apiRequest().receivedAt().atZone(scope.zone()).toLocalDate();
          var end = to == null ? today.plusDays(1) : to;
          var begin = from == null ? end.minusDays(DEFAULT_DAYS) : from;
          if (!begin.isBefore(end) || ChronoUnit.DAYS.between(begin, end) > MAX_DAYS) {
            throw Problems.badParameter(
                    "to", "must be 1 to " + MAX_DAYS + " days after from, and is exclusive.")
                .asException();
          }
          var selection = new StatisticsQuery.Selection(begin, end, category, task);
          return statistics
              .find(request.guild(), selection, scope.zone(), scope.weekStart())
              .thenApply(report -> Responses.json(json(selection, scope, report)));
        });
  }

  private static @Nullable LocalDate day(GuildRequest request, String name) {
    return request
        .query()
        .get(
            name,
            "a date, like 2026-11-28",
            text -> {
              var day = LocalDate.parse(text);
              if (day.getYear() < 1970 || day.getYear() > 9998) {
                throw new IllegalArgumentException("out of range");
              }
              return day;
            });
  }

  private static StreamedJson json(
      StatisticsQuery.Selection selection,
      QueryResult.StatisticsScope scope,
      StatisticsReport report) {
    var standings =
        scope.members().stream().collect(Collectors.toMap(Standing::member, Function.identity()));
    var names = scope.categories().stream().collect(Collectors.toMap(Grouping::id, Grouping::name));
    // with own tasks only, titles of others stay hidden
    var tasks = scope.allTasks() ? report.tasks() : List.<StatisticsReport.TaskCounts>of();
    return json -> {
      json.writeStartObject();
      json.writeStringField("from", selection.from().toString());
      json.writeStringField("to", selection.to().toString());
      json.writeStringField("zone", scope.zone().getId());
      json.writeObjectFieldStart("total");
      writeCounts(json, report.total());
      json.writeEndObject();
      JsonFields.writeObjects(
          json, "members", report.members(), (list, share) -> write(list, share, standings));
      JsonFields.writeObjects(
          json, "categories", report.categories(), (list, each) -> write(list, each, names));
      JsonFields.writeObjects(
          json,
          "tasks",
          tasks.subList(0, Math.min(tasks.size(), MAX_TASKS)),
          StatisticsRoutes::write);
      JsonFields.writeObjects(json, "weeks", report.weeks(), StatisticsRoutes::write);
      json.writeEndObject();
    };
  }

  private static void write(
      JsonGenerator json, StatisticsReport.MemberShare share, Map<MemberId, Standing> standings)
      throws IOException {
    var standing = standings.get(share.member());
    json.writeStartObject();
    json.writeStringField("member", share.member().toString());
    json.writeStringField("displayName", standing == null ? null : standing.displayName());
    writeCounts(json, share.counts());
    json.writeNumberField("days", share.days());
    json.writeNumberField("share", rounded(share.share()));
    json.writeNumberField("fairShare", rounded(share.fairShare()));
    json.writeNumberField("streak", standing == null ? 0 : standing.streak());
    json.writeNumberField("bestStreak", standing == null ? 0 : standing.bestStreak());
    json.writeEndObject();
  }

  private static double rounded(double fraction) {
    return Math.round(fraction * 10_000) / 10_000.0;
  }

  private static void write(
      JsonGenerator json, StatisticsReport.CategoryCounts each, Map<GroupingId, String> names)
      throws IOException {
    json.writeStartObject();
    JsonFields.writeText(json, "category", each.category());
    json.writeStringField("name", each.category() == null ? null : names.get(each.category()));
    writeCounts(json, each.counts());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, StatisticsReport.TaskCounts each)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("task", each.task().toString());
    json.writeNumberField("number", each.number());
    json.writeStringField("title", each.title());
    writeCounts(json, each.counts());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, StatisticsReport.WeekCounts each)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("week", each.week().toString());
    writeCounts(json, each.counts());
    json.writeEndObject();
  }

  private static void writeCounts(JsonGenerator json, Counts counts) throws IOException {
    json.writeNumberField("done", counts.done());
    json.writeNumberField("onTime", counts.onTime());
    json.writeNumberField("late", counts.late());
    json.writeNumberField("missed", counts.missed());
    json.writeNumberField("expired", counts.expired());
    json.writeNumberField("skipped", counts.skipped());
    json.writeNumberField("minutes", counts.minutes());
    json.writeNumberField("effort", counts.effort());
  }
}
