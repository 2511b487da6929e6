package dcm.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.DatabaseSettings;
import java.util.List;

/** The two journals with their configurations. */
enum JournalVariant {
  OURS {
    @Override
    String database(DataSet dataSet) {
      return dataSet.database();
    }

    @Override
    Config plugin(
        String url, DatabaseSettings.Credentials program, DatabaseSettings.Credentials owner) {
      return ConfigFactory.parseString(
          """
          dcm.journal.inline-projection = ""
          dcm.journal.db { url = "%s", user = "%s", password = "%s" }
          dcm.journal.db.owner { user = "%s", password = "%s" }
          pekko.persistence.journal.plugin = "dcm.journal"
          pekko.persistence.snapshot-store.plugin = "dcm.snapshot"
          """
              .formatted(url, program.user(), program.password(), owner.user(), owner.password()));
    }
  },

  /** pekko-persistence-jdbc with the best configuration found. */
  PEER {
    @Override
    String database(DataSet dataSet) {
      return "peer_" + dataSet.guilds();
    }

    @Override
    Config plugin(
        String url, DatabaseSettings.Credentials program, DatabaseSettings.Credentials owner) {
      return ConfigFactory.parseString(
          """
          peer {
            profile = "slick.jdbc.PostgresProfile$"
            db {
              url = "%s&reWriteBatchedInserts=true"
              user = "%s"
              password = "%s"
              driver = "org.postgresql.Driver"
              numThreads = 8
              maxConnections = 8
              minConnections = 8
              queueSize = 50000
            }
          }
          jdbc-journal {
            slick = ${peer}
            # the default of 1,000 loses every entity when 2,000 begin at once
            bufferSize = 50000
            batchSize = 400
            parallelism = 8
            write-response-global-order = off
            replay-filter.mode = off
            circuit-breaker.call-timeout = 60s
          }
          jdbc-snapshot-store.slick = ${peer}
          jdbc-snapshot-store.circuit-breaker.call-timeout = 60s
          pekko.persistence.journal.plugin = "jdbc-journal"
          pekko.persistence.snapshot-store.plugin = "jdbc-snapshot-store"
          """
              .formatted(url, program.user(), program.password()));
    }
  };

  abstract String database(DataSet dataSet);

  abstract Config plugin(
      String url, DatabaseSettings.Credentials program, DatabaseSettings.Credentials owner);

  /** The whole configuration; {@code more} are lines that come last and so win. */
  Config config(
      String url,
      DatabaseSettings.Credentials program,
      DatabaseSettings.Credentials owner,
      List<String> more) {
    return ConfigFactory.parseString(String.join("\n", more))
        .withFallback(plugin(url, program, owner))
        .withFallback(
            ConfigFactory.parseString(
                """
                pekko.actor.provider = local
                pekko.coordinated-shutdown.exit-jvm = off
                pekko.loglevel = ERROR
                pekko.actor.allow-java-serialization = off
                """))
        .withFallback(ConfigFactory.parseResources("application.conf"))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }
}
