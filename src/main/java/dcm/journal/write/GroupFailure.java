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

/**
 * Whose fault it is that a group of guilds could not be written. Codes: PostgreSQL documentation,
 * appendix A.
 */
public sealed interface GroupFailure {
  /** It is away, or out of something: apart from the others it would be the same. */
  record ServerFailure() implements GroupFailure {}

  /** They need more locks than the server has left: fewer at once may pass. */
  record TooManyLocks() implements GroupFailure {}

  /** These were taken over by another process. */
  record FencedGuilds(Set<SchemaName> guilds) implements GroupFailure {}

  /** PostgreSQL names the schema. */
  record SingleGuild(String schema) implements GroupFailure {}

  /** One of them holds up or breaks the statement; PostgreSQL does not say which. */
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

  /** {@code {1,2}}, as {@code dcm.confirm} says it. */
  private static Set<SchemaName> guilds(ServerErrorMessage server) {
    var detail = server.getDetail() == null ? "" : server.getDetail();
    return Arrays.stream(detail.replaceAll("[{}]", "").split(","))
        .filter(guild -> !guild.isBlank())
        .map(guild -> new SchemaName(Long.parseLong(guild.strip())))
        .collect(Collectors.toSet());
  }
}
