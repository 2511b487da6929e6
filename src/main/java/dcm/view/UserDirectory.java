package dcm.view;

import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.journal.Database;
import dcm.journal.schema.SchemaName;
import dcm.view.projection.ProjectionContext;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The users who logged in, independent of guilds. */
public final class UserDirectory {
  private static final String UPSERT =
      """
      insert into dcm.users (id, discord_id, profile, created_at) values (?, ?, ?::jsonb, ?)
      on conflict (discord_id) do update set profile = excluded.profile
      """;

  private static final String GUILDS =
      "select guild_id from dcm.guild_schemas where guild_id <> ? order by guild_id";

  private static final String IS_MEMBER =
      "select exists (select from ${guild}.guild_members where user_id = ?)";

  private static final String DELETE = "delete from dcm.users where discord_id = ?";

  private final Database database;

  UserDirectory(Database database) {
    this.database = database;
  }

  /**
   * Inserts a user who logs in, or updates the profile.
   *
   * @param profile from Discord, for example {@code username} and {@code avatar}
   */
  public CompletionStage<@Nullable Void> upsert(
      MemberId user, Map<String, String> profile, Instant at) {
    return database.write(connection -> {
      try (var statement = connection.prepareStatement(UPSERT)) {
        ProjectionContext.bind(
            statement,
            UUID.nameUUIDFromBytes(("user/" + user).getBytes(StandardCharsets.UTF_8)),
            user,
            ReadModelJson.write(profile),
            at);
        statement.executeUpdate();
      }
      return null;
    });
  }

  /**
   * Deletes a user who is a member of no other guild. Asks one guild after the other, because a
   * statement locks all tables that it names.
   *
   * @return false when the user is a member of another guild
   */
  public CompletionStage<Boolean> deleteUnlessElsewhere(MemberId user, GuildId guild) {
    return database.read(connection -> {
      for (var other : otherGuilds(connection, guild)) {
        if (isMember(connection, new SchemaName(other), user)) {
          return false;
        }
      }
      try (var delete = connection.prepareStatement(DELETE)) {
        ProjectionContext.bind(delete, user);
        delete.executeUpdate();
      }
      return true;
    });
  }

  private static List<Long> otherGuilds(Connection connection, GuildId guild) throws SQLException {
    try (var select = connection.prepareStatement(GUILDS)) {
      ProjectionContext.bind(select, guild);
      try (var rows = select.executeQuery()) {
        var guilds = new ArrayList<Long>();
        while (rows.next()) {
          guilds.add(rows.getLong(1));
        }
        return guilds;
      }
    }
  }

  private static boolean isMember(Connection connection, SchemaName schema, MemberId user)
      throws SQLException {
    try (var select = connection.prepareStatement(schema.in(IS_MEMBER))) {
      ProjectionContext.bind(select, user);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }
}
