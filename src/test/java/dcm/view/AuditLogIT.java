package dcm.view;

import static dcm.view.ProjectionTestKit.SANNE;
import static dcm.view.ProjectionTestKit.TOM;
import static dcm.view.ProjectionTestKit.at;
import static dcm.view.ProjectionTestKit.completed;
import static dcm.view.ProjectionTestKit.created;
import static dcm.view.ProjectionTestKit.join;
import static dcm.view.ProjectionTestKit.opened;
import static dcm.view.ProjectionTestKit.renamed;
import static dcm.view.ProjectionTestKit.task;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.event.CommandRefused;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Initiator;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
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

class AuditLogIT {
  private static final AtomicLong GUILDS = new AtomicLong(6000);
  private static final Initiator BY_TOM = new Initiator(TOM, Origin.DASHBOARD);
  private static ProjectionTestKit kit;

  private final GuildId guild = new GuildId(GUILDS.incrementAndGet());

  @BeforeAll
  static void open() {
    kit = new ProjectionTestKit();
  }

  @AfterAll
  static void close() {
    kit.close();
  }

  @Test
  void an_entry_names_initiator_origin_event_and_time() throws Exception {
    kit.write(guild, created(1, "Dishes"), opened(1, 1));
    kit.write(guild, BY_TOM, completed(1, 1, "shiny"));

    var entry = read(AuditLog.Filter.ALL).entries().getFirst();

    assertThat(entry.revision()).isEqualTo(3);
    assertThat(entry.at()).isEqualTo(at(3));
    assertThat(entry.initiator()).isEqualTo(BY_TOM);
    assertThat(entry.kind()).isEqualTo("occurrence.completed");
    assertThat(entry.task()).isEqualTo(task(1));
    assertThat(entry.ordinal()).isEqualTo(1);
    assertThat(entry.after().get("note").asText()).isEqualTo("shiny");
  }

  @Test
  void an_edit_shows_only_what_changed_before_and_after() throws Exception {
    kit.write(guild, renamed(1, "Dishes", "Pans"));

    assertThat(changes())
        .containsExactly("task.edited {\"title\":\"Dishes\"} {\"title\":\"Pans\"}");
  }

