package dcm.guild.reply;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.query.QueryResult;
import java.util.UUID;

/** The reply to a command or query. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GuildReply.Done.class, name = "done"),
  @JsonSubTypes.Type(value = GuildReply.Answered.class, name = "answered"),
  @JsonSubTypes.Type(value = GuildReply.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = GuildReply.Busy.class, name = "busy"),
  @JsonSubTypes.Type(value = GuildReply.Unavailable.class, name = "unavailable"),
  @JsonSubTypes.Type(value = GuildReply.Degraded.class, name = "degraded"),
})
public sealed interface GuildReply {
  /**
   * The command's events are in the journal.
   *
   * @param repeated the command was answered before; this is the earlier answer
   */
  record Done(Outcome outcome, boolean repeated) implements GuildReply {}

  /**
   * The answer to a query.
   *
   * @param revision the guild's revision that the answer shows
   */
  record Answered(QueryResult answer, long revision) implements GuildReply {}

  record Refused(Refusal refusal) implements GuildReply {}

  /** The guild has too many pending requests; the caller should retry shortly. */
  record Busy() implements GuildReply {}

  /**
   * The guild is moving to another node, its ownership is uncertain, or its journal is unavailable.
   * Nothing was done; the caller should retry.
   */
  record Unavailable() implements GuildReply {}

  /**
   * The guild's journal cannot be replayed. Nothing is done until an operator has repaired it.
   * Other guilds are unaffected.
   *
   * @param incident id under which the cause was logged
   * @param retryAfterSeconds time until a retry is useful, at least 1
   */
  record Degraded(UUID incident, long retryAfterSeconds) implements GuildReply {}
}
