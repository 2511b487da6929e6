package dcm.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Alternatives to {@code dcm.append_events}, with the same parameters. */
enum SqlVariant {
  /** The journal's statement. */
  PARTITIONED("", true),
  PARTITIONED_UNFENCED(Body.INSERT.formatted("dcm.event_journal"), false),
  SHARED(Body.INSERT.formatted("bench.event_journal"), false),
  LOOP(Body.LOOP, false),
  LOOP_FENCED(Body.LOOP, true);

  static final String PARAMETERS =
      """
      persistence_ids text[], sequence_numbers bigint[], writers text[], write_timestamps bigint[],
      adapter_manifests text[], event_ser_ids integer[], event_ser_manifests text[],
      event_payloads bytea[], meta_ser_ids integer[], meta_ser_manifests text[],
      meta_payloads bytea[], guilds bigint[], epochs bigint[]\
      """;

  private final String body;
  private final boolean fenced;

  SqlVariant(String body, boolean fenced) {
    this.body = body;
    this.fenced = fenced;
  }

  String call() {
    return "select " + function() + "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  }

  private String function() {
    return body.isEmpty() ? "dcm.append_events" : "bench." + name().toLowerCase(Locale.ROOT);
  }

  /** Objects that the measurement needs besides DCM's schema; created by a superuser. */
  static void prepare(Connection superuser, String program) throws SQLException {
    try (var statement = superuser.createStatement()) {
      statement.execute("drop schema if exists bench cascade; create schema bench");
      statement.execute(
          """
          create table bench.event_journal (like dcm.event_journal including all,
            primary key (persistence_id, sequence_number))
          """);
      for (var variant : values()) {
        if (!variant.body.isEmpty()) {
          statement.execute(
              "create function %s(%s) returns void language plpgsql as $$ begin %s %s end $$"
                  .formatted(
                      variant.function(),
                      PARAMETERS,
                      variant.body,
                      variant.fenced ? "perform dcm.verify_epochs(guilds, epochs);" : ""));
        }
      }
      statement.execute(
          "grant usage on schema bench to %1$s; grant all on bench.event_journal to %1$s"
              .formatted(program));
      statement.execute(
          """
          insert into dcm.guild_epoch (guild_id, epoch) select guild_id, 1 from dcm.guild_schemas
          on conflict do nothing
          """);
      statement.execute("vacuum analyze dcm.guild_epoch");
    }
  }

  private static final class Body {
    static final String COLUMNS =
        """
        (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
         event_ser_id, event_ser_manifest, event_payload,
         meta_ser_id, meta_ser_manifest, meta_payload)
        """;
    static final String INSERT =
        "insert into %s "
            + COLUMNS
            + """
            select * from unnest(
              persistence_ids, sequence_numbers, writers, write_timestamps, adapter_manifests,
              event_ser_ids, event_ser_manifests, event_payloads,
              meta_ser_ids, meta_ser_manifests, meta_payloads);
            """;
    static final String LOOP =
        """
        for i in 1 .. cardinality(guilds) loop
          execute 'insert into guild_' || guilds[i] || '.event_journal %s
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)'
          using persistence_ids[i], sequence_numbers[i], writers[i], write_timestamps[i],
            adapter_manifests[i], event_ser_ids[i], event_ser_manifests[i], event_payloads[i],
            meta_ser_ids[i], meta_ser_manifests[i], meta_payloads[i];
        end loop;
        """
            .formatted(COLUMNS);
  }
}
