package dcm.guild.reply;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.Attachment;
import dcm.guild.value.BoardLayout;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.CommentId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Member;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.Standing;
import dcm.guild.value.Swap;
import dcm.guild.value.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a command.
 *
 * @param revision the guild's revision after it
 */
public record Outcome(long revision, Subject subject) {

  /** The subject of the command, in its state after the command. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TaskSubject.class, name = "task"),
    @JsonSubTypes.Type(value = GroupingSubject.class, name = "grouping"),
    @JsonSubTypes.Type(value = MemberSubject.class, name = "member"),
    @JsonSubTypes.Type(value = SwapSubject.class, name = "swap"),
    @JsonSubTypes.Type(value = CalendarTokenSubject.class, name = "calendar-token"),
    @JsonSubTypes.Type(value = PermissionsSubject.class, name = "permissions"),
    @JsonSubTypes.Type(value = SettingsSubject.class, name = "settings"),
    @JsonSubTypes.Type(value = AttachmentSubject.class, name = "attachment"),
    @JsonSubTypes.Type(value = CommentSubject.class, name = "comment"),
    @JsonSubTypes.Type(value = BoardLayoutSubject.class, name = "board-layout"),
    @JsonSubTypes.Type(value = HolidaysSubject.class, name = "holidays"),
    @JsonSubTypes.Type(value = PointsSubject.class, name = "points"),
    @JsonSubTypes.Type(value = NoSubject.class, name = "nothing"),
  })
  public sealed interface Subject {}

  /**
   * A task.
   *
   * @param categoryName null: the task has no category
   * @param labelNames in the order of the task's labels
   */
  public record TaskSubject(Task task, @Nullable String categoryName, List<String> labelNames)
      implements Subject {
    public TaskSubject {
      labelNames = List.copyOf(labelNames);
    }
  }

  public record GroupingSubject(Grouping grouping) implements Subject {}

  public record MemberSubject(Member member) implements Subject {}

  /** An offer to hand over or exchange a turn. */
  public record SwapSubject(Swap swap) implements Subject {}

  public record CalendarTokenSubject(CalendarToken token) implements Subject {}

  /**
   * The permission matrix.
   *
   * @param revision the matrix's own: its ETag
   */
  public record PermissionsSubject(Map<RoleId, Set<Permission>> matrix, long revision)
      implements Subject {}

  /**
   * The settings.
   *
   * @param revision the settings' own: their ETag
   */
  public record SettingsSubject(GuildSettings settings, long revision) implements Subject {}

  public record AttachmentSubject(Attachment attachment) implements Subject {}

  /** A comment; its text is in the read model. */
  public record CommentSubject(CommentId id) implements Subject {}

  /**
   * The columns of the kanban board.
   *
   * @param revision their own: their ETag
   */
  public record BoardLayoutSubject(BoardLayout layout, long revision) implements Subject {}

  /**
   * The guild's holidays.
   *
   * @param revision the holidays' own: their ETag
   */
  public record HolidaysSubject(HolidayCalendar calendar, long revision) implements Subject {}

  /** A member's points. */
  public record PointsSubject(Standing standing) implements Subject {}

  /** The subject was deleted, or the command has none. */
  public record NoSubject() implements Subject {}
}
