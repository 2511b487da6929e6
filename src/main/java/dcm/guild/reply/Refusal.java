package dcm.guild.reply;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.SortedSets;
import dcm.guild.value.SwapId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reason of a refusal. Each edge translates it once, exhaustively. */
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
  @JsonSubTypes.Type(value = Refusal.UnknownAbsence.class, name = "unknown-absence"),
  @JsonSubTypes.Type(value = Refusal.UnknownSwap.class, name = "unknown-swap"),
  @JsonSubTypes.Type(value = Refusal.UnknownCalendarToken.class, name = "unknown-calendar-token"),
  @JsonSubTypes.Type(value = Refusal.NotYours.class, name = "not-yours"),
  @JsonSubTypes.Type(value = Refusal.UnknownGrouping.class, name = "unknown-grouping"),
  @JsonSubTypes.Type(value = Refusal.UnknownChannel.class, name = "unknown-channel"),
  @JsonSubTypes.Type(value = Refusal.ChannelsNotObserved.class, name = "channels-not-observed"),
  @JsonSubTypes.Type(value = Refusal.Outdated.class, name = "outdated"),
  @JsonSubTypes.Type(value = Refusal.WrongState.class, name = "wrong-state"),
  @JsonSubTypes.Type(value = Refusal.AlreadyClaimed.class, name = "already-claimed"),
  @JsonSubTypes.Type(value = Refusal.TooLateToUndo.class, name = "too-late-to-undo"),
  @JsonSubTypes.Type(value = Refusal.NextAlreadyActedUpon.class, name = "next-already-acted-upon"),
  @JsonSubTypes.Type(value = Refusal.NothingToUndo.class, name = "nothing-to-undo"),
  @JsonSubTypes.Type(value = Refusal.NotDeleted.class, name = "not-deleted"),
  @JsonSubTypes.Type(value = Refusal.NudgedRecently.class, name = "nudged-recently"),
  @JsonSubTypes.Type(value = Refusal.NobodyToRemind.class, name = "nobody-to-remind"),
  @JsonSubTypes.Type(value = Refusal.RequirementsMissing.class, name = "requirements-missing"),
  @JsonSubTypes.Type(value = Refusal.WaitingFor.class, name = "waiting-for"),
  @JsonSubTypes.Type(value = Refusal.SelfApproval.class, name = "self-approval"),
  @JsonSubTypes.Type(value = Refusal.NameTaken.class, name = "name-taken"),
  @JsonSubTypes.Type(value = Refusal.TooMany.class, name = "too-many"),
  @JsonSubTypes.Type(value = Refusal.TooMuchText.class, name = "too-much-text"),
  @JsonSubTypes.Type(value = Refusal.UnknownAttachment.class, name = "unknown-attachment"),
  @JsonSubTypes.Type(value = Refusal.TooManyAttachments.class, name = "too-many-attachments"),
  @JsonSubTypes.Type(value = Refusal.StorageFull.class, name = "storage-full"),
  @JsonSubTypes.Type(value = Refusal.PointsOff.class, name = "points-off"),
  @JsonSubTypes.Type(value = Refusal.LeaderboardOff.class, name = "leaderboard-off"),
  @JsonSubTypes.Type(value = Refusal.Invalid.class, name = "invalid"),
  @JsonSubTypes.Type(value = Refusal.KeyReused.class, name = "key-reused"),
})
public sealed interface Refusal {
  /** The bot is not, or no longer, in this guild. */
  record UnknownGuild() implements Refusal {}

  /** The caller is not, or no longer, a member of this guild. */
  record NotAMember() implements Refusal {}

  /** The caller's roles changed after the token was issued; a new token is required. */
  record StaleToken() implements Refusal {}

  record Forbidden(Permission missing) implements Refusal {}

  /**
   * The occurrence belongs to other members.
   *
   * @param holders the members responsible for it
   * @param turn whether it is their turn in a rotation, rather than their task
   * @param missing the permission with which the caller could act nevertheless
   */
  record HeldByOthers(List<MemberId> holders, boolean turn, Permission missing) implements Refusal {
    public HeldByOthers {
      holders = List.copyOf(holders);
    }
  }

  /** The caller tried to grant permissions that they lack. */
  record BeyondOwnPermissions(Set<Permission> missing) implements Refusal {
    public BeyondOwnPermissions {
      missing = SortedSets.copy(missing);
    }
  }

