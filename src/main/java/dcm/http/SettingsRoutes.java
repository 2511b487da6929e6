package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Answer;
import dcm.guild.ChannelId;
import dcm.guild.GuildQuery;
import dcm.guild.Outcome;
import dcm.guild.Settings;
import dcm.guild.SettingsCommand;
import dcm.guild.SettingsPatch;
import java.time.DayOfWeek;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The guild's settings. */
final class SettingsRoutes {
  private static final int LOCALE = 35;
  private static final int OFFSETS = 50;
  private final Desk desk;

  SettingsRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/settings", this::show),
        Endpoint.inGuild("PATCH", "/settings", this::change));
  }

  private CompletionStage<HttpResponse> show(GuildKnock knock) {
    return shown(knock)
        .thenApply(found ->
            Replies.jsonUnlessKnown(
                knock.knock(),
                write(knock, found.guildName(), found.settings(), found.revision()),
                found.revision()));
  }

  private CompletionStage<HttpResponse> change(GuildKnock knock) {
    var revision = Etags.optional(knock.knock().header("If-Match"));
    var body = knock.body().json();
    var fields = Fields.of(body);
    var patch = patch(fields);
    fields.check();
    // the guild's name first: nothing that can fail comes after the command
    return shown(knock)
        .thenCompose(guild ->
            desk.command(knock, body, new SettingsCommand.Change(revision, patch))
                .thenApply(outcome -> {
                  if (outcome.subject()
                      instanceof Outcome.OfSettings(Settings settings, long now)) {
                    return Replies.json(200, write(knock, guild.guildName(), settings, now), now);
                  }
                  throw new IllegalStateException("a command on settings ends with them");
                }));
  }

  private CompletionStage<Answer.ShownSettings> shown(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.ShowSettings(), Answer.ShownSettings.class);
  }

  private static SettingsPatch patch(Fields fields) {
    return new SettingsPatch(
        fields.zone("zone"),
        fields.text("locale", LOCALE),
        fields.oneOf("weekStart", DayOfWeek.class),
        fields.listOf("reminderOffsets", OFFSETS, "a duration, like PT24H", Sensible::duration),
        fields.duration("escalateAfter"),
        fields.isNull("escalateAfter"),
        fields.parsed("channel", "a channel's id (1 to 19 digits)", ChannelId::of),
        fields.duration("undoWindow"));
  }

  private static ObjectNode write(
      GuildKnock knock, String guildName, Settings settings, long revision) {
    var json = Json.object();
    json.putObject("guild").put("id", knock.guild().toString()).put("name", guildName);
    json.put("zone", settings.zone().getId())
        .put("locale", settings.locale())
        .put("weekStart", settings.weekStart().name());
    json.set("reminderOffsets", TaskJson.texts(settings.reminderOffsets()));
    return json.put("escalateAfter", TaskJson.text(settings.escalateAfter()))
        .put("channel", TaskJson.text(settings.channel()))
        .put("undoWindow", settings.undoWindow().toString())
        .put("revision", revision);
  }
}
