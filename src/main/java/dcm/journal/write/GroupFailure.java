package dcm.journal.write;

import dcm.journal.fencing.FenceDao;
import dcm.journal.jdbc.SqlFailures;
import dcm.journal.schema.SchemaName;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Cause of a failed group. Codes: PostgreSQL documentation, appendix A. */
public sealed interface GroupFailure {
  /** The server is unavailable or lacks a resource: every guild would meet the same failure. */
  record ServerFailure() implements GroupFailure {}

  /** The server has too few locks left: a smaller group may succeed. */
  record TooManyLocks() implements GroupFailure {}

  /** Another process acquired the epochs of these guilds. */
  record FencedGuilds(Set<SchemaName> guilds) implements GroupFailure {}

  /** PostgreSQL names the guild's schema. */
  record SingleGuild(String schema) implements GroupFailure {}

  /** One guild blocks or breaks the statement; PostgreSQL does not name it. */
  record UnknownGuild() implements GroupFailure {}

  static GroupFailure of(SQLException failed) {
    var code = failed.getSQLState();
    var server = failed instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    if ("53200".equals(code)) {
      return new TooManyLocks();
    }
    if (server == null || SqlFailures.isServerFailure(failed)) {
      return new ServerFailure();
    }
    if (FenceDao.isFenced(failed)) {
      return new FencedGuilds(guilds(server));
    }
    return server.getSchema() == null ? new UnknownGuild() : new SingleGuild(server.getSchema());
  }

  /** Parses {@code {1,2}}, the detail of {@code dcm.verify_epochs}. */
  private static Set<SchemaName> guilds(ServerErrorMessage server) {
    var detail = server.getDetail() == null ? "" : server.getDetail();
    return Arrays.stream(detail.replaceAll("[{}]", "").split(","))
        .filter(guild -> !guild.isBlank())
        .map(guild -> new SchemaName(Long.parseLong(guild.strip())))
        .collect(Collectors.toSet());
  }
}
