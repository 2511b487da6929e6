package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.Member;
import dcm.guild.MemberCommand;
import dcm.guild.MemberId;
import dcm.guild.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Members, and oneself. */
final class MemberRoutes {
  private static final int LOCALE = 35;
  private final Desk desk;

  MemberRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/members", this::list, "limit", "cursor"),
        Endpoint.inGuild("GET", "/members/@me", this::me),
        Endpoint.inGuild("GET", "/members/{uid}", this::show),
        Endpoint.inGuild("PATCH", "/members/{uid}", this::edit));
  }

  private CompletionStage<HttpResponse> list(GuildKnock knock) {
    int limit = knock.query().limit();
    var page = new Page(knock, "members", limit);
    return desk.ask(knock, new GuildQuery.MemberPage(page.place(0), limit), Answer.MemberPage.class)
        .thenApply(answer -> {
          var json = Json.object();
          var list = json.putArray("members");
          answer.members().forEach(member -> list.add(write(member)));
          return page.link(
              Replies.json(json),
              answer.more(),
              answer.more() ? answer.members().getLast().id().value() : 0);
        });
  }

  private CompletionStage<HttpResponse> me(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.Me(), Answer.Me.class)
        .thenApply(me -> {
          var json = Json.object();
          json.set("member", write(me.member()));
          json.set("permissions", TaskJson.texts(me.permissions().stream().sorted().toList()));
          json.put("guildName", me.guildName()).put("unread", me.unread());
          return Replies.json(json);
        });
  }

  private CompletionStage<HttpResponse> show(GuildKnock knock) {
    return desk.ask(knock, new GuildQuery.OneMember(id(knock)), Answer.OneMember.class)
        .thenApply(found ->
            Replies.jsonUnlessKnown(
                knock.knock(), write(found.member()), found.member().revision()));
  }

  private CompletionStage<HttpResponse> edit(GuildKnock knock) {
    var body = knock.body().json();
    var fields = Fields.of(body);
    var command =
        new MemberCommand.EditProfile(
            id(knock), fields.zone("zone"), fields.text("locale", LOCALE));
    fields.check();
    return desk.command(knock, body, command)
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.OfMember(Member member)) {
            return Replies.json(200, write(member), member.revision());
          }
          throw new IllegalStateException("a command on a member ends with one");
        });
  }

  private static MemberId id(GuildKnock knock) {
    return knock.knock().variable("uid").equals("@me")
        ? knock.caller().id()
        : knock.id("uid", "member", MemberId::of);
  }

  private static ObjectNode write(Member member) {
    var json =
        Json.object().put("id", member.id().toString()).put("displayName", member.displayName());
    json.set("roles", TaskJson.texts(member.roles()));
    return json.put("administrator", member.administrator())
        .put("zone", TaskJson.text(member.zone()))
        .put("locale", member.locale())
        .put("active", member.active())
        .put("joinedAt", member.joinedAt().toString())
        .put("revision", member.revision());
  }
}
