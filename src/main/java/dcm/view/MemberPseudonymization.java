package dcm.view;

import dcm.guild.Guild;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.journal.Database;
import dcm.journal.JournalRewrite;
import dcm.journal.schema.SchemaName;
import dcm.view.projection.ProjectionContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Replaces a forgotten member by the pseudonym in the guild's schema, in one transaction that also
 * verifies its result and otherwise changes nothing (docs/adr/0048).
 */
public final class MemberPseudonymization {
  private static final String UPDATE_ATTACHMENTS =
      "update ${guild}.attachment set uploaded_by = ? where uploaded_by = ?";

  private static final String SELECT_ANSWERS =
      "select answered_on, command_id, answer from ${guild}.processed_command";

  private static final String UPDATE_ANSWER =
      "update ${guild}.processed_command set answer = ? where answered_on = ? and command_id = ?";

  // what files said of people, also by name; one that is being carried out delays the forgetting
  private static final List<String> DELETE_IMPORTS =
      List.of(
          """
          delete from ${guild}.task_import_row where import_id in
            (select import_id from ${guild}.task_import where state not in ('APPLYING', 'UNDOING'))
          """,
          "delete from ${guild}.task_import where state not in ('APPLYING', 'UNDOING')");

  // payloads are verified where they are written; photos were encoded again and have no texts
  private static final String TEXT_COLUMNS =
      """
      select format('select count(*) from %I.%I where concat_ws('' '', %s) ~ ?', n.nspname, c.relname,
                    string_agg(format('%I::text', a.attname), ', '))
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid
       where n.nspname = ? and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
         and a.atttypid <> 'bytea'::regtype
       group by n.nspname, c.relname
       order by c.relname
      """;

  private final Database database;
  private final ReadModelRebuild readModels;

  MemberPseudonymization(Database database, ReadModelRebuild readModels) {
    this.database = database;
    this.readModels = readModels;
  }

  /** How stored payloads are read and written. */
  public interface StoredPayloads {
    /** Finds the names of members in a payload. */
    void collect(String manifest, byte[] payload);

    /** The payload without the member. */
    byte[] rewrite(String manifest, byte[] payload);

    /** JSON in a column without the member. */
    String rewriteText(String json);

    /** The state without the member. */
    GuildSnapshot rewrite(GuildSnapshot snapshot);

    /** An event of the journal. */
    RecordedEvent event(String manifest, byte[] payload);
  }

  /** The result contradicts what was to be done; nothing was changed. */
  public static final class PseudonymizationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PseudonymizationException(String message) {
      super(message);
    }
  }

  /**
   * Replaces the member, unless that was done before.
   *
   * @param payloads of this member; used by one thread
   */
  public CompletionStage<Boolean> run(
      GuildId guild, MemberId member, MemberId pseudonym, StoredPayloads payloads) {
    var schema = new SchemaName(guild.value());
    return database.runAsOwner(
        schema,
        connection -> new Run(connection, guild, schema, member, pseudonym, payloads).run());
  }

  /** One transaction. */
  private final class Run {
    private final Connection connection;
    private final GuildId guild;
    private final SchemaName schema;
    private final MemberId member;
    private final MemberId pseudonym;
    private final StoredPayloads payloads;
    private Guild former;
    private Guild replayed;

    Run(
        Connection connection,
        GuildId guild,
        SchemaName schema,
        MemberId member,
        MemberId pseudonym,
        StoredPayloads payloads) {
      this.connection = connection;
      this.guild = guild;
      this.schema = schema;
      this.member = member;
      this.pseudonym = pseudonym;
      this.payloads = payloads;
      this.former = Guild.unknown(guild);
      this.replayed = Guild.unknown(guild);
    }

    boolean run() throws SQLException {
      var journal = JournalRewrite.begin(connection, schema);
      journal.rewrite(this::collectEvent, this::collectSnapshot);
      if (!former.isToBeForgotten(member, pseudonym)) {
        // done before, and a new member may have the id
        return false;
      }
      journal.rewrite(this::rewriteEvent, payloads::rewrite);
      rewriteAnswers();
      try (var update = connection.prepareStatement(schema.in(UPDATE_ATTACHMENTS))) {
        ProjectionContext.bind(update, pseudonym, member);
        update.executeUpdate();
      }
      try (var delete = connection.createStatement()) {
        for (var imports : DELETE_IMPORTS) {
          delete.execute(schema.in(imports));
        }
      }
      readModels.rebuild(connection, guild, schema);
      verifyState();
      verifyTables();
      return true;
    }

    private byte[] collectEvent(String manifest, byte[] payload) {
      payloads.collect(manifest, payload);
      former = former.apply(payloads.event(manifest, payload));
      return payload;
    }

    private byte[] collectSnapshot(String manifest, byte[] payload) {
      payloads.collect(manifest, payload);
      return payload;
    }

    private byte[] rewriteEvent(String manifest, byte[] payload) {
      var rewritten = payloads.rewrite(manifest, payload);
      replayed = replayed.apply(payloads.event(manifest, rewritten));
      return rewritten;
    }

    private void rewriteAnswers() throws SQLException {
      try (var select = connection.createStatement();
          var update = connection.prepareStatement(schema.in(UPDATE_ANSWER))) {
        select.setFetchSize(500);
        try (var rows = select.executeQuery(schema.in(SELECT_ANSWERS))) {
          while (rows.next()) {
            var answer = rows.getString(3);
            var rewritten = payloads.rewriteText(answer);
            if (!rewritten.equals(answer)) {
              update.setString(1, rewritten);
              update.setObject(2, rows.getObject(1));
              update.setObject(3, rows.getObject(2));
              update.addBatch();
            }
          }
        }
        update.executeBatch();
      }
    }

    private void verifyState() {
      var expected = Guild.restored(payloads.rewrite(former.snapshot())).snapshot();
      if (!expected.equals(replayed.snapshot())) {
        throw new PseudonymizationException(
            "The state replayed under the pseudonym differs from the former one");
      }
    }

    /** A table that nothing above has changed may be one that was added later. */
    private void verifyTables() throws SQLException {
      var searches = new ArrayList<String>();
      try (var select = connection.prepareStatement(TEXT_COLUMNS)) {
        select.setString(1, schema.toString());
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            searches.add(rows.getString(1));
          }
        }
      }
      for (var search : searches) {
        try (var count = connection.prepareStatement(search)) {
          count.setString(1, "(^|[^0-9])" + member + "($|[^0-9])");
          try (var rows = count.executeQuery()) {
            rows.next();
            if (rows.getLong(1) > 0) {
              throw new PseudonymizationException("The member's id is still found: " + search);
            }
          }
        }
      }
    }
  }
}
