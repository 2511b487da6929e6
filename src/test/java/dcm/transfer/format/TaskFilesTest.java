package dcm.transfer.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dcm.guild.command.RequestedSchedule;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.UnfoldingReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFilesTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final ImportContext CONTEXT =
      new ImportContext(AMSTERDAM, Instant.parse("2028-01-10T12:00:00Z"));

  private static ParsedFile parse(String text) throws UnreadableFileException {
    return TaskFiles.parse(text.getBytes(UTF_8), null, Map.of(), CONTEXT);
  }

  private static UnreadableFileException unreadable(byte[] bytes) {
    return catchThrowableOfType(
        UnreadableFileException.class, () -> TaskFiles.parse(bytes, null, Map.of(), CONTEXT));
  }

  private static ImportedTask task(ParsedFile file, String title) {
    return file.rows().stream()
        .filter(row -> row.title().equals(title))
        .map(ParsedRow::task)
        .findFirst()
        .orElseThrow();
  }

  private static Occurrence only(ImportedTask task) {
    assertThat(task.occurrences()).hasSize(1);
    return task.occurrences().getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"Status: \n0 Normal\n2 Completed\"\n\"x\"\n\"y\"\n\"z\"\n"})
  void rows_stand_in_any_order_below_lines_about_the_file(String more) throws Exception {
    var file =
        parse(
            more
                + """
                "Date: 2028-01-01"
                "Version: 7.1"
                "List Name","Title","Status","Due Date","Is All Day","Timezone","Repeat","taskId","parentId"
                "House","Tap","0","","","Europe/Amsterdam","","2","1"
                "House","Bathroom","0","2028-02-01T23:00:00+0000","true","Europe/Amsterdam","FREQ=WEEKLY;INTERVAL=2","1",""
                "House","Old","2","2020-01-01T00:00:00+0000","","Europe/Amsterdam","","3",""
                """);
    assertThat(file.format()).isEqualTo(ImportFormat.CSV);
    assertThat(file.columns())
        .containsEntry("title", "Title")
        .containsEntry("category", "List Name")
        .containsEntry("parent", "parentId");
    assertThat(file.rows()).extracting(ParsedRow::title).containsExactly("Tap", "Bathroom", "Old");
    assertThat(task(file, "Bathroom").waitsFor()).containsExactly("2");
    assertThat(only(task(file, "Bathroom")).due())
        .isEqualTo(new Due.AllDay(LocalDate.of(2028, 2, 2), AMSTERDAM));
    assertThat(task(file, "Bathroom").fields().schedule())
        .isInstanceOfSatisfying(
            RequestedSchedule.Recurring.class,
            rule -> {
              assertThat(rule.start()).isEqualTo(LocalDate.of(2028, 2, 2));
              assertThat(rule.time()).isNull();
              assertThat(rule.rrule()).isEqualTo("FREQ=WEEKLY;INTERVAL=2");
            });
    assertThat(only(task(file, "Old")).state()).isEqualTo(Occurrence.State.DONE);
    assertThat(only(task(file, "Tap")).due()).isEqualTo(new Due.Never());
    assertThat(task(file, "Tap").category().name()).isEqualTo("House");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFtitle;due\r\n\"Fenêtre; \"\"groß\"\"\";2028-02-01\r\n",
        "title;due\r\"Fenêtre; \"\"groß\"\"\";2028-02-01\r",
        "titel;vervaldatum\n\"Fenêtre; \"\"groß\"\"\";1-2-2028\n\n",
        "Title\tDue date\n\"Fenêtre; \"\"groß\"\"\"\t2028-02-01",
        "title,due\n\"Fenêtre; \"\"groß\"\"\",01.02.2028\n",
      })
  void separators_and_line_ends_are_found(String text) throws Exception {
    var file = parse(text);
    assertThat(file.rows()).hasSize(1);
    assertThat(only(task(file, "Fenêtre; \"groß\"")).due())
        .isEqualTo(new Due.AllDay(LocalDate.of(2028, 2, 1), AMSTERDAM));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r", "\n"})
  void windows_1252_is_refused_with_the_line(String lineEnd) {
    var text =
        String.join(lineEnd, "title;due", "Plain;2028-02-01", "\"Fenêtre; groß\";2028-02-01", "");
    var refused = unreadable(text.getBytes(Charset.forName("windows-1252")));
    assertThat(refused.code()).isEqualTo("not-utf8");
    assertThat(refused.line()).isEqualTo(3);
  }

  @Test
  void a_newline_in_quotes_does_not_end_the_row() throws Exception {
    var file = parse("title,description,due\n\"one\",\"first\nsecond\",\n two ,,nonsense\n");
    assertThat(task(file, "one").fields().description()).isEqualTo("first\nsecond");
    var failed = file.rows().get(1);
    assertThat(failed.line()).isEqualTo(4);
    assertThat(failed.problem().column()).isEqualTo("due");
    assertThat(failed.problem().code()).isEqualTo("wrong-format");
  }

  @Test
  void columns_can_be_given() throws Exception {
    var bytes = "Betreff;Bis wann;Wer\nKüche;2028-02-01 18:30;Anna\n".getBytes(UTF_8);
    assertThat(unreadable(bytes).code()).isEqualTo("no-header");
    var file =
        TaskFiles.parse(
            bytes,
            null,
            Map.of("title", "Betreff", "due", "Bis wann", "assignees", "Wer"),
            CONTEXT);
    assertThat(only(task(file, "Küche")).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2028-02-01T18:30"), AMSTERDAM));
    assertThat(file.people().values()).extracting(ParsedFile.Person::name).containsExactly("Anna");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "title\n", "{}", "[]", "{\"format\":\"dcm\"", "nothing at all"})
  void a_file_that_yields_nothing_is_an_error(String text) {
    assertThat(unreadable(text.getBytes(UTF_8))).isNotNull();
  }

  @Test
  void a_cell_that_was_guarded_comes_back_as_it_was() {
    for (var cell : List.of("=1+1", "+31", "-", "@x", "\tx", "\rx", "'=1", "''=1", "'s", "", "x")) {
      assertThat(FormulaGuard.unguarded(FormulaGuard.guarded(cell))).isEqualTo(cell);
      assertThat(FormulaGuard.guarded(cell)).doesNotMatch("(?s)[=+\\-@\t\r].*");
    }
  }

  @Test
  void donetick() throws Exception {
    var file =
        parse(
            """
            {"res":[
             {"id":1,"name":"Windows","frequencyType":"days_of_the_week","frequency":1,
              "frequencyMetadata":{"days":["saturday"],"weekPattern":"week_of_month",
               "occurrences":[1,3],"time":"2028-01-01T10:00:00+01:00"},
              "nextDueDate":"2028-01-15T09:00:00Z","isRolling":false,"assignedTo":7,
              "assignees":[{"userId":7},{"userId":8}],"assignStrategy":"round_robin",
              "isActive":true,"priority":1,"labelsV2":[{"id":1,"name":"outside","color":"#00FF00"}],
              "description":"<p>with <b>soap</b></p>",
              "subTasks":[{"name":"left","completedAt":"2028-01-01T10:00:00Z"},{"name":"right"}]},
             {"id":2,"name":"Filter","frequencyType":"interval","frequency":3,
              "frequencyMetadata":{"unit":"months"},"nextDueDate":null,"isRolling":true,
              "isActive":true},
             {"id":3,"name":"Feed","frequencyType":"interval","frequency":6,
              "frequencyMetadata":{"unit":"hours"},"isActive":true},
             {"id":4,"name":"Paint","frequencyType":"once","isActive":false},
             {"id":5,"name":"Gone","frequencyType":"daily","isActive":false}],
             "users":[{"userId":7,"displayName":"Anna"}]}
            """);
    assertThat(file.format()).isEqualTo(ImportFormat.DONETICK);
    var windows = task(file, "Windows");
    assertThat(windows.fields().schedule())
        .isInstanceOfSatisfying(
            RequestedSchedule.Recurring.class,
            rule -> assertThat(rule.rrule()).isEqualTo("FREQ=MONTHLY;BYDAY=1SA,3SA"));
    assertThat(windows.fields().description()).isEqualTo("with soap");
    assertThat(windows.fields().priority()).isEqualTo(Task.Priority.URGENT);
    assertThat(windows.fields().assignment().strategy()).isEqualTo(Assignment.Strategy.ROUND_ROBIN);
    assertThat(only(windows).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2028-01-15T10:00"), AMSTERDAM));
    assertThat(only(windows).currentProgress().ticks()).containsExactly(0);
    assertThat(windows.labels())
        .containsExactly(new ImportedTask.NamedColour("outside", "#00ff00"));
    assertThat(file.people().values())
        .extracting(ParsedFile.Person::name)
        .containsExactlyInAnyOrder("Anna", "user 8");
    assertThat(task(file, "Filter").fields().schedule())
        .isInstanceOfSatisfying(
            RequestedSchedule.Recurring.class,
            rule -> {
              assertThat(rule.rrule()).isEqualTo("FREQ=MONTHLY;INTERVAL=3");
              assertThat(rule.anchor()).isEqualTo(Schedule.Anchor.FROM_COMPLETION);
            });
    assertThat(file.rows().get(2).problem().code()).isEqualTo("unsupported-rule");
    assertThat(only(task(file, "Paint")).state()).isEqualTo(Occurrence.State.DONE);
    assertThat(file.rows().get(4).skipped()).isTrue();
  }

  @Test
  void grocy() throws Exception {
    var csv =
        """
        id,name,description,period_type,period_days,period_interval,period_config,active,start_date,assignment_type,assignment_config
        1,Vacuum,<ul><li>stairs</li></ul>,weekly,,1,"monday,thursday",1,2028-01-01 00:00:00,in-alphabetical-order,"1,2"
        2,Rent,,monthly,31,1,,1,2028-02-29 23:59:59,no-assignment,
        3,Change the water,,hourly,,4,,1,2028-01-01 00:00:00,no-assignment,
        4,Old,,daily,,1,,0,2028-01-01 00:00:00,no-assignment,
        """;
    var json =
        """
        [{"id":1,"name":"Vacuum","description":"<ul><li>stairs</li></ul>","period_type":"weekly",
          "period_days":null,"period_interval":1,"period_config":"monday,thursday","active":1,
          "start_date":"2028-01-01 00:00:00","assignment_type":"in-alphabetical-order",
          "assignment_config":"1,2"},
         {"id":2,"name":"Rent","description":null,"period_type":"monthly","period_days":31,
          "period_interval":1,"active":1,"start_date":"2028-02-29 23:59:59"},
         {"id":3,"name":"Change the water","period_type":"hourly","period_interval":4,"active":1},
         {"id":4,"name":"Old","period_type":"daily","active":0}]
        """;
    for (var text : List.of(csv, json)) {
      var file = parse(text);
      assertThat(file.format()).isEqualTo(ImportFormat.GROCY);
      assertThat(task(file, "Vacuum").fields().schedule())
          .isInstanceOfSatisfying(
              RequestedSchedule.Recurring.class,
              rule -> assertThat(rule.rrule()).isEqualTo("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TH"));
      assertThat(task(file, "Vacuum").fields().description()).isEqualTo("- stairs");
      assertThat(task(file, "Vacuum").fields().assignment().order()).hasSize(2);
      assertThat(only(task(file, "Rent")).due())
          .isEqualTo(new Due.AllDay(LocalDate.of(2028, 2, 29), AMSTERDAM));
      assertThat(file.rows().get(2).problem().code()).isEqualTo("unsupported-rule");
      assertThat(file.rows().get(3).skipped()).isTrue();
    }
  }

  @Test
  void trello() throws Exception {
    var file =
        parse(
            """
            {"name":"House","lists":[{"id":"l1","name":"Kitchen","closed":false},
              {"id":"l2","name":"Done","closed":false},{"id":"l3","name":"Old","closed":true}],
             "members":[{"id":"m1","fullName":"Anna","username":"anna"}],
             "checklists":[{"id":"c1","idCard":"k1","checkItems":[
               {"name":"second","state":"incomplete","pos":2},
               {"name":"first","state":"complete","pos":1}]}],
             "cards":[
              {"id":"k1","name":"Oven","desc":"with *soda*","idList":"l1","closed":false,
               "due":"2028-02-01T17:00:00.000Z","dueComplete":false,"idMembers":["m1"],
               "labels":[{"name":"heavy","color":"red"},{"name":"","color":"green_dark"}]},
              {"id":"k2","name":"Shelf","idList":"l2","closed":false,"due":null},
              {"id":"k3","name":"Tap","idList":"l1","due":"2028-01-01T17:00:00.000Z",
               "dueComplete":true},
              {"id":"k4","name":"Archived","idList":"l1","closed":true},
              {"id":"k5","name":"Of an old list","idList":"l3"}]}
            """);
    assertThat(file.format()).isEqualTo(ImportFormat.TRELLO);
    var oven = task(file, "Oven");
    assertThat(only(oven).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2028-02-01T18:00"), AMSTERDAM));
    assertThat(oven.fields().policy().checklist()).containsExactly("first", "second");
    assertThat(only(oven).currentProgress().ticks()).containsExactly(0);
    assertThat(oven.labels())
        .extracting(ImportedTask.NamedColour::name)
        .containsExactly("heavy", "green_dark");
    assertThat(oven.category().name()).isEqualTo("Kitchen");
    assertThat(only(task(file, "Shelf")).state()).isEqualTo(Occurrence.State.DONE);
    assertThat(only(task(file, "Tap")).completion().doneAt())
        .isEqualTo(Instant.parse("2028-01-01T17:00:00Z"));
    assertThat(file.rows()).filteredOn(ParsedRow::skipped).hasSize(2);
  }

  /** Content lines are those that ical4j, which shares no code with this, finds. */
  @Test
  void content_lines_are_read_as_ical4j_reads_them() throws Exception {
    var text =
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VTODO
        SUMMARY;LANGUAGE=en;X-P="a;b:c":Long and fol
         ded 🧽 : with; all, of it
        DUE;TZID=Europe/Amsterdam;VALUE=DATE-TIME:20280201T190000
        description:lower\\, case
        X-EMPTY:
        	continued
        END:VTODO
        END:VCALENDAR
        """
            .replace("\n", "\r\n");
    var theirs = new ArrayList<String>();
    new CalendarParserImpl()
        .parse(
            new UnfoldingReader(new StringReader(text)),
            new ContentHandler() {
              private String line = "";

              @Override
              public void startCalendar() {}

              @Override
              public void endCalendar() {}

              @Override
              public void startComponent(String name) {}

              @Override
              public void endComponent(String name) {}

              @Override
              public void startProperty(String name) {
                line = name.toUpperCase(Locale.ROOT);
              }

              @Override
              public void propertyValue(String value) {
                line += "=" + value;
              }

              @Override
              public void endProperty(String name) {
                theirs.add(line);
              }

              @Override
              public void parameter(String name, String value) {}
            });
    assertThat(
            ICalendarComponents.parse(text).stream()
                .flatMap(component -> component.properties().stream())
                .map(property -> property.name() + "=" + property.value()))
        .containsExactlyInAnyOrderElementsOf(theirs)
        .hasSize(5);
    assertThat(ICalendarComponents.parse(text).getFirst().first("SUMMARY").parameters())
        .containsEntry("LANGUAGE", "en");
  }

  @Test
  void i_calendar() throws Exception {
    var file =
        parse(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//x//y//EN
            BEGIN:VTIMEZONE
            TZID:Europe/Amsterdam
            BEGIN:STANDARD
            DTSTART:19701025T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VTODO
            UID:1@x
            SUMMARY:Windows\\, upstairs
            DESCRIPTION:one\\ntwo
            DUE;TZID=Europe/Amsterdam:20280201T190000
            RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20281231T225959Z
            EXDATE;TZID=Europe/Amsterdam:20280208T190000
            CATEGORIES:out,heavy
            PRIORITY:1
            BEGIN:VALARM
            TRIGGER:-PT1H
            ACTION:DISPLAY
            DESCRIPTION:alarm
            END:VALARM
            END:VTODO
            BEGIN:VTODO
            UID:2@x
            SUMMARY:Old
            STATUS:COMPLETED
            COMPLETED:20280101T100000Z
            RELATED-TO:1@x
            END:VTODO
            BEGIN:VEVENT
            UID:3@x
            SUMMARY:Waste paper
            DTSTART;VALUE=DATE:20280115
            DTEND;VALUE=DATE:20280116
            END:VEVENT
            BEGIN:VEVENT
            UID:4@x
            SUMMARY:Party
            DTSTART:20270115T200000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:5@x
            SUMMARY:Elsewhere
            DTSTART;TZID=W. Europe Standard Time:20280115T200000
            END:VEVENT
            END:VCALENDAR
            """
                .replace("\n", "\r\n"));
    assertThat(file.format()).isEqualTo(ImportFormat.ICALENDAR);
    var windows = task(file, "Windows, upstairs");
    assertThat(windows.fields().description()).isEqualTo("one\ntwo");
    assertThat(windows.waitsFor()).containsExactly("2@x");
    assertThat(only(windows).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2028-02-01T19:00"), AMSTERDAM));
    assertThat(windows.fields().schedule())
        .isInstanceOfSatisfying(
            RequestedSchedule.Recurring.class,
            rule -> assertThat(rule.exceptions()).containsExactly(LocalDate.of(2028, 2, 8)));
    assertThat(windows.labels()).hasSize(2);
    assertThat(only(task(file, "Old")).completion().doneAt())
        .isEqualTo(Instant.parse("2028-01-01T10:00:00Z"));
    assertThat(only(task(file, "Waste paper")).due())
        .isEqualTo(new Due.AllDay(LocalDate.of(2028, 1, 15), AMSTERDAM));
    assertThat(file.rows().get(3).skipped()).isTrue();
    assertThat(file.rows().get(4).problem().column()).isEqualTo("DTSTART");
    assertThat(unreadable("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nnonsense\r\n".getBytes(UTF_8)).code())
        .isEqualTo("malformed-icalendar");
  }
}
