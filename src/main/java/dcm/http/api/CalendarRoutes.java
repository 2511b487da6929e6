package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.query.CalendarEntry;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.http.json.DueJson;
import dcm.http.json.JsonFields;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import dcm.view.OccurrenceHistory;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The calendar: closed occurrences from the read model, open and projected ones from the guild. */
public final class CalendarRoutes {
  private static final int MAX_DAYS = 100;
  private static final int MAX_ENTRIES = GuildQuery.Calendar.MAX_ENTRIES;
  private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(9999, 1, 1);
  private final HttpGuildClient client;
  private final OccurrenceHistory history;

  public CalendarRoutes(HttpGuildClient client, OccurrenceHistory history) {
    this.client = client;
    this.history = history;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.inGuild("GET", "/calendar", this::show, "from", "to"));
  }

  /**
   * An entry as it is shown.
   *
   * @param ordinal null: projected
   * @param state null: projected
   * @param estimated counts from completions that are still to come
   * @param assignees null: not certain
   */
  private record ShownEntry(
      String task,
      int number,
      String title,
      @Nullable Integer ordinal,
      @Nullable String state,
      Due due,
      boolean estimated,
      boolean overdue,
      @Nullable List<MemberId> assignees,
      @Nullable MemberId claimedBy,
      @Nullable MemberId completedBy) {
    static ShownEntry of(OccurrenceHistory.OccurrenceRecord closed) {
      return new ShownEntry(
          closed.task().toString(),
          closed.number(),
          closed.title(),
          closed.ordinal(),
          closed.state().name(),
          closed.due(),
          false,
          false,
          closed.assignees(),
          closed.claimedBy(),
          closed.completedBy());
    }

    static ShownEntry of(CalendarEntry entry, Instant now) {
      var open = entry.occurrence();
      return new ShownEntry(
          entry.task().toString(),
          entry.number(),
          entry.title(),
          open == null ? null : open.ordinal(),
          open == null ? null : open.state().name(),
          entry.due(),
          entry.estimated(),
          open != null && open.overdue(now),
          entry.assignees(),
          open == null ? null : open.claimedBy(),
          open == null || open.completion() == null ? null : open.completion().by());
    }

    void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("task", task);
      json.writeNumberField("number", number);
      json.writeStringField("title", title);
      JsonFields.writeInteger(json, "ordinal", ordinal);
      json.writeStringField("state", state);
      json.writeBooleanField("projected", ordinal == null);
      json.writeBooleanField("estimated", estimated);
      json.writeFieldName("due");
      DueJson.write(json, due);
      json.writeBooleanField("overdue", overdue);
      if (assignees == null) {
        json.writeNullField("assignees");
      } else {
        JsonFields.writeTexts(json, "assignees", assignees);
      }
      JsonFields.writeText(json, "claimedBy", claimedBy);
      JsonFields.writeText(json, "completedBy", completedBy);
      json.writeEndObject();
    }
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    var from = day(request, "from");
    var to = day(request, "to");
    if (!from.isBefore(to) || ChronoUnit.DAYS.between(from, to) > MAX_DAYS) {
      throw Problems.badParameter(
              "to", "must be 1 to " + MAX_DAYS + " days after from, and is exclusive.")
          .asException();
    }
    var now = request.apiRequest().receivedAt();
    return history
        .findByDay(request.guild(), from, to, MAX_ENTRIES + 1)
        .thenCompose(closed -> {
          var tasks =
              closed.stream()
                  .map(OccurrenceHistory.OccurrenceRecord::task)
                  .collect(Collectors.toSet());
          // the guild knows which tasks the caller may see; the read model does not
          return client
              .ask(request, new GuildQuery.Calendar(from, to, tasks), QueryResult.Calendar.class)
              .thenApply(calendar -> Responses.json(json(closed, calendar, now)));
        });
  }

  private static LocalDate day(GuildRequest request, String name) {
    LocalDate day = request.query().get(name, "a date, like 2026-11-28", LocalDate::parse);
    if (day == null || day.isBefore(EARLIEST) || day.isAfter(LATEST)) {
      throw Problems.badParameter(name, "must be a date, like 2026-11-28.").asException();
    }
    return day;
  }

  private static StreamedJson json(
      List<OccurrenceHistory.OccurrenceRecord> closed, QueryResult.Calendar calendar, Instant now) {
    var all =
        Stream.concat(
                closed.stream()
                    .filter(each -> calendar.visible().contains(each.task()))
                    .map(ShownEntry::of),
                calendar.entries().stream().map(entry -> ShownEntry.of(entry, now)))
            .sorted(
                Comparator.comparing((ShownEntry entry) -> entry.due().start())
                    .thenComparingInt(ShownEntry::number))
            .toList();
    boolean complete =
        calendar.complete() && closed.size() <= MAX_ENTRIES && all.size() <= MAX_ENTRIES;
    var shown = all.subList(0, Math.min(all.size(), MAX_ENTRIES));
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(json, "entries", shown, (list, entry) -> entry.write(list));
      json.writeBooleanField("complete", complete);
      json.writeEndObject();
    };
  }
}
