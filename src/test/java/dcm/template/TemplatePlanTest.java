package dcm.template;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.GroupingCommand;
import dcm.guild.value.Assignment;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TemplatePlanTest {
  private static final Locale DUTCH = Locale.of("nl");
  private static final TemplateCatalog CATALOG = TemplateCatalog.load();
  private static final Supplier<UUID> IDS = UUID::randomUUID;
  private static final LocalDate TUESDAY = LocalDate.of(2026, 12, 1);
  private final GuildFixture fixture = GuildFixture.withMembers();

  @Test
  void the_guild_accepts_every_template_in_both_languages() {
    for (var language : List.of(DUTCH, Locale.ENGLISH)) {
      var plan = new TemplatePlan(CATALOG, CATALOG.templates(), language, null, TUESDAY);
      for (var create : plan.tasks(List.of(), IDS)) {
        fixture.execute(ANNA, create);
        var task = fixture.task(create.id());
        assertThat(task.title()).isEqualTo(create.fields().title());
        assertThat(task.open()).isNotNull();
      }
    }
  }

  @Test
  void a_category_of_a_room_is_reused_by_its_name_in_either_language() {
    var template = Objects.requireNonNull(CATALOG.find("fridge"));
    var plan = new TemplatePlan(CATALOG, List.of(template, template), DUTCH, null, TUESDAY);
    assertThat(plan.missingCategories(List.of(), IDS))
        .singleElement()
        .extracting(GroupingCommand.Create::name)
        .isEqualTo("Keuken");
    var kitchen =
        new Grouping(
            new GroupingId(UUID.randomUUID()), Grouping.Kind.CATEGORY, "KITCHEN", "#000000", 1);
    assertThat(plan.missingCategories(List.of(kitchen), IDS)).isEmpty();
    assertThat(plan.tasks(List.of(kitchen), IDS))
        .extracting(create -> create.fields().category())
        .containsOnly(kitchen.id());
  }

  @Test
  void turns_in_an_order_begin_with_another_member_each() {
    var patch = new AssignmentPatch(Assignment.Strategy.ROUND_ROBIN, List.of(ANNA, BEN, CAS));
    var plan = new TemplatePlan(CATALOG, CATALOG.templates().subList(0, 4), DUTCH, patch, TUESDAY);
    assertThat(plan.tasks(List.of(), IDS))
        .extracting(create -> Objects.requireNonNull(create.fields().assignment()).order())
        .containsExactly(
            List.of(ANNA, BEN, CAS),
            List.of(BEN, CAS, ANNA),
            List.of(CAS, ANNA, BEN),
            List.of(ANNA, BEN, CAS));
  }

  @Test
  void balanced_tasks_are_spread_over_the_members_at_once() {
    var patch = new AssignmentPatch(Assignment.Strategy.BALANCED, null);
    var plan = new TemplatePlan(CATALOG, CATALOG.templates().subList(0, 9), DUTCH, patch, TUESDAY);
    var created = plan.tasks(List.of(), IDS);
    created.forEach(create -> fixture.execute(ANNA, create));
    assertThat(created)
        .flatExtracting(create -> fixture.open(create.id()).holders())
        .contains(ANNA, BEN, CAS);
  }

  @Test
  void every_second_week_begins_on_the_next_of_its_days() {
    var waste = Objects.requireNonNull(CATALOG.find("residual-waste"));
    var plan = new TemplatePlan(CATALOG, List.of(waste), DUTCH, null, TUESDAY);
    var create = plan.tasks(List.of(), IDS).getFirst();
    fixture.execute(ANNA, create);
    assertThat(fixture.open(create.id()).due().day())
        .as("on the Monday after")
        .isEqualTo(LocalDate.of(2026, 12, 7));
  }
}
