package dcm.view;

import dcm.guild.value.MemberId;
import dcm.journal.Database;
import dcm.view.projection.ProjectionContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
}
