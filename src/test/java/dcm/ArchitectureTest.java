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

/** The dependencies between modules. A new module is added to this table first, with an ADR. */
@AnalyzeClasses(packages = "dcm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** module → modules it may depend on */
  private static final Map<String, Set<String>> ALLOWED_DEPENDENCIES =
      Map.ofEntries(
          Map.entry("guild", Set.of()),
          Map.entry("journal", Set.of()),
          Map.entry("redis", Set.of()),
          Map.entry("cluster", Set.of()),
          Map.entry("sandbox", Set.of()),
          Map.entry("embedded", Set.of("journal", "redis")),
          Map.entry("entity", Set.of("guild")),
          Map.entry("auth", Set.of("guild", "redis")),
          Map.entry("view", Set.of("guild", "journal")),
          Map.entry("notify", Set.of("guild", "entity")),
          Map.entry("http", Set.of("guild", "entity", "view", "notify", "auth", "redis")),
          Map.entry("discord", Set.of("guild", "entity", "view", "notify", "auth", "redis")),
          // what wires a process together
          Map.entry(
              "node",
              Set.of(
                  "guild",
                  "journal",
                  "redis",
                  "cluster",
                  "sandbox",
                  "embedded",
                  "entity",
                  "auth",
                  "view",
                  "notify",
                  "http",
                  "discord")),
          Map.entry("demo", Set.of("guild", "entity", "view", "node")),
          Map.entry(
              "cli",
              Set.of(
                  "guild", "journal", "cluster", "sandbox", "entity", "view", "discord", "node",
                  "demo")));

  /** library → the modules that may use it */
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
          Map.entry("java.sql..", Set.of("journal", "view", "cluster", "embedded", "auth")),
          Map.entry("javax.sql..", Set.of("journal", "view", "cluster", "auth")),
          Map.entry("com.zaxxer.hikari..", Set.of("journal", "view", "cluster")),
          Map.entry("org.bouncycastle..", Set.of("cluster")),
          Map.entry("scala..", Set.of("journal")));

  @TestFactory
  Stream<DynamicTest> a_module_depends_only_on_allowed_modules() {
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm");
    return ALLOWED_DEPENDENCIES.entrySet().stream()
        .map(module -> {
          var forbidden =
              ALLOWED_DEPENDENCIES.keySet().stream()
                  .filter(other -> !other.equals(module.getKey()))
                  .filter(other -> !module.getValue().contains(other))
                  .map(other -> "dcm." + other + "..")
                  .collect(toCollection(ArrayList::new));
          forbidden.add("dcm");
          return DynamicTest.dynamicTest(
              module.getKey(),
              () ->
                  noClasses()
                      .that()
                      .resideInAPackage("dcm." + module.getKey() + "..")
                      .should()
                      .dependOnClassesThat()
                      .resideInAnyPackage(forbidden.toArray(String[]::new))
                      .allowEmptyShould(true)
                      .check(classes));
        });
  }

  @TestFactory
  Stream<DynamicTest> a_library_is_used_only_by_its_modules() {
    var classes =
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
                                .map(other -> "dcm." + other + "..")
                                .toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library.getKey())
                        .allowEmptyShould(true)
                        .check(classes)));
  }

  @ArchTest
  static final ArchRule every_class_belongs_to_a_module =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.concat(
                      Stream.of("dcm"),
                      ALLOWED_DEPENDENCIES.keySet().stream().map(name -> "dcm." + name + ".."))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule the_domain_is_plain_java =
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
  static final ArchRule the_domain_reads_no_clock =
      noClasses()
          .that()
          .resideInAPackage("dcm.guild..")
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  HasName.Predicates.nameMatching("now|randomUUID|currentTimeMillis|nanoTime")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule no_cycles_between_modules =
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