  /** The task does not exist or the caller may not see it; both have the same answer. */
  record UnknownTask(TaskRef task) implements Refusal {}

  record UnknownOccurrence(int ordinal) implements Refusal {}

  record UnknownMember(MemberId member) implements Refusal {}

  record UnknownAbsence(AbsenceId absence) implements Refusal {}

  /** The offer does not exist any more, or the caller may not see it. */
  record UnknownSwap(SwapId swap) implements Refusal {}

  /** The token was revoked, belongs to another member, or never existed. */
  record UnknownCalendarToken(CalendarTokenId token) implements Refusal {}

  /** The caller does not have the turn that they offer, or the offer is not for them. */
  record NotYours() implements Refusal {}

  record UnknownGrouping(Grouping.Kind kind, GroupingId id) implements Refusal {}

  /** The guild has no such channel. Channels of other guilds have the same answer. */
  record UnknownChannel(ChannelId channel) implements Refusal {}

  /** The guild's channels are not observed yet; the caller should retry shortly. */
  record ChannelsNotObserved() implements Refusal {}

  /** The subject was changed after the caller read it. */
  record Outdated(long expected, long actual) implements Refusal {}

  /**
   * The occurrence is in another state.
   *
   * @param actual the occurrence's state; null: nothing is open
   */
  record WrongState(Occurrence.@Nullable State actual) implements Refusal {}

  record AlreadyClaimed(MemberId by) implements Refusal {}

  /**
   * The undo window of the caller's own completion has passed, and the caller may not undo for
   * others.
   */
  record TooLateToUndo() implements Refusal {}

  /** The next occurrence was claimed, assigned or closed in the meantime. */
  record NextAlreadyActedUpon() implements Refusal {}

  /** No action on the task can be undone. */
  record NothingToUndo() implements Refusal {}

  /** The task is not in the bin. */
  record NotDeleted() implements Refusal {}

  /**
   * The holders were reminded a short time ago.
   *
   * @param until when they can be reminded again
   */
  record NudgedRecently(Instant until) implements Refusal {}

  /** No other member holds the occurrence who is there. */
  record NobodyToRemind() implements Refusal {}

  /** The completion lacks what the task requires. */
  record RequirementsMissing(Set<TaskPolicy.Requirement> missing) implements Refusal {
    public RequirementsMissing {
      missing = SortedSets.copy(missing);
    }
  }

  /**
   * Other tasks have to be done before.
   *
   * @param numbers of those tasks, ascending
   */
  record WaitingFor(List<Integer> numbers) implements Refusal {
    public WaitingFor {
      numbers = List.copyOf(numbers);
    }
  }

  /** The caller did it, and the guild wants somebody else to approve it. */
  record SelfApproval() implements Refusal {}

  record NameTaken(String name) implements Refusal {}

  /**
   * A collection would exceed its limit.
   *
   * @param items for example {@code tasks}
   */
  record TooMany(String items, int limit) implements Refusal {}

  /**
   * The texts and lists of all tasks would exceed their common limit.
   *
   * @param limit in characters
   */
  record TooMuchText(int limit) implements Refusal {}

  /** The task has no such photo. */
  record UnknownAttachment(AttachmentId id) implements Refusal {}

  /** An occurrence would have more photos than its limit. */
  record TooManyAttachments(int limit) implements Refusal {}

  /**
   * The guild's photos would exceed their common limit.
   *
   * @param used in bytes
   * @param limit in bytes
   */
  record StorageFull(long used, long limit) implements Refusal {}

  /** The guild's settings have points switched off. */
  record PointsOff() implements Refusal {}

  /** The guild's settings have points, and the leaderboard switched off. */
  record LeaderboardOff() implements Refusal {}

  /** Fields are well-formed but not valid. */
  record Invalid(List<FieldError> errors) implements Refusal {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /** The command id was used before for a different request. */
  record KeyReused() implements Refusal {}

  /**
   * An error in one field of a command.
   *
   * @param field its path in the command, for example {@code labels[2]}
   * @param code stable, for programs and translations, for example {@code too-long}
   * @param detail an English sentence, without the value itself
   */
  record FieldError(String field, String code, String detail) {}
}
