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
  private static final int MAX_NUMBER_LENGTH = 9;

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
   * The task in the path, by its id or its number.
   *
   * @throws ProblemException 404 when it is neither a UUID nor a number
   */
  public TaskRef taskRef() {
    return pathId("id", "task", GuildRequest::taskRef);
  }

  private static TaskRef taskRef(String text) {
    boolean number =
        !text.isEmpty()
            && text.length() <= MAX_NUMBER_LENGTH
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number
        ? new TaskRef.ByNumber(Integer.parseInt(text))
        : new TaskRef.ById(TaskId.of(text));
  }

  public <T> T pathId(String variable, String kind, Function<String, T> parse) {
    try {
      return parse.apply(apiRequest.variable(variable));
    } catch (IllegalArgumentException invalid) {
      throw Problems.notFound("There is no such " + kind + ": the id is malformed.").asException();
    }
  }
}
