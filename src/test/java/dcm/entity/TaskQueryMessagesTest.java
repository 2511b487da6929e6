package dcm.entity;

import dcm.guild.GuildFixture;
import dcm.guild.query.CachedTasks;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Queries for tasks and their results are equal after they were sent to another node. */
class TaskQueryMessagesTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final TaskVisibility OWN = new TaskVisibility.Own(GuildFixture.BEN, true);

  private final SerializationTestKit serialization = KIT.serializationTestKit();

  @AfterAll
  static void close() {
    KIT.shutdownTestKit();
  }

  @Test
  void a_query_with_cached_pages() {
    GuildQuery query =
        new GuildQuery.Tasks(
            new TaskFilter(
                TaskFilter.Status.OPEN,
                GuildFixture.ANNA,
                null,
                null,
                GuildFixture.START,
                null,
                "t"),
            TaskFilter.Sort.DUE,
            50,
            25,
            List.of(new CachedTasks(new TaskVisibility.All(), 12), new CachedTasks(OWN, 13)));
    serialization.verifySerialization(
        new GuildMessage.HandleQuery(
            new QueryEnvelope(
                GuildFixture.GUILD, GuildFixture.START, new Caller.SystemCaller(), query),
            KIT.<GuildReply>createTestProbe().getRef()),
        true);
  }

  @Test
  void results_of_queries_for_tasks() {
    GuildFixture fixture = GuildFixture.withMembers();
    fixture.create(GuildFixture.ANNA, GuildFixture.once("dishes", "2026-11-25T11:00"));
    verify(
        fixture.queryResult(
            GuildFixture.ANNA, new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.DUE, 0, 9)));
    verify(fixture.queryResult(GuildFixture.ANNA, new GuildQuery.SuggestTasks("dish")));
    verify(new QueryResult.Tasks(List.of(), 0, OWN, Instant.parse("2026-11-25T10:00:00.5Z")));
    verify(new QueryResult.TasksUnchanged(OWN));
  }

  private void verify(QueryResult result) {
    serialization.verifySerialization(new GuildReply.Answered(result, 12), true);
  }
}
