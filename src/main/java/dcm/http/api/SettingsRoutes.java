package dcm.http.api;

import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildSettings;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
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
                of(request, result.guildName(), result.settings(), result.revision()),
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
                        200, of(request, guild.guildName(), settings, newRevision), newRevision);
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
        fields.duration("undoWindow"),
        fields.booleanValue("selfApproval"),
        fields.booleanValue("points"),
        fields.booleanValue("leaderboard"),
        fields.integer("balanceHalfLifeWeeks"),
        fields.isNull("balanceHalfLifeWeeks"));
  }

  private static StreamedJson of(
      GuildRequest request, String guildName, GuildSettings settings, long revision) {
    return json -> {
      json.writeStartObject();
      json.writeObjectFieldStart("guild");
      json.writeStringField("id", request.guild().toString());
      json.writeStringField("name", guildName);
      json.writeEndObject();
      json.writeStringField("zone", settings.zone().getId());
      json.writeStringField("locale", settings.locale());
      json.writeStringField("weekStart", settings.weekStart().name());
      JsonFields.writeTexts(json, "reminderOffsets", settings.reminderOffsets());
      JsonFields.writeText(json, "escalateAfter", settings.escalateAfter());
      JsonFields.writeText(json, "channel", settings.channel());
      json.writeStringField("undoWindow", settings.undoWindow().toString());
      json.writeBooleanField("selfApproval", settings.allowsSelfApproval());
      json.writeBooleanField("points", settings.givesPoints());
      json.writeBooleanField("leaderboard", settings.leaderboard() != null);
      JsonFields.writeInteger(json, "balanceHalfLifeWeeks", settings.balanceHalfLifeWeeks());
      json.writeNumberField("revision", revision);
      json.writeEndObject();
    };
  }
}
