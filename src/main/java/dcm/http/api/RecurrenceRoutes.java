package dcm.http.api;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.ScheduleJson;
import dcm.http.json.SchedulePreviewJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Previews of recurring schedules. */
public final class RecurrenceRoutes {
  private static final int SHOWN_DUES = 10;

  private final HttpGuildClient client;

  public RecurrenceRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.inGuild("POST", "/recurrence/preview", this::preview));
  }

  private CompletionStage<HttpResponse> preview(GuildRequest request) {
    var fields = JsonObjectReader.of(request.body().json());
    var nested = fields.object("schedule");
    fields.require("schedule", nested);
    var schedule = nested == null ? null : ScheduleJson.read(nested);
    fields.check();
    // nothing was recorded as an error, so there is a schedule
    return client
        .ask(
            request,
            new GuildQuery.PreviewSchedule(schedule, SHOWN_DUES),
            QueryResult.SchedulePreview.class)
        .thenApply(preview -> Responses.json(200, SchedulePreviewJson.of(preview)));
  }
}
