package dcm.guild.reply;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.SortedSets;
import dcm.guild.value.TaskRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why the guild says no. Each edge translates it once, exhaustively. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Refusal.UnknownGuild.class, name = "unknown-guild"),
  @JsonSubTypes.Type(value = Refusal.NotAMember.class, name = "not-a-member"),
  @JsonSubTypes.Type(value = Refusal.StaleToken.class, name = "stale-token"),
  @JsonSubTypes.Type(value = Refusal.Forbidden.class, name = "forbidden"),
  @JsonSubTypes.Type(value = Refusal.HeldByOthers.class, name = "held-by-others"),
  @JsonSubTypes.Type(value = Refusal.BeyondOwnPermissions.class, name = "beyond-own-permissions"),
  @JsonSubTypes.Type(value = Refusal.UnknownTask.class, name = "unknown-task"),
  @JsonSubTypes.Type(value = Refusal.UnknownOccurrence.class, name = "unknown-occurrence"),
  @JsonSubTypes.Type(value = Refusal.UnknownMember.class, name = "unknown-member"),
  @JsonSubTypes.Type(value = Refusal.UnknownGrouping.class, name = "unknown-grouping"),
  @JsonSubTypes.Type(value = Refusal.UnknownChannel.class, name = "unknown-channel"),
  @JsonSubTypes.Type(value = Refusal.ChannelsNotObserved.class, name = "channels-not-observed"),
  @JsonSubTypes.Type(value = Refusal.Outdated.class, name = "outdated"),
  @JsonSubTypes.Type(value = Refusal.WrongState.class, name = "wrong-state"),
  @JsonSubTypes.Type(value = Refusal.AlreadyClaimed.class, name = "already-claimed"),
  @JsonSubTypes.Type(value = Refusal.TooLateToUndo.class, name = "too-late-to-undo"),
  @JsonSubTypes.Type(value = Refusal.NextAlreadyActedUpon.class, name = "next-already-acted-upon"),
  @JsonSubTypes.Type(value = Refusal.NameTaken.class, name = "name-taken"),
  @JsonSubTypes.Type(value = Refusal.TooMany.class, name = "too-many"),
  @JsonSubTypes.Type(value = Refusal.TooMuchText.class, name = "too-much-text"),
  @JsonSubTypes.Type(value = Refusal.Invalid.class, name = "invalid"),
  @JsonSubTypes.Type(value = Refusal.KeyReused.class, name = "key-reused"),
})
public sealed interface Refusal {
  /** The bot is not in this guild (any more). */
  record UnknownGuild() implements Refusal {}

  /** The caller is no member of this guild (any more). */
  record NotAMember() implements Refusal {}

  /** The caller's roles changed since the token was made: fetch a new one. */
  record StaleToken() implements Refusal {}

  record Forbidden(Permission missing) implements Refusal {}

  /**
   * It is somebody else's to do.
   *
   * @param holders who has it
   * @param turn whether it is their turn in a round, rather than their task
   * @param missing with which permission the caller could all the same
   */
  record HeldByOthers(List<MemberId> holders, boolean turn, Permission missing) implements Refusal {
    public HeldByOthers {
      holders = List.copyOf(holders);
    }
  }

  /** Nobody grants what they lack. */
  record BeyondOwnPermissions(Set<Permission> missing) implements Refusal {
    public BeyondOwnPermissions {
      missing = SortedSets.copy(missing);
    }
  }

  /** There is none, or the caller may not see it: the same answer. */
  record UnknownTask(TaskRef task) implements Refusal {}

  record UnknownOccurrence(int ordinal) implements Refusal {}

  record UnknownMember(MemberId member) implements Refusal {}

  record UnknownGrouping(Grouping.Kind kind, GroupingId id) implements Refusal {}

  /** The guild has no such channel. Whether it exists elsewhere makes no difference. */
  record UnknownChannel(ChannelId channel) implements Refusal {}

  /** Discord has not told which channels the guild has: try again in a moment. */
  record ChannelsNotObserved() implements Refusal {}

  /** Somebody changed it since the caller looked. */
  record Outdated(long expected, long actual) implements Refusal {}

  /**
   * @param actual the occurrence's state; null: nothing is open
   */
  record WrongState(Occurrence.@Nullable State actual) implements Refusal {}

  record AlreadyClaimed(MemberId by) implements Refusal {}

  /** The doer's window has passed, and the caller may not undo for others. */
  record TooLateToUndo() implements Refusal {}

  /** The next occurrence was claimed, assigned or closed meanwhile. */
  record NextAlreadyActedUpon() implements Refusal {}

  record NameTaken(String name) implements Refusal {}

  /**
   * @param what for example {@code tasks}
   */
  record TooMany(String items, int limit) implements Refusal {}

  /**
   * The titles and descriptions of the guild's tasks are as long together as they may be.
   *
   * @param limit in characters
   */
  record TooMuchText(int limit) implements Refusal {}

  /** Well-formed, but not sensible. */
  record Invalid(List<FieldError> errors) implements Refusal {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /** The same command id came before with another question. */
  record KeyReused() implements Refusal {}

  /**
   * What is wrong with one field of a command.
   *
   * @param field its path in the command, for example {@code labels[2]}
   * @param code stable, for programs and translations, for example {@code too-long}
   * @param detail an English sentence for people, without the value itself
   */
  record FieldError(String field, String code, String detail) {}
}