  @Test
  void every_family_of_events_has_values_before_and_after() throws Exception {
    var label = new GroupingId(new UUID(0x7000L, 5));
    var sunday =
        new GuildSettings(
            GuildSettings.INITIAL.zone(),
            "en",
            DayOfWeek.SUNDAY,
            GuildSettings.INITIAL.reminderOffsets(),
            GuildSettings.INITIAL.escalateAfter(),
            null,
            GuildSettings.INITIAL.undoWindow());
    kit.write(
        guild,
        new OccurrenceEvent.Assigned(task(1), 1, List.of(SANNE), List.of(TOM)),
        new GroupingEvent.Edited(label, Grouping.Kind.LABEL, "wet", "#00f", "dry", "#ff0"),
        new PermissionEvent.Revoked(new RoleId(7), Set.of(Permission.TASK_EDIT)),
        new SettingsEvent.Changed(GuildSettings.INITIAL, sunday),
        new CommandRefused("settings.change", Permission.SETTINGS_MANAGE, null));

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
  void events_of_the_system_are_not_audited() throws Exception {
    kit.write(guild, created(1, "Dishes"));
    kit.write(
        guild,
        new Initiator(null, Origin.SYSTEM),
        new NotificationEvent.WakeUpPlanned(ProjectionTestKit.START));

    assertThat(read(AuditLog.Filter.ALL).entries())
        .extracting(AuditLog.Entry::kind)
        .containsExactly("task.created");
  }

  @Test
  void entries_are_filtered_by_member_kind_and_time() throws Exception {
    kit.write(guild, created(1, "one"), created(2, "two"), created(3, "three"));
    kit.write(guild, BY_TOM, renamed(1, "one", "uno"), renamed(2, "two", "due"));

    assertThat(revisions(new AuditLog.Filter(TOM, Set.of(), null, null))).containsExactly(5L, 4L);
    assertThat(revisions(new AuditLog.Filter(null, Set.of("task.created"), null, null)))
        .containsExactly(3L, 2L, 1L);
    assertThat(revisions(new AuditLog.Filter(null, Set.of(), at(2), at(4))))
        .containsExactly(3L, 2L);
    assertThat(revisions(new AuditLog.Filter(TOM, Set.of("task.created"), null, null))).isEmpty();
  }

  @Test
  void pages_have_no_gaps_and_no_repetitions() throws Exception {
    kit.write(
        guild,
        IntStream.rangeClosed(1, 7).mapToObj(n -> created(n, "")).toArray(GuildEvent[]::new));

    var revisions = new ArrayList<Long>();
    Long before = Long.MAX_VALUE;
    var pages = 0;
    while (before != null) {
      var page = join(kit.readModels.auditLog().read(guild, AuditLog.Filter.ALL, before, 3));
      page.entries().forEach(entry -> revisions.add(entry.revision()));
      before = page.next();
      pages++;
    }

    assertThat(revisions).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void a_rare_entry_is_found_far_back_in_batches() throws Exception {
    kit.write(guild, BY_TOM, created(1, "the first"));
    for (var batch = 0; batch < 11; batch++) {
      var from = 2 + batch * 500;
      kit.write(
          guild,
          IntStream.range(from, from + 500)
              .mapToObj(n -> created(n, ""))
              .toArray(GuildEvent[]::new));
    }
    var filter = new AuditLog.Filter(TOM, Set.of(), null, null);

    var first = read(filter);
    assertThat(first.entries()).isEmpty();
    assertThat(first.next()).isEqualTo(502L);
    var second = join(kit.readModels.auditLog().read(guild, filter, first.next(), 10));
    assertThat(second.entries()).extracting(AuditLog.Entry::revision).containsExactly(1L);
    assertThat(second.next()).isNull();
  }

  @Test
  void missed_events_are_read_in_order() throws Exception {
    kit.write(guild, created(1, "one"), created(2, "two"), created(3, "three"));

    assertThat(join(kit.readModels.eventHistory().after(guild, 1, 10)))
        .extracting(EventHistory.JournaledEvent::revision, past -> past.recorded().event())
        .containsExactly(Tuple.tuple(2L, created(2, "two")), Tuple.tuple(3L, created(3, "three")));
    assertThat(join(kit.readModels.eventHistory().revision(guild))).isEqualTo(3);
    assertThat(join(kit.readModels.eventHistory().revision(new GuildId(5999)))).isZero();
  }

  @Test
  void a_page_of_events_is_limited_in_bytes_but_has_at_least_one() throws Exception {
    var description = "x".repeat(4_000);
    kit.write(
        guild,
        created(1, description),
        created(2, description),
        created(3, description),
        created(4, ""));

    assertThat(join(kit.readModels.eventHistory().after(guild, 0, 10, 10_000)))
        .extracting(EventHistory.JournaledEvent::revision)
        .containsExactly(1L, 2L);
    assertThat(join(kit.readModels.eventHistory().after(guild, 2, 10, 1)))
        .extracting(EventHistory.JournaledEvent::revision)
        .containsExactly(3L);
    assertThat(join(kit.readModels.eventHistory().before(guild, 5, 10, 6_000)))
        .extracting(EventHistory.JournaledEvent::revision)
        .containsExactly(4L, 3L);
    assertThat(join(kit.readModels.eventHistory().after(guild, 4, 10, 10_000))).isEmpty();
  }

  private AuditLog.Page read(AuditLog.Filter filter) throws Exception {
    return join(kit.readModels.auditLog().read(guild, filter, Long.MAX_VALUE, 100));
  }

  private List<Long> revisions(AuditLog.Filter filter) throws Exception {
    return read(filter).entries().stream().map(AuditLog.Entry::revision).toList();
  }

  private List<String> changes() throws Exception {
    return read(AuditLog.Filter.ALL).entries().stream()
        .map(entry -> entry.kind() + " " + entry.before() + " " + entry.after())
        .toList();
  }
}
