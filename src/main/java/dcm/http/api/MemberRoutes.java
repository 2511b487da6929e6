package dcm.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Members, and the caller as a member. */
public final class MemberRoutes {
  private static final int MAX_LOCALE_LENGTH = 35;
  private final HttpGuildClient client;

  public MemberRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/members", this::list, "limit", "cursor"),
        Endpoint.inGuild("GET", "/members/@me", this::me),
        Endpoint.inGuild("GET", "/members/{uid}", this::show),
        Endpoint.inGuild("PATCH", "/members/{uid}", this::edit));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    int limit = request.query().limit();
    var page = new Pagination(request, "members", limit);
    return client
        .ask(
            request,
            new GuildQuery.MemberPage(page.position(0), limit),
            QueryResult.MemberPage.class)
        .thenApply(memberPage -> {
          var json = ApiJson.object();
          var list = json.putArray("members");
          memberPage.members().forEach(member -> list.add(write(member)));
          return page.link(
              Responses.json(json),
              memberPage.hasMore(),
              memberPage.hasMore() ? memberPage.members().getLast().id().value() : 0);
        });
  }

  private CompletionStage<HttpResponse> me(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.Me(), QueryResult.Me.class)
        .thenApply(me -> {
          var json = ApiJson.object();
          json.set("member", write(me.member()));
          json.set("permissions", TaskJson.textArray(me.permissions().stream().sorted().toList()));
          json.put("guildName", me.guildName()).put("unread", me.unread());
          return Responses.json(json);
        });
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.OneMember(id(request)), QueryResult.OneMember.class)
        .thenApply(result ->
            Responses.jsonOrNotModified(
                request.apiRequest(), write(result.member()), result.member().revision()));
  }

  private CompletionStage<HttpResponse> edit(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var command =
        new MemberCommand.EditProfile(
            id(request), fields.zone("zone"), fields.text("locale", MAX_LOCALE_LENGTH));
    fields.check();
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.MemberSubject(Member member)) {
            return Responses.json(200, write(member), member.revision());
          }
          throw new IllegalStateException("member command without a member as its outcome");
        });
  }

  private static MemberId id(GuildRequest request) {
    return request.apiRequest().variable("uid").equals("@me")
        ? request.caller().id()
        : request.pathId("uid", "member", MemberId::of);
  }

  private static ObjectNode write(Member member) {
    var json =
        ApiJson.object().put("id", member.id().toString()).put("displayName", member.displayName());
    json.set("roles", TaskJson.textArray(member.roles()));
    return json.put("administrator", member.administrator())
        .put("zone", TaskJson.textOrNull(member.zone()))
        .put("locale", member.locale())
        .put("active", member.active())
        .put("joinedAt", member.joinedAt().toString())
        .put("revision", member.revision());
  }
}
