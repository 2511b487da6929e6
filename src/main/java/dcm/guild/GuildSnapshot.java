package dcm.guild;

import dcm.guild.state.Attachments;
import dcm.guild.state.CalendarTokens;
import dcm.guild.state.DeferredWork;
import dcm.guild.state.GuildProfile;
import dcm.guild.state.GuildState;
import dcm.guild.state.MemberScore;
import dcm.guild.state.Members;
import dcm.guild.state.Notifications;
import dcm.guild.state.PermissionMatrix;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.state.Scores;
import dcm.guild.state.Swaps;
import dcm.guild.state.TaskBin;
import dcm.guild.state.TaskCatalog;
import dcm.guild.state.TaskSelection;
import dcm.guild.state.TaskState;
import dcm.guild.value.Attachment;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.ChannelOutage;
import dcm.guild.value.Delivery;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Notification;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import dcm.guild.value.Swap;
import dcm.guild.value.TaskId;
import dcm.guild.workload.MemberHistory;
import dcm.guild.workload.Workload;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The stored form of a guild's state. Collections have one order: equal states give equal
 * snapshots. Derived state (the agenda, the index of tasks) is not stored.
 *
 * @param localeChosenBy members who chose their language in DCM
 * @param plannedWakeUp the next planned wake-up; null: none
 * @param channelOutage null: messages to the guild's channel arrive, as far as is known
 * @param processedCommands answers of recent commands, oldest first
 * @param newestDroppedCommandAt time of the newest answer that was dropped within its day; null:
 *     none
 * @param deferredReminders reminders of a former schedule that are still to be sent; null: none
 * @param handovers tasks that are still to be taken from former members; null: none
 * @param workDeferredSince when the oldest deferred work was due; null: there is none
 * @param attachments the photos without their bytes; null: none
 * @param bin deleted tasks; null: none
 * @param workload who was given how much work; null: nothing was given yet
 * @param swaps open offers to hand over or exchange turns; null: none
 * @param scores points and streaks of members; null: none
 * @param calendarTokens null: none
 */
public record GuildSnapshot(
    GuildId guild,
    long revision,
    GuildProfile profile,
    Map<RoleId, Set<Permission>> matrix,
    long matrixRevision,
    List<Member> members,
    List<MemberId> localeChosenBy,
    List<TaskState> tasks,
    int lastNumber,
    List<Grouping> groupings,
    List<Delivery> outbox,
    List<Notification> inbox,
    @Nullable Instant plannedWakeUp,
    @Nullable ChannelOutage channelOutage,
    List<ProcessedCommands.ProcessedCommand> processedCommands,
    @Nullable Instant newestDroppedCommandAt,
    @Nullable List<DeferredWork.DeferredReminders> deferredReminders,
    @Nullable List<TaskId> handovers,
    @Nullable Instant workDeferredSince,
    @Nullable List<Attachment> attachments,
    @Nullable List<TaskBin.DeletedTask> bin,
    Workload.@Nullable Stored workload,
    @Nullable List<Swap> swaps,
    @Nullable List<MemberScore> scores,
    @Nullable List<CalendarToken> calendarTokens) {

  /** Types of the ledger of work of which a snapshot has many equal values. */
  public static final Set<Class<?>> REPEATED_TYPES =
      Set.of(MemberHistory.class, MemberHistory.Week.class);

  static GuildSnapshot of(GuildState state) {
    Notifications notifications = state.notifications();
    return new GuildSnapshot(
        state.id(),
        state.revision(),
        state.profile(),
        state.matrix().rows(),
        state.matrix().revision(),
        List.copyOf(state.members().byId().values()),
        List.copyOf(SortedSets.copy(state.members().localeChosenBy())),
        state.catalog().inNumberOrder(TaskSelection.ALL).toList(),
        state.catalog().lastNumber(),
        List.copyOf(state.catalog().groupings().values()),
        List.copyOf(notifications.outbox().values()),
        new TreeMap<>(notifications.inboxes())
            .values().stream().flatMap(inboxEntries -> inboxEntries.values().stream()).toList(),
        notifications.plannedWakeUp(),
        notifications.channelOutage(),
        state.processedCommands().byRevision().values().stream()
            .map(state.processedCommands().byId()::get)
            .toList(),
        state.processedCommands().newestDroppedAt(),
        nullIfEmpty(state.deferredWork().reminders().values()),
        nullIfEmpty(state.deferredWork().handovers()),
        state.deferredWork().since(),
        nullIfEmpty(state.attachments().all().toList()),
        nullIfEmpty(state.catalog().bin().tasks().values()),
        state.workload().stored(),
        nullIfEmpty(state.swaps().byId().values()),
        nullIfEmpty(state.scores().byMember().values()),
        nullIfEmpty(state.calendarTokens().byId().values()));
  }

  public GuildState state() {
    Notifications notifications =
        new Notifications(
            Notifications.EMPTY.outbox(),
            Notifications.EMPTY.retries(),
            HashTreePMap.empty(),
            plannedWakeUp,
            channelOutage);
    for (Delivery delivery : outbox) {
      notifications = notifications.put(delivery);
    }
    for (Notification notification : inbox) {
      notifications = notifications.put(notification);
    }
    ProcessedCommands commands = ProcessedCommands.EMPTY.withNewestDropped(newestDroppedCommandAt);
    for (ProcessedCommands.ProcessedCommand command : processedCommands) {
      commands = commands.with(command);
    }
    TreePMap<RoleId, Set<Permission>> rows = TreePMap.empty();
    for (Map.Entry<RoleId, Set<Permission>> row : matrix.entrySet()) {
      rows = rows.plus(row.getKey(), SortedSets.copy(row.getValue()));
    }
    return new GuildState(
            guild,
            revision,
            profile,
            new PermissionMatrix(rows, matrixRevision),
            Members.of(members, localeChosenBy),
            catalog(),
            notifications,
            commands,
            TreePSet.empty(),
            deferredWork(),
            attachmentIndex(),
            Workload.restored(workload),
            Swaps.of(swaps),
            Scores.of(scores),
            CalendarTokens.of(calendarTokens))
        .rescheduled();
  }

  private static <T> @Nullable List<T> nullIfEmpty(Collection<T> all) {
    return all.isEmpty() ? null : List.copyOf(all);
  }

  private DeferredWork deferredWork() {
    TreePMap<OccurrenceRef, DeferredWork.DeferredReminders> reminders = TreePMap.empty();
    for (DeferredWork.DeferredReminders reminder :
        deferredReminders == null ? List.<DeferredWork.DeferredReminders>of() : deferredReminders) {
      reminders = reminders.plus(reminder.occurrence(), reminder);
    }
    TreePSet<TaskId> pendingHandovers =
        handovers == null ? TreePSet.empty() : TreePSet.from(handovers);
    return new DeferredWork(reminders, pendingHandovers, workDeferredSince).normalized();
  }

  private Attachments attachmentIndex() {
    Attachments index = Attachments.EMPTY;
    for (Attachment attachment : attachments == null ? List.<Attachment>of() : attachments) {
      index = index.put(attachment);
    }
    return index;
  }

  private TaskCatalog catalog() {
    TaskCatalog catalog = TaskCatalog.EMPTY.withLastNumber(lastNumber).withBin(TaskBin.of(bin));
    for (TaskState taskState : tasks) {
      catalog = catalog.put(taskState);
    }
    for (Grouping grouping : groupings) {
      catalog = catalog.put(grouping);
    }
    return catalog;
  }
}
