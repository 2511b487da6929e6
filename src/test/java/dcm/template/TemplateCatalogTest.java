package dcm.template;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.RecurrencePreset;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TemplateCatalogTest {
  private static final Locale DUTCH = Locale.of("nl");
  private static final TemplateCatalog CATALOG = TemplateCatalog.load();

  @Test
  void there_are_templates_for_every_room_in_both_languages() {
    assertThat(CATALOG.templates()).hasSizeGreaterThanOrEqualTo(70);
    // a select in Discord has at most 25 options
    assertThat(CATALOG.rooms())
        .hasSizeBetween(10, 25)
        .allSatisfy(room -> {
          assertThat(CATALOG.in(room)).hasSizeBetween(1, 25);
          assertThat(List.of(room.name().nl(), room.name().en())).noneMatch(String::isBlank);
        });
    assertThat(CATALOG.templates())
        .allSatisfy(template -> {
          assertThat(template.id()).matches("[a-z]+(-[a-z0-9]+)*");
          assertThat(CATALOG.room(template.room())).isNotNull();
          assertThat(template.number()).isBetween(0, 255);
          assertThat(List.of(template.title().nl(), template.title().en()))
              .allSatisfy(
                  title -> assertThat(title).hasSizeBetween(3, 80).matches("\\p{Lu}.*[^.]"));
        });
  }

  @Test
  void the_sets_to_begin_with_name_templates_and_fit_into_a_menu_with_the_rooms() {
    assertThat(CATALOG.sets().size() + CATALOG.rooms().size()).isLessThanOrEqualTo(25);
    assertThat(CATALOG.sets())
        .isNotEmpty()
        .allSatisfy(set -> {
          assertThat(CATALOG.in(set)).hasSameSizeAs(set.templates()).hasSizeBetween(8, 15);
          assertThat(List.of(set.name().nl(), set.name().en())).noneMatch(String::isBlank);
        });
  }

  @Test
  void ids_numbers_and_titles_are_unique() {
    assertUnique(TaskTemplate::id);
    assertUnique(TaskTemplate::number);
    assertUnique(template -> template.title().nl());
    assertUnique(template -> template.title().en());
  }

  private static void assertUnique(Function<TaskTemplate, Object> key) {
    assertThat(CATALOG.templates().stream().collect(groupingBy(key)))
        .allSatisfy((_, same) -> assertThat(same).hasSize(1));
  }

  @Test
  void efforts_rhythms_and_checklists_are_sensible() {
    assertThat(CATALOG.templates())
        .allSatisfy(template -> {
          assertThat(template.effort().minutes()).isBetween(5, 180);
          assertThat(template.effort().difficulty()).isBetween(1, 5);
          assertThat(RecurrencePreset.of(template.rhythm().rrule(DayOfWeek.MONDAY)))
              .isEqualTo(template.rhythm());
          assertThat(template.checklistIn(DUTCH))
              .hasSizeLessThanOrEqualTo(8)
              .hasSameSizeAs(template.checklistIn(Locale.ENGLISH))
              .noneMatch(String::isBlank);
        });
  }

  @Test
  void a_selection_is_short_and_read_again() {
    var all = TemplateSelection.empty().with(CATALOG.templates(), CATALOG.templates());
    assertThat(all.toString()).hasSizeLessThanOrEqualTo(TemplateSelection.MAX_LENGTH);
    assertThat(TemplateSelection.parse(all.toString()).of(CATALOG)).isEqualTo(CATALOG.templates());
    var kitchen = CATALOG.in(CATALOG.rooms().getFirst());
    var others = all.with(kitchen, List.of(kitchen.getFirst()));
    assertThat(TemplateSelection.parse(others.toString()).of(CATALOG))
        .contains(kitchen.getFirst())
        .doesNotContain(kitchen.getLast())
        .hasSize(CATALOG.templates().size() - kitchen.size() + 1);
    assertThat(TemplateSelection.parse("").of(CATALOG)).isEmpty();
  }
}
