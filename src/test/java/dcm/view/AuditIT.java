package dcm.view;

import static dcm.view.Board.SANNE;
import static dcm.view.Board.TOM;
import static dcm.view.Board.at;
import static dcm.view.Board.completed;
import static dcm.view.Board.created;
import static dcm.view.Board.get;
import static dcm.view.Board.opened;
import static dcm.view.Board.renamed;
import static dcm.view.Board.task;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.By;
import dcm.guild.Door;
import dcm.guild.Grouping;
import dcm.guild.GroupingEvent;
import dcm.guild.GroupingId;
import dcm.guild.GuildEvent;
import dcm.guild.GuildId;
import dcm.guild.NotificationEvent;
import dcm.guild.OccurrenceEvent;
import dcm.guild.Permission;
import dcm.guild.PermissionEvent;
import dcm.guild.RefusalEvent;
import dcm.guild.RoleId;
import dcm.guild.Settings;
import dcm.guild.SettingsEvent;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditIT {
  private static final AtomicLong GUILDS = new AtomicLong(6000);
  private static final By BY_TOM = new By(TOM, Door.DASHBOARD);
  private static Board board;

  private final GuildId guild = new GuildId(GUILDS.incrementAndGet());

  @BeforeAll
  static void open() {
    board = new Board();
  }

  @AfterAll
  static void close() {
    board.close();
  }

  @Test
  void a_line_says_who_did_what_through_which_door_and_when() throws Exception {
    board.write(guild, created(1, "Dishes"), opened(1, 1));
    board.write(guild, BY_TOM, completed(1, 1, "shiny"));

    var line = read(AuditFilter.ALL).lines().getFirst();

    assertThat(line.revision()).isEqualTo(3);
    assertThat(line.at()).isEqualTo(at(3));
    assertThat(line.by()).isEqualTo(BY_TOM);
    assertThat(line.kind()).isEqualTo("occurrence.completed");
    assertThat(line.task()).isEqualTo(task(1));
    assertThat(line.ordinal()).isEqualTo(1);
    assertThat(line.after().get("note").asText()).isEqualTo("shiny");
  }

  @Test
  void an_edit_shows_only_what_changed_before_and_after() throws Exception {
    board.write(guild, renamed(1, "Dishes", "Pans"));

    assertThat(changes())
        .containsExactly("task.edited {\"title\":\"Dishes\"} {\"title\":\"Pans\"}");
  }

  @Test
  void every_family_of_events_says_what_was_and_what_is() throws Exception {
    var label = new GroupingId(new UUID(0x7000L, 5));
    var sunday =
        new Settings(
            Settings.INITIAL.zone(),
            "en",
            DayOfWeek.SUNDAY,
            Settings.INITIAL.reminderOffsets(),
            Settings.INITIAL.escalateAfter(),
            null,
            Settings.INITIAL.undoWindow());
    board.write(
        guild,
        new OccurrenceEvent.Assigned(task(1), 1, List.of(SANNE), List.of(TOM)),
        new GroupingEvent.Edited(label, Grouping.Kind.LABEL, "wet", "#00f", "dry", "#ff0"),
        new PermissionEvent.Revoked(new RoleId(7), Set.of(Permission.TASK_EDIT)),
        new SettingsEvent.Changed(Settings.INITIAL, sunday),
        new RefusalEvent("settings.change", Permission.SETTINGS_MANAGE, null));

    assertThat(changes())
        .containsExactly(
            "command.refused {} {\"command\":\"settings.change\",\"missing\":\"SETTINGS_MANAGE\"}",
            "settings.changed {\"weekStart\":\"MONDAY\"} {\"weekStart\":\"SUNDAY\"}",
            "permission.revoked {} {\"role\":\"7\",\"permissions\":[\"TASK_EDIT\"]}",
            "grouping.edited {\"name\":\"wet\",\"colour\":\"#00f\"} {\"id\":\""
                + label
                + "\",\"groupingKind\":\"LABEL\",\"name\":\"dry\",\"colour\":\"#ff0\"}",
            "occurrence.assigned {\"assignees\":[\"501\"]} {\"assignees\":[\"502\"]}");
  }

  @Test
  void the_clockworks_own_doings_are_left_out() throws Exception {
    board.write(guild, created(1, "Dishes"));
    board.write(guild, new By(null, Door.SYSTEM), new NotificationEvent.WakeUpPlanned(Board.START));

    assertThat(read(AuditFilter.ALL).lines())
        .extracting(AuditLine::kind)
        .containsExactly("task.created");
  }

  @Test
  void lines_are_found_by_member_kind_and_time() throws Exception {
    board.write(guild, created(1, "one"), created(2, "two"), created(3, "three"));
    board.write(guild, BY_TOM, renamed(1, "one", "uno"), renamed(2, "two", "due"));

    assertThat(revisions(new AuditFilter(TOM, Set.of(), null, null))).containsExactly(5L, 4L);
    assertThat(revisions(new AuditFilter(null, Set.of("task.created"), null, null)))
        .containsExactly(3L, 2L, 1L);
    assertThat(revisions(new AuditFilter(null, Set.of(), at(2), at(4)))).containsExactly(3L, 2L);
    assertThat(revisions(new AuditFilter(TOM, Set.of("task.created"), null, null))).isEmpty();
  }

  @Test
  void pages_follow_each_other_without_gap_or_repetition() throws Exception {
    board.write(
        guild,
        IntStream.rangeClosed(1, 7).mapToObj(n -> created(n, "")).toArray(GuildEvent[]::new));

    var seen = new ArrayList<Long>();
    Long before = Long.MAX_VALUE;
    var pages = 0;
    while (before != null) {
      var page = get(board.view.audit().read(guild, AuditFilter.ALL, before, 3));
      page.lines().forEach(line -> seen.add(line.revision()));
      before = page.next();
      pages++;
    }

    assertThat(seen).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void a_rare_line_is_found_far_back_in_steps() throws Exception {
    board.write(guild, BY_TOM, created(1, "the first"));
    for (var batch = 0; batch < 11; batch++) {
      var from = 2 + batch * 500;
      board.write(
          guild,
          IntStream.range(from, from + 500)
              .mapToObj(n -> created(n, ""))
              .toArray(GuildEvent[]::new));
    }
    var toms = new AuditFilter(TOM, Set.of(), null, null);

    var first = read(toms);
    assertThat(first.lines()).isEmpty();
    assertThat(first.next()).isEqualTo(502L);
    var second = get(board.view.audit().read(guild, toms, first.next(), 10));
    assertThat(second.lines()).extracting(AuditLine::revision).containsExactly(1L);
    assertThat(second.next()).isNull();
  }

  @Test
  void whoever_missed_events_gets_them_in_order() throws Exception {
    board.write(guild, created(1, "one"), created(2, "two"), created(3, "three"));

    assertThat(get(board.view.past().after(guild, 1, 10)))
        .extracting(PastEvent::revision, past -> past.recorded().event())
        .containsExactly(Tuple.tuple(2L, created(2, "two")), Tuple.tuple(3L, created(3, "three")));
    assertThat(get(board.view.past().revision(guild))).isEqualTo(3);
    assertThat(get(board.view.past().revision(new GuildId(5999)))).isZero();
  }

  @Test
  void a_page_of_events_ends_where_its_bytes_do_and_has_one_at_least() throws Exception {
    var description = "x".repeat(4_000);
    board.write(
        guild,
        created(1, description),
        created(2, description),
        created(3, description),
        created(4, ""));

    assertThat(get(board.view.past().after(guild, 0, 10, 10_000)))
        .extracting(PastEvent::revision)
        .containsExactly(1L, 2L);
    assertThat(get(board.view.past().after(guild, 2, 10, 1)))
        .extracting(PastEvent::revision)
        .containsExactly(3L);
    assertThat(get(board.view.past().before(guild, 5, 10, 6_000)))
        .extracting(PastEvent::revision)
        .containsExactly(4L, 3L);
    assertThat(get(board.view.past().after(guild, 4, 10, 10_000))).isEmpty();
  }

  private AuditPage read(AuditFilter filter) throws Exception {
    return get(board.view.audit().read(guild, filter, Long.MAX_VALUE, 100));
  }

  private List<Long> revisions(AuditFilter filter) throws Exception {
    return read(filter).lines().stream().map(AuditLine::revision).toList();
  }

  private List<String> changes() throws Exception {
    return read(AuditFilter.ALL).lines().stream()
        .map(line -> line.kind() + " " + line.before() + " " + line.after())
        .toList();
  }
}
