package dcm.http.api;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.recurrence.Recurrences;
import dcm.guild.value.Due;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.QuickAddJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.notify.MessageLanguage;
import dcm.notify.TypingContext;
import dcm.quickadd.QuickAdd;
import dcm.quickadd.QuickAddText;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Tasks that are typed as a line. Nothing is stored. */
public final class QuickAddRoutes {
  private static final int SHOWN_DUES = 5;
  private static final int MAX_LOCALE_LENGTH = 35;

  private final HttpGuildClient client;

  public QuickAddRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.inGuild("POST", "/tasks/parse", this::parse));
  }

  private CompletionStage<HttpResponse> parse(GuildRequest request) {
    var fields = JsonObjectReader.of(request.body().json());
    var text = fields.text("text", QuickAdd.MAX_LENGTH);
    fields.require("text", text);
    var locale = fields.text("locale", MAX_LOCALE_LENGTH);
    fields.check();
    var at = request.apiRequest().receivedAt();
    return client
        .ask(request, new GuildQuery.Vocabulary(), QueryResult.Vocabulary.class)
        .thenApply(vocabulary -> {
          var language = MessageLanguage.of(locale, vocabulary.settings().locale());
          var context = TypingContext.of(vocabulary, language, at);
          var result = QuickAdd.parse(text, context);
          List<Due> next =
              Recurrences.upcoming(
                  result.fields().schedule(), vocabulary.holidays(), at, SHOWN_DUES);
          return Responses.json(
              200,
              QuickAddJson.of(result, QuickAddText.echo(result.fields(), context), next, language));
        });
  }
}
