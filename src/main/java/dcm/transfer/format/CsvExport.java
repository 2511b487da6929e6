package dcm.transfer.format;

import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an export as CSV (RFC 4180) for spreadsheets, page by page: one line a task, with its
 * current occurrence or the one closed last. It begins with a byte order mark, without which Excel
 * takes it for Windows-1252.
 */
public final class CsvExport {
  private static final List<CsvColumn> COLUMNS =
      List.of(
          CsvColumn.NUMBER,
          CsvColumn.ID,
          CsvColumn.TITLE,
          CsvColumn.DESCRIPTION,
          CsvColumn.CATEGORY,
          CsvColumn.LABELS,
          CsvColumn.STATUS,
          CsvColumn.PRIORITY,
          CsvColumn.MINUTES,
          CsvColumn.DIFFICULTY,
          CsvColumn.DUE,
          CsvColumn.TIME,
          CsvColumn.ZONE,
          CsvColumn.REPEAT,
          CsvColumn.START,
          CsvColumn.ANCHOR,
          CsvColumn.ASSIGNEES,
          CsvColumn.CHECKLIST,
          CsvColumn.DONE_AT,
          CsvColumn.DONE_BY,
          CsvColumn.NOTE);

  private final Map<GroupingId, String> groupings = new HashMap<>();
  private final Function<MemberId, String> names;

  /**
   * @param names of members
   */
  public CsvExport(ExportHeader header, Function<MemberId, String> names) {
    this.names = names;
    Stream.concat(header.categories().stream(), header.labels().stream())
        .forEach(grouping -> groupings.put(grouping.id(), grouping.name()));
  }

  public String begin() {
    return "\uFEFF" + lines(List.of(COLUMNS.stream().map(CsvColumn::header).toList()));
  }

  public String tasks(List<Task> page) {
    return lines(page.stream().map(this::cells).toList());
  }

  private static String lines(List<List<String>> lines) {
    var text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
      lines.forEach(writer::writeRecord);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private List<String> cells(Task task) {
    var cells = new EnumMap<CsvColumn, String>(CsvColumn.class);
    Occurrence shown = task.open() == null ? task.closed() : task.open();
    cells.put(CsvColumn.NUMBER, Integer.toString(task.number()));
    cells.put(CsvColumn.ID, task.id().toString());
    cells.put(CsvColumn.TITLE, task.title());
    cells.put(CsvColumn.DESCRIPTION, task.description());
    cells.put(
        CsvColumn.CATEGORY,
        task.category() == null ? "" : groupings.getOrDefault(task.category(), ""));
    cells.put(
        CsvColumn.LABELS,
        task.labels().stream()
            .map(label -> groupings.getOrDefault(label, ""))
            .collect(Collectors.joining("; ")));
    cells.put(CsvColumn.PRIORITY, task.priority().name().toLowerCase(java.util.Locale.ROOT));
    cells.put(CsvColumn.MINUTES, Integer.toString(task.effort().minutes()));
    cells.put(CsvColumn.DIFFICULTY, Integer.toString(task.effort().difficulty()));
    schedule(cells, task, shown);
    cells.put(CsvColumn.ASSIGNEES, names(shown == null ? List.of() : shown.assignees()));
    cells.put(CsvColumn.CHECKLIST, checklist(task.effectivePolicy().checklist(), shown));
    return line(cells);
  }

  private void schedule(Map<CsvColumn, String> cells, Task task, @Nullable Occurrence shown) {
    if (task.schedule() instanceof Schedule.Recurring recurring) {
      cells.put(CsvColumn.REPEAT, recurring.recurrence().rrule());
      cells.put(CsvColumn.START, recurring.recurrence().start().toString());
      cells.put(CsvColumn.ANCHOR, recurring.anchor().name());
    }
    if (shown == null) {
      return;
    }
    cells.put(CsvColumn.STATUS, shown.state().name().toLowerCase(java.util.Locale.ROOT));
    switch (shown.due()) {
      case Due.Never _ -> {}
      case Due.AllDay(var date, var zone) -> {
        cells.put(CsvColumn.DUE, date.toString());
        cells.put(CsvColumn.ZONE, zone.getId());
      }
      case Due.AtTime(var local, var zone) -> {
        cells.put(CsvColumn.DUE, local.toLocalDate().toString());
        cells.put(CsvColumn.TIME, local.toLocalTime().toString());
        cells.put(CsvColumn.ZONE, zone.getId());
      }
    }
    Occurrence.Completion done = shown.completion();
    if (done != null && shown.state() == Occurrence.State.DONE) {
      cells.put(CsvColumn.DONE_AT, done.doneAt().toString());
      cells.put(CsvColumn.DONE_BY, names(List.of(done.by())));
      cells.put(CsvColumn.NOTE, done.note() == null ? "" : done.note());
    }
  }

  private String names(List<MemberId> members) {
    return members.stream().map(names).collect(Collectors.joining("; "));
  }

  private static String checklist(List<String> items, @Nullable Occurrence shown) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < items.size(); i++) {
      boolean ticked = shown != null && shown.currentProgress().ticks().contains(i);
      lines.add((ticked ? "[x] " : "[ ] ") + items.get(i));
    }
    return String.join("\n", lines);
  }

  private static List<String> line(Map<CsvColumn, String> cells) {
    return COLUMNS.stream()
        .map(column -> FormulaGuard.guarded(cells.getOrDefault(column, "")))
        .toList();
  }
}
