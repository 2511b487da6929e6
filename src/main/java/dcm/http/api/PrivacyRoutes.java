package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.http.json.ApiJson;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.view.MemberExport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What is kept about a member: to read it, and to be forgotten. */
public final class PrivacyRoutes {
  private static final int ACCEPTED = 202;

  private final HttpGuildClient client;
  private final MemberExport export;

  public PrivacyRoutes(HttpGuildClient client, MemberExport export) {
    this.client = client;
    this.export = export;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/members/@me/export", this::export, "limit", "cursor"),
        Endpoint.inGuild("POST", "/members/{uid}/forget", this::forget));
  }

  private CompletionStage<HttpResponse> export(GuildRequest request) {
    int limit = request.query().limit();
    var page = new Pagination(request, "export " + request.caller().id(), limit);
    var position = MemberExport.Position.of(page.position(0));
    // the guild is asked for every page: the caller may have lost access since the first
    return client
        .ask(request, new GuildQuery.OwnData(), QueryResult.OwnData.class)
        .thenCompose(data ->
            position.equals(MemberExport.Position.FIRST)
                ? CompletableFuture.completedFuture(MemberExport.state(data))
                : export.page(request.guild(), request.caller().id(), position, limit))
        .thenApply(found ->
            page.link(
                Responses.json(of(found)),
                found.next() != null,
                found.next() == null ? 0 : found.next().encoded()));
  }

  private static StreamedJson of(MemberExport.Page page) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("section", page.section().name());
      json.writeArrayFieldStart("items");
      for (var item : page.items()) {
        json.writeRawValue(item.toString());
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  private CompletionStage<HttpResponse> forget(GuildRequest request) {
    var command = new MemberCommand.Forget(MemberRoutes.id(request));
    return client
        .command(request, ApiJson.object(), command)
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.MemberSubject(Member member)
              && member.pseudonym() != null) {
            StreamedJson json = generator -> write(generator, member.pseudonym());
            return Responses.json(ACCEPTED, json);
          }
          throw new IllegalStateException("a member was forgotten without being the outcome");
        });
  }

  private static void write(JsonGenerator json, MemberId pseudonym) throws IOException {
    json.writeStartObject();
    json.writeStringField("pseudonym", pseudonym.toString());
    json.writeStringField("displayName", Member.nameOf(pseudonym));
    json.writeEndObject();
  }
}
