package dcm.journal;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Whose fault it is that a group of guilds could not be written. Codes: PostgreSQL documentation,
 * appendix A.
 */
sealed interface Blame {
  /** It is away, or out of something: apart from the others it would be the same. */
  record Server() implements Blame {}

  /** They need more locks than the server has left: fewer at once may pass. */
  record Size() implements Blame {}

  /** These were taken over by another process. */
  record Fenced(Set<SchemaName> guilds) implements Blame {}

  /** PostgreSQL names the schema. */
  record Guild(String schema) implements Blame {}

  /** One of them holds up or breaks the statement; PostgreSQL does not say which. */
  record Somebody() implements Blame {}

  static Blame of(SQLException failed) {
    var code = failed.getSQLState();
    var server = failed instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    if ("53200".equals(code)) {
      return new Size();
    }
    if (code == null || server == null || isTheServers(code)) {
      return new Server();
    }
    if (FenceRows.refused(failed)) {
      return new Fenced(guilds(server));
    }
    return server.getSchema() == null ? new Somebody() : new Guild(server.getSchema());
  }

  /** True when every guild would meet the same. */
  static boolean isTheServers(@Nullable String code) {
    return code == null
        || code.startsWith("08") // the connection
        || code.startsWith("57P") // it goes, or comes
        || code.startsWith("53") // disk, memory, connections
        || code.startsWith("58") // the system around it
        || code.startsWith("25"); // it only reads
  }

  /** True when nobody knows whether a commit under way was done; false when it was refused. */
  static boolean mayHaveTakenEffect(SQLException failed) {
    var code = failed.getSQLState();
    return code == null || code.startsWith("08") || code.startsWith("57P");
  }

  /** {@code {1,2}}, as {@code dcm.confirm} says it. */
  private static Set<SchemaName> guilds(ServerErrorMessage server) {
    var detail = server.getDetail() == null ? "" : server.getDetail();
    return Arrays.stream(detail.replaceAll("[{}]", "").split(","))
        .filter(guild -> !guild.isBlank())
        .map(guild -> new SchemaName(Long.parseLong(guild.strip())))
        .collect(Collectors.toSet());
  }
}
