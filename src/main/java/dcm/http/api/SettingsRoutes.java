package dcm.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildSettings;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.TaskJson;
import dcm.http.json.TemporalBounds;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.time.DayOfWeek;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The guild's settings. */
public final class SettingsRoutes {
  private static final int MAX_LOCALE_LENGTH = 35;
  private static final int MAX_REMINDER_OFFSETS = 50;
  private final HttpGuildClient client;

  public SettingsRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/settings", this::show),
        Endpoint.inGuild("PATCH", "/settings", this::change));
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    return loadSettings(request)
        .thenApply(result ->
            Responses.jsonOrNotModified(
                request.apiRequest(),
                write(request, result.guildName(), result.settings(), result.revision()),
                result.revision()));
  }

  private CompletionStage<HttpResponse> change(GuildRequest request) {
    var revision = Etags.optionalIfMatch(request.apiRequest().header("If-Match"));
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var patch = patch(fields);
    fields.check();
    // the guild's name first: nothing that can fail comes after the command
    return loadSettings(request)
        .thenCompose(guild ->
            client
                .command(request, body, new SettingsCommand.Change(revision, patch))
                .thenApply(outcome -> {
                  if (outcome.subject()
                      instanceof
                      Outcome.SettingsSubject(GuildSettings settings, long newRevision)) {
                    return Responses.json(
                        200, write(request, guild.guildName(), settings, newRevision), newRevision);
                  }
                  throw new IllegalStateException(
                      "settings command without settings as its outcome");
                }));
  }

  private CompletionStage<QueryResult.ShownSettings> loadSettings(GuildRequest request) {
    return client.ask(request, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class);
  }

  private static SettingsPatch patch(JsonObjectReader fields) {
    return new SettingsPatch(
        fields.zone("zone"),
        fields.text("locale", MAX_LOCALE_LENGTH),
        fields.oneOf("weekStart", DayOfWeek.class),
        fields.listOf(
            "reminderOffsets",
            MAX_REMINDER_OFFSETS,
            "a duration, like PT24H",
            TemporalBounds::duration),
        fields.duration("escalateAfter"),
        fields.isNull("escalateAfter"),
        fields.parsed("channel", "a channel's id (1 to 19 digits)", ChannelId::of),
        fields.duration("undoWindow"));
  }

  private static ObjectNode write(
      GuildRequest request, String guildName, GuildSettings settings, long revision) {
    var json = ApiJson.object();
    json.putObject("guild").put("id", request.guild().toString()).put("name", guildName);
    json.put("zone", settings.zone().getId())
        .put("locale", settings.locale())
        .put("weekStart", settings.weekStart().name());
    json.set("reminderOffsets", TaskJson.textArray(settings.reminderOffsets()));
    return json.put("escalateAfter", TaskJson.textOrNull(settings.escalateAfter()))
        .put("channel", TaskJson.textOrNull(settings.channel()))
        .put("undoWindow", settings.undoWindow().toString())
        .put("revision", revision);
  }
}
