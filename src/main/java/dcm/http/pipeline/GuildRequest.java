package dcm.http.pipeline;

import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.http.security.GuildAccessFilter;
import java.util.function.Function;

/** A request with a valid access token for the guild in the path. */
public record GuildRequest(ApiRequest apiRequest, GuildAccessFilter.Grant grant) {

  public GuildId guild() {
    return grant.guild();
  }

  public Caller.Person caller() {
    return grant.caller();
  }

  public QueryParameters query() {
    return apiRequest.query();
  }

  public RequestBody body() {
    return apiRequest.body();
  }

  /**
   * The task in the path.
   *
   * @throws ProblemException 404 when the id is not a UUID
   */
  public TaskRef taskRef() {
    return new TaskRef.ById(pathId("id", "task", TaskId::of));
  }

  public <T> T pathId(String variable, String kind, Function<String, T> parse) {
    try {
      return parse.apply(apiRequest.variable(variable));
    } catch (IllegalArgumentException invalid) {
      throw Problems.notFound("There is no such " + kind + ": the id is malformed.").asException();
    }
  }
}
