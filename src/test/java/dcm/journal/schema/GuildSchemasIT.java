package dcm.journal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.Database;
import dcm.journal.GuildPersistenceId;
import dcm.journal.JournalProbe;
import dcm.journal.jdbc.TestDatabase;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuildSchemasIT {
  @Test
  void two_nodes_may_create_the_same_new_guilds_concurrently() throws Exception {
    var database = TestDatabase.fresh();
    try (var one = JournalProbe.on(database);
        var two = JournalProbe.on(database)) {
      var created = new ArrayList<CompletableFuture<Void>>();
      for (var guild = 1; guild <= 20; guild++) {
        var schema = new SchemaName(guild);
        for (var node : new JournalProbe[] {one, two}) {
          created.add(
              Database.get(node.system)
                  .schemas()
                  .<Void>withEnsuredSchema(
                      Database.get(node.system)
                          .contexts()
                          .get(schema, GuildPersistenceId.of(schema.snowflake())),
                      () -> CompletableFuture.completedFuture(null))
                  .toCompletableFuture());
        }
      }
      CompletableFuture.allOf(created.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*), count(distinct s.schema_name) from dcm.guild_schemas s join"
                    + " information_schema.schemata i on i.schema_name = s.schema_name")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(20);
      assertThat(rows.getInt(2)).isEqualTo(20);
    }
  }
}
