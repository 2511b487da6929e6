package dcm.transfer;

import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskPatch;
import dcm.guild.recurrence.ImportedRule;
import dcm.guild.value.Due;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.transfer.format.ImportFormat;
import dcm.transfer.format.ImportedTask;
import java.time.LocalTime;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** Keys by which the same task is recognised when it comes again. */
final class ContentKey {
  private ContentKey() {}

  /** What a row says of the task's identity: its id in the source, otherwise its content. */
  static String ofSource(ImportFormat format, ImportedTask task) {
    String id = task.sourceId();
    String identity =
        id == null
            ? of(task)
            // ids of tables begin with 1 in each file
            : format == ImportFormat.DCM ? id : id + "\n" + lower(task.fields().title());
    return DigestUtils.sha256Hex(format.id() + (id == null ? "\ncontent\n" : "\nid\n") + identity);
  }

  /** Title, category and schedule of an imported task. */
  static String of(ImportedTask task) {
    TaskPatch fields = task.fields();
    return lower(fields.title())
        + "\n"
        + (task.category() == null ? "" : lower(task.category().name()))
        + "\n"
        + schedule(fields.schedule());
  }

  /** The same of a task of the guild. */
  static String of(Task task, @Nullable String category) {
    return lower(task.title())
        + "\n"
        + (category == null ? "" : lower(category))
        + "\n"
        + schedule(task.schedule());
  }

  private static String schedule(@Nullable RequestedSchedule schedule) {
    return switch (schedule) {
      case null -> "";
      case RequestedSchedule.Complete(var complete) -> schedule(complete);
      case RequestedSchedule.OnceAtTime(var local, _, _) -> local.toString();
      case RequestedSchedule.OnceAllDay(var date, _, _) -> date.toString();
      case RequestedSchedule.Recurring recurring -> {
        ImportedRule rule = ImportedRule.parse(String.valueOf(recurring.rrule()));
        yield recurring(rule.rrule(), recurring.time());
      }
    };
  }

  private static String schedule(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once(Due due) ->
          switch (due) {
            case Due.Never _ -> "";
            case Due.AtTime time -> time.local().toString();
            case Due.AllDay day -> day.date().toString();
          };
      case Schedule.Recurring recurring ->
          recurring(recurring.recurrence().rrule(), recurring.recurrence().time());
    };
  }

  private static String recurring(String rrule, @Nullable LocalTime time) {
    return rrule + (time == null ? "" : " " + time);
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
  }
}
