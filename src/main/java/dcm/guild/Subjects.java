package dcm.guild;

import org.jspecify.annotations.Nullable;

/** What a command was about, as it is afterwards. */
final class Subjects {
  private Subjects() {}

  /** Null: the event says nothing of a subject. */
  static Outcome.@Nullable Subject of(State after, GuildEvent event) {
    return switch (event) {
      case TaskEvent.Deleted _ -> new Outcome.OfNothing();
      case TaskEvent task -> ofTask(after, new TaskRef.ById(task.task()));
      case OccurrenceEvent occurrence -> ofTask(after, new TaskRef.ById(occurrence.task()));
      case GroupingEvent.Created created -> ofGrouping(after, created.groupingKind(), created.id());
      case GroupingEvent.Edited edited -> ofGrouping(after, edited.groupingKind(), edited.id());
      case GroupingEvent.Deleted _ -> new Outcome.OfNothing();
      case MemberEvent member -> ofMember(after, member.member());
      case PermissionEvent _ -> ofPermissions(after);
      case SettingsEvent _ -> ofSettings(after);
      case NotificationEvent _, RefusalEvent _ -> null;
    };
  }

  /** For a command that led to no event of its own: what it is about as it stands. */
  static Outcome.Subject of(State state, GuildCommand command) {
    return switch (command) {
      case TaskCommand.Create create -> ofTask(state, new TaskRef.ById(create.id()));
      case TaskCommand.Edit(var task, _, _) -> ofTask(state, task);
      case TaskCommand.Delete(var task, _) -> ofTask(state, task);
      case TaskCommand.Assign(var task, _, _) -> ofTask(state, task);
      case TaskCommand.Claim(var task, _) -> ofTask(state, task);
      case TaskCommand.Release(var task, _) -> ofTask(state, task);
      case TaskCommand.Complete(var task, _, _, _, _) -> ofTask(state, task);
      case TaskCommand.Reopen(var task, _) -> ofTask(state, task);
      case TaskCommand.Skip(var task, _, _, _) -> ofTask(state, task);
      case TaskCommand.Snooze(var task, _, _) -> ofTask(state, task);
      case GroupingCommand.Create(var id, var kind, _, _) -> ofGrouping(state, kind, id);
      case GroupingCommand.Edit(var id, var kind, _, _, _) -> ofGrouping(state, kind, id);
      case GroupingCommand.Delete(var id, var kind, _) -> ofGrouping(state, kind, id);
      case MemberCommand.Observe observe -> ofMember(state, observe.member());
      case MemberCommand.EditProfile edit -> ofMember(state, edit.member());
      case MemberCommand.Leave leave -> ofMember(state, leave.member());
      case PermissionCommand _ -> ofPermissions(state);
      case SettingsCommand _ -> ofSettings(state);
      case NotificationCommand _ -> new Outcome.OfNothing();
    };
  }

  private static Outcome.Subject ofTask(State state, TaskRef ref) {
    Chore chore = state.board().find(ref);
    return chore == null ? new Outcome.OfNothing() : new Outcome.OfTask(chore.task());
  }

  private static Outcome.Subject ofGrouping(State state, Grouping.Kind kind, GroupingId id) {
    Grouping grouping = state.board().find(kind, id);
    return grouping == null ? new Outcome.OfNothing() : new Outcome.OfGrouping(grouping);
  }

  private static Outcome.Subject ofMember(State state, MemberId id) {
    Member member = state.people().find(id);
    return member == null ? new Outcome.OfNothing() : new Outcome.OfMember(member);
  }

  private static Outcome.Subject ofPermissions(State state) {
    return new Outcome.OfPermissions(state.matrix().rows(), state.matrix().revision());
  }

  private static Outcome.Subject ofSettings(State state) {
    return new Outcome.OfSettings(state.house().settings(), state.house().settingsRevision());
  }
}
