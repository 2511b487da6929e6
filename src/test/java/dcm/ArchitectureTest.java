package dcm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The doors between the rooms. A new room is put on this table first, with an ADR. */
@AnalyzeClasses(packages = "dcm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** room → rooms it may enter */
  private static final Map<String, Set<String>> DOORS =
      Map.ofEntries(
          Map.entry("guild", Set.of()),
          Map.entry("journal", Set.of()),
          Map.entry("redis", Set.of()),
          Map.entry("cluster", Set.of()),
          Map.entry("sandbox", Set.of()),
          Map.entry("entity", Set.of("guild")),
          Map.entry("auth", Set.of("guild", "redis")),
          Map.entry("view", Set.of("guild", "journal")),
          Map.entry("notify", Set.of("guild", "entity")),
          Map.entry("http", Set.of("guild", "entity", "view", "notify", "auth", "redis")),
          Map.entry("discord", Set.of("guild", "entity", "view", "notify", "auth", "redis")));

  /** library → the rooms that may use it; the front door may use none of them */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("discord4j..", Set.of("discord")),
          Map.entry("org.redisson..", Set.of("redis")),
          Map.entry("io.github.bucket4j..", Set.of("redis")),
          Map.entry("com.auth0..", Set.of("auth")),
          Map.entry("org.apache.pekko.http..", Set.of("http", "sandbox")),
          Map.entry("org.apache.pekko.management..", Set.of("http")),
          Map.entry("io.micrometer.prometheusmetrics..", Set.of("http")),
          Map.entry("io.prometheus..", Set.of("http")),
          Map.entry("io.opentelemetry.sdk..", Set.of("http")),
          Map.entry("io.opentelemetry.exporter..", Set.of("http")),
          Map.entry("io.opentelemetry.api..", Set.of("http", "discord", "entity")),
          Map.entry("io.opentelemetry.context..", Set.of("http", "discord", "entity")),
          Map.entry("org.apache.pekko.persistence.typed..", Set.of("entity")),
          Map.entry("org.apache.pekko.persistence.journal..", Set.of("journal")),
          Map.entry("java.sql..", Set.of("journal", "view", "cluster")),
          Map.entry("javax.sql..", Set.of("journal", "view", "cluster")),
          Map.entry("com.zaxxer.hikari..", Set.of("journal", "view", "cluster")),
          Map.entry("org.bouncycastle..", Set.of("cluster")),
          Map.entry("scala..", Set.of("journal")));

  @TestFactory
  Stream<DynamicTest> a_room_is_entered_only_by_its_doors() {
    var house =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm");
    return DOORS.entrySet().stream()
        .map(door -> {
          var closed =
              DOORS.keySet().stream()
                  .filter(room -> !room.equals(door.getKey()))
                  .filter(room -> !door.getValue().contains(room))
                  .map(room -> "dcm." + room + "..")
                  .collect(toCollection(ArrayList::new));
          closed.add("dcm");
          return DynamicTest.dynamicTest(
              door.getKey(),
              () ->
                  noClasses()
                      .that()
                      .resideInAPackage("dcm." + door.getKey() + "..")
                      .should()
                      .dependOnClassesThat()
                      .resideInAnyPackage(closed.toArray(String[]::new))
                      .allowEmptyShould(true)
                      .check(house));
        });
  }

  @TestFactory
  Stream<DynamicTest> one_library_lives_in_one_room() {
    var house =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm");
    return LIBRARIES.entrySet().stream()
        .map(library ->
            DynamicTest.dynamicTest(
                library.getKey(),
                () ->
                    noClasses()
                        .that()
                        .resideOutsideOfPackages(
                            library.getValue().stream()
                                .map(room -> "dcm." + room + "..")
                                .toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library.getKey())
                        .allowEmptyShould(true)
                        .check(house)));
  }

  @ArchTest
  static final ArchRule every_class_lives_in_a_room =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.concat(Stream.of("dcm"), DOORS.keySet().stream().map(r -> "dcm." + r + ".."))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule the_heart_is_plain_java =
      classes()
          .that()
          .resideInAPackage("dcm.guild..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dcm.guild..",
              "com.fasterxml.jackson.annotation..",
              "org.pcollections..",
              "org.dmfs..",
              "org.jspecify.annotations..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule the_heart_reads_no_clock =
      noClasses()
          .that()
          .resideInAPackage("dcm.guild..")
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  HasName.Predicates.nameMatching("now|randomUUID|currentTimeMillis|nanoTime")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule no_cycles_between_rooms =
      slices().matching("dcm.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule no_names_that_say_nothing =
      noClasses()
          .should()
          .haveNameMatching(".*\\.(Abstract|Default)[A-Z]\\w*|.*(Impl|Manager|Helper|Util|Utils)");

  @ArchTest
  static void no_two_predicates_stand_side_by_side(JavaClasses all) {
    assertThat(
            all.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(ArchitectureTest::takesAdjacentPredicates)
                .map(JavaCodeUnit::getFullName))
        .as("they can be swapped and still compile: one interface with two named methods")
        .isEmpty();
  }

  private static boolean takesAdjacentPredicates(JavaCodeUnit unit) {
    var types = unit.getRawParameterTypes();
    return !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
        && IntStream.range(1, types.size())
            .anyMatch(i ->
                types.get(i).isEquivalentTo(Predicate.class)
                    && types.get(i - 1).isEquivalentTo(Predicate.class));
  }
}
