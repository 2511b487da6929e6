package dcm.http.api;

import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Absence;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Member;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.http.json.AbsenceJson;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonFields;
import dcm.http.json.JsonObjectReader;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Present and future absences of members. */
public final class AbsenceRoutes {
  private static final int MAX_REASON_LENGTH = 5_000;
  private static final int MAX_TASKS = 500;
  private final HttpGuildClient client;

  public AbsenceRoutes(HttpGuildClient client) {
    this.client = client;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/members/{uid}/absences", this::list),
        Endpoint.inGuild("POST", "/members/{uid}/absences", this::add),
        Endpoint.inGuild("DELETE", "/members/{uid}/absences/{id}", this::remove));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    return client
        .ask(
            request,
            new GuildQuery.OneMember(MemberRoutes.id(request)),
            QueryResult.OneMember.class)
        .thenApply(result ->
            Responses.json(
                JsonFields.list("absences", result.member().allAbsences(), AbsenceJson::write)));
  }

  private CompletionStage<HttpResponse> add(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var tasks = fields.listOf("tasks", MAX_TASKS, "a task's id (UUID)", TaskId::of);
    var id = new AbsenceId(request.apiRequest().newId());
    var command =
        new MemberCommand.AddAbsence(
            id,
            MemberRoutes.id(request),
            AbsenceJson.bound(fields, "from"),
            AbsenceJson.bound(fields, "until"),
            tasks == null
                ? List.of()
                : tasks.stream().<TaskRef>map(task -> new TaskRef.ById(task)).toList(),
            fields.text("reason", MAX_REASON_LENGTH));
    fields.check();
    return client
        .command(request, body, command)
        .thenApply(outcome -> {
          var absence = newest(outcome);
          return Responses.json(AbsenceJson.of(absence))
              .withStatus(201)
              .addHeader(
                  Responses.header("Location", request.apiRequest().path() + "/" + absence.id()));
        });
  }

  private CompletionStage<HttpResponse> remove(GuildRequest request) {
    var id = request.pathId("id", "absence", AbsenceId::of);
    return client
        .command(
            request,
            ApiJson.object(),
            new MemberCommand.RemoveAbsence(MemberRoutes.id(request), id))
        .thenApply(_ -> Responses.noContent());
  }

  /** The absence added last: ids sort by time. The id of a repeated request is not used. */
  private static Absence newest(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.MemberSubject(Member member)
        && !member.allAbsences().isEmpty()) {
      return member.allAbsences().getLast();
    }
    throw new IllegalStateException("absence command without an absence in its outcome");
  }
}
