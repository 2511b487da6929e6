package dcm.http;

import dcm.guild.Caller;
import dcm.guild.GuildId;
import dcm.guild.TaskId;
import dcm.guild.TaskRef;
import java.util.function.Function;

/** A request of somebody who has a good token for the guild in the path. */
record GuildKnock(Knock knock, Pass pass) {

  GuildId guild() {
    return pass.guild();
  }

  Caller.Person caller() {
    return pass.caller();
  }

  Query query() {
    return knock.query();
  }

  Body body() {
    return knock.body();
  }

  /**
   * @throws Rejected 404 when the path names no UUID: there is no such thing
   */
  TaskRef task() {
    return new TaskRef.ById(id("id", "task", TaskId::of));
  }

  <T> T id(String variable, String what, Function<String, T> parse) {
    try {
      return parse.apply(knock.variable(variable));
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("There is no such " + what + ": its id looks different.")
          .asException();
    }
  }
}
