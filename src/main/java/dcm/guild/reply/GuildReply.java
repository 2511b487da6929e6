package dcm.guild.reply;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.query.QueryResult;
import java.util.UUID;

/** What the guild answers, to a request or a question. */
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
   * @param repeated the same knock was answered before; this is the answer of then
   */
  record Done(Outcome outcome, boolean repeated) implements GuildReply {}

  /**
   * @param revision the guild's revision that the answer shows
   */
  record Answered(QueryResult answer, long revision) implements GuildReply {}

  record Refused(Refusal refusal) implements GuildReply {}

  /** The guild has more waiting at its desk than it can hold: try again in a moment. */
  record Busy() implements GuildReply {}

  /**
   * The guild is moving, or cannot be sure that it did not, or its journal is away: nothing was
   * done, try again.
   */
  record Unavailable() implements GuildReply {}

  /**
   * The guild's own history cannot be read: nothing was done, and nothing will be until an operator
   * has looked. Other guilds know nothing of it.
   *
   * @param incident under which the cause was logged
   * @param retryAfter seconds until it is worth asking again, at least 1
   */
  record Degraded(UUID incident, long retryAfterSeconds) implements GuildReply {}
}
