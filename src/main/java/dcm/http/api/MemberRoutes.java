package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.http.json.AbsenceJson;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.io.IOException;
import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

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
        .thenApply(memberPage ->
            page.link(
                Responses.json(
                    JsonFields.list("members", memberPage.members(), MemberRoutes::write)),
                memberPage.hasMore(),
                memberPage.hasMore() ? memberPage.members().getLast().id().value() : 0));
  }

  private CompletionStage<HttpResponse> me(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.Me(), QueryResult.Me.class)
        .thenApply(me -> Responses.json(of(me)));
  }

  private CompletionStage<HttpResponse> show(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.OneMember(id(request)), QueryResult.OneMember.class)
        .thenApply(result ->
            Responses.jsonOrNotModified(
                request.apiRequest(), of(result.member()), result.member().revision()));
  }

  private CompletionStage<HttpResponse> edit(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var command =
        new MemberCommand.EditProfile(
            id(request),
            fields.zone("zone"),
            fields.text("locale", MAX_LOCALE_LENGTH),
            capacity(fields),
            fields.booleanValue("leaderboard"));
    fields.check();
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.MemberSubject(Member member)) {
            return Responses.json(200, of(member), member.revision());
          }
          throw new IllegalStateException("member command without a member as its outcome");
        });
  }

  /** Minutes per weekday; null in the body: no limits. */
  private static @Nullable Map<DayOfWeek, Integer> capacity(JsonObjectReader fields) {
    var days = fields.object("capacity");
    if (days == null) {
      return fields.isNull("capacity") ? Map.of() : null;
    }
    var minutes = new EnumMap<DayOfWeek, Integer>(DayOfWeek.class);
    for (var day : DayOfWeek.values()) {
      var limit = days.integer(day.name());
      if (limit != null) {
        minutes.put(day, limit);
      }
    }
    days.finish();
    return minutes;
  }

  /** The member in the path. */
  static MemberId id(GuildRequest request) {
    return request.apiRequest().variable("uid").equals("@me")
        ? request.caller().id()
        : request.pathId("uid", "member", MemberId::of);
  }

  private static StreamedJson of(QueryResult.Me me) {
    return json -> {
      json.writeStartObject();
      json.writeFieldName("member");
      write(json, me.member());
      JsonFields.writeTexts(json, "permissions", me.permissions().stream().sorted().toList());
      json.writeStringField("guildName", me.guildName());
      json.writeNumberField("unread", me.unread());
      json.writeEndObject();
    };
  }

  private static StreamedJson of(Member member) {
    return json -> write(json, member);
  }

  private static void write(JsonGenerator json, Member member) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", member.id().toString());
    json.writeStringField("displayName", member.displayName());
    JsonFields.writeTexts(json, "roles", member.roles());
    json.writeBooleanField("administrator", member.administrator());
    JsonFields.writeText(json, "zone", member.zone());
    json.writeStringField("locale", member.locale());
    json.writeBooleanField("active", member.active());
    json.writeStringField("joinedAt", member.joinedAt().toString());
    JsonFields.writeObjects(json, "absences", member.allAbsences(), AbsenceJson::write);
    writeCapacity(json, member.capacity());
    json.writeBooleanField("leaderboard", member.onLeaderboard());
    json.writeNumberField("revision", member.revision());
    json.writeEndObject();
  }

  private static void writeCapacity(JsonGenerator json, @Nullable Map<DayOfWeek, Integer> capacity)
      throws IOException {
    if (capacity == null) {
      json.writeNullField("capacity");
      return;
    }
    json.writeObjectFieldStart("capacity");
    for (var day : capacity.entrySet()) {
      json.writeNumberField(day.getKey().name(), day.getValue());
    }
    json.writeEndObject();
  }
}
