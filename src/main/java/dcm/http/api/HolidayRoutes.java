package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.SettingsCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.Country;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.HolidayCalendar.PublicHolidays;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The guild's holidays: days of its own, and ready lists of public holidays. */
public final class HolidayRoutes {
  private static final int MAX_DAYS = 1_000;
  private static final int MAX_LISTS = 100;
  private static final int MAX_NAME_LENGTH = 1_000;

  private final HttpGuildClient client;

  public HolidayRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/holidays", this::show),
        Endpoint.inGuild("PUT", "/holidays", this::replace));
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.ShowHolidays(), QueryResult.ShownHolidays.class)
        .thenApply(shown -> Responses.json(200, of(shown), shown.revision()));
  }

  private CompletionStage<HttpResponse> replace(GuildRequest request) {
    var revision = Etags.requiredIfMatch(request.apiRequest().header("If-Match"));
    var body = request.body().json();
    var command =
        new SettingsCommand.ReplaceHolidays(revision, calendar(JsonObjectReader.of(body)));
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          if (outcome.subject()
              instanceof Outcome.HolidaysSubject(HolidayCalendar calendar, long newRevision)) {
            return Responses.json(200, of(calendar, newRevision, _ -> {}), newRevision);
          }
          throw new IllegalStateException("holiday command without holidays as its outcome");
        });
  }

  private static HolidayCalendar calendar(JsonObjectReader fields) {
    var own = new ArrayList<OwnHoliday>();
    var days = fields.objects("own", MAX_DAYS);
    fields.require("own", days);
    for (var day : days == null ? List.<JsonObjectReader>of() : days) {
      var date = day.date("date");
      day.require("date", date);
      var name = day.text("name", MAX_NAME_LENGTH);
      day.require("name", name);
      day.finish();
      if (date != null && name != null) {
        own.add(new OwnHoliday(date, name));
      }
    }
    var lists = new ArrayList<PublicHolidays>();
    var chosen = fields.objects("lists", MAX_LISTS);
    fields.require("lists", chosen);
    for (var list : chosen == null ? List.<JsonObjectReader>of() : chosen) {
      var country = list.oneOf("country", Country.class);
      list.require("country", country);
      var region = list.lower("region");
      list.finish();
      if (country != null) {
        lists.add(new PublicHolidays(country, region));
      }
    }
    // clients may send back what our response contains
    List.of("days", "available", "revision").forEach(fields::has);
    fields.check();
    return new HolidayCalendar(own, lists);
  }

  private static StreamedJson of(QueryResult.ShownHolidays shown) {
    return of(
        shown.calendar(),
        shown.revision(),
        json -> {
          JsonFields.writeObjects(json, "days", shown.days(), HolidayRoutes::write);
          json.writeArrayFieldStart("available");
          for (var country : shown.regions().entrySet()) {
            json.writeStartObject();
            json.writeStringField("country", country.getKey().name());
            JsonFields.writeTexts(json, "regions", country.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static StreamedJson of(HolidayCalendar calendar, long revision, StreamedJson further) {
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(json, "own", calendar.own(), HolidayRoutes::write);
      JsonFields.writeObjects(json, "lists", calendar.lists(), HolidayRoutes::write);
      further.writeTo(json);
      json.writeNumberField("revision", revision);
      json.writeEndObject();
    };
  }

  private static void write(JsonGenerator json, OwnHoliday day) throws IOException {
    json.writeStartObject();
    json.writeStringField("date", day.date().toString());
    json.writeStringField("name", day.name());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, PublicHolidays list) throws IOException {
    json.writeStartObject();
    json.writeStringField("country", list.country().name());
    JsonFields.writeText(json, "region", list.region());
    json.writeEndObject();
  }
}
