package dcm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordUnavailableException;
import dcm.discord.gateway.GatewayStatus;
import dcm.discord.interaction.InteractionsEndpoint;
import dcm.discord.registration.SlashCommandAdministration;
import dcm.discord.registration.SlashCommandDifference;
import dcm.entity.recovery.DegradedGuilds;
import dcm.entity.wakeup.WakeUpScheduler;
import dcm.entity.wakeup.WakeUpSettings;
import dcm.guild.recurrence.ImportedRule;
import dcm.guild.recurrence.RRule;
import dcm.guild.recurrence.Recurrences;
import dcm.guild.rules.DecidedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.rules.DueChange;
import dcm.guild.state.ProcessedCommands;
import dcm.http.management.ManagementServer;
import dcm.http.management.ManagementSettings;
import dcm.http.management.MonitoredComponents;
import dcm.http.management.PrometheusMetrics;
import dcm.journal.archive.ArchiveManifest;
import dcm.journal.archive.Archives;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.SqlFailures;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaAdministration;
import dcm.journal.schema.SchemaName;
import dcm.journal.schema.SharedSchema;
import dcm.sandbox.store.InitialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The dependencies between modules. A new module is added to this table first, with an ADR. */
@AnalyzeClasses(packages = "dcm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** module → modules it may depend on */
  static final Map<String, Set<String>> ALLOWED_DEPENDENCIES =
      Map.ofEntries(
          Map.entry("flow", Set.of()),
          Map.entry("photo", Set.of()),
          Map.entry("guild", Set.of()),
          Map.entry("quickadd", Set.of("guild")),
          Map.entry("template", Set.of("guild")),
          Map.entry("journal", Set.of("flow")),
          Map.entry("redis", Set.of()),
          Map.entry("cluster", Set.of()),
          Map.entry("sandbox", Set.of()),
          Map.entry("embedded", Set.of()),
          Map.entry("entity", Set.of("flow", "guild")),
          Map.entry("auth", Set.of("guild", "redis")),
          Map.entry("view", Set.of("guild", "journal", "photo")),
          Map.entry("notify", Set.of("flow", "guild", "quickadd", "entity")),
          Map.entry("transfer", Set.of("guild", "journal", "entity", "view")),
          Map.entry(
              "http",
              Set.of(
                  "flow",
                  "guild",
                  "quickadd",
                  "template",
                  "entity",
                  "view",
                  "notify",
                  "auth",
                  "redis",
                  "photo",
                  "transfer")),
          Map.entry(
              "discord",
              Set.of(
                  "flow",
                  "guild",
                  "quickadd",
                  "template",
                  "entity",
                  "view",
                  "notify",
                  "auth",
                  "redis",
                  "photo",
                  "transfer")),
          // what wires a process together
          Map.entry(
              "node",
              Set.of(
                  "flow",
                  "guild",
                  "quickadd",
                  "template",
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
                  "discord",
                  "photo",
                  "transfer")),
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
          Map.entry("com.ibm.icu..", Set.of("notify")),
          Map.entry("de.focus_shift..", Set.of("guild")),
          Map.entry("org.redisson..", Set.of("redis")),
          Map.entry("com.auth0..", Set.of("auth")),
          Map.entry("org.commonmark..", Set.of("http")),
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
          Map.entry(
              "java.sql..", Set.of("journal", "view", "cluster", "embedded", "auth", "transfer")),
          Map.entry("javax.sql..", Set.of("journal", "view", "cluster", "auth")),
          Map.entry("com.zaxxer.hikari..", Set.of("journal", "view", "cluster")),
          Map.entry("org.bouncycastle..", Set.of("cluster")),
          Map.entry("de.siegmar..", Set.of("transfer")),
          Map.entry("java.awt..", Set.of("photo")),
          Map.entry("javax.imageio..", Set.of("photo")),
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

  /**
   * package prefix → types below it that other modules use. Everything else in these packages is
   * used only by its own module.
   */
  private static final Map<String, Set<Class<?>>> CLOSED_PACKAGES =
      Map.of(
          "dcm.http.*..",
          Set.of(
              ManagementServer.class,
              ManagementSettings.class,
              MonitoredComponents.class,
              PrometheusMetrics.class),
          "dcm.discord.*..",
          Set.of(
              GatewayStatus.class,
              InteractionsEndpoint.class,
              SlashCommandAdministration.class,
              SlashCommandDifference.class,
              DiscordRejectedException.class,
              DiscordUnavailableException.class),
          "dcm.sandbox.*..",
          Set.of(InitialState.class),
          "dcm.journal.*..",
          Set.of(
              ArchiveManifest.class,
              Archives.class,
              OwnershipCheck.class,
              DatabaseSettings.class,
              JournalException.class,
              StatementBatch.class,
              SqlFailures.class,
              SchemaAdministration.class,
              SchemaName.class,
              SharedSchema.class),
          "dcm.entity.*..",
          Set.of(DegradedGuilds.class, WakeUpScheduler.class, WakeUpSettings.class),
          "dcm.view.*..",
          Set.of(),
          "dcm.guild.rules..",
          Set.of(DecidedEvent.class, Decision.class, DueChange.class),
          "dcm.guild.state..",
          Set.of(ProcessedCommands.class),
          "dcm.guild.[assignment|recurrence|workload]..",
          Set.of(RRule.class, Recurrences.class, ImportedRule.class));

  @TestFactory
  Stream<DynamicTest> a_closed_package_is_used_only_by_its_module() {
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dcm");
    return CLOSED_PACKAGES.entrySet().stream()
        .map(closed ->
            DynamicTest.dynamicTest(
                closed.getKey(),
                () ->
                    noClasses()
                        .that()
                        .resideOutsideOfPackage(moduleOf(closed.getKey()))
                        .should()
                        .dependOnClassesThat(
                            JavaClass.Predicates.resideInAPackage(closed.getKey())
                                .and(isNotOneOf(closed.getValue())))
                        .check(classes)));
  }

  private static String moduleOf(String packages) {
    return String.join(".", List.of(packages.split("\\.")).subList(0, 2)) + "..";
  }

  private static DescribedPredicate<JavaClass> isNotOneOf(Set<Class<?>> types) {
    return DescribedPredicate.describe(
        "are not " + types,
        type ->
            types.stream()
                .map(Class::getName)
                .noneMatch(
                    name -> type.getName().equals(name) || type.getName().startsWith(name + "$")));
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
              "de.focus_shift.jollyday.core..",
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

  @ArchTest
  static void no_two_types_have_the_same_simple_name(JavaClasses all) {
    assertThat(
            all.stream()
                .filter(
                    type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName))
                .values())
        .allSatisfy(types -> assertThat(types).hasSize(1));
  }

  @ArchTest
  static final ArchRule exceptions_are_named_so =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .should()
          .haveSimpleNameEndingWith("Exception");

  /** Metaphors that the field has its own words for, as they stand in names and in messages. */
  private static final Pattern METAPHOR =
      Pattern.compile(
          "(?i)\\b(knock|desk|house|doorman|doorway|parcel|errand|letter|chore|hall|hearing|clockwork"
              + "|patience|cabinet|sieve|lodger|scribe|postman|courier|gossip"
              + ")(s|ed|ing)?\\b");

  /** Places where such a word is meant: the demo is about a house, and a letter is a character. */
  private static final Set<String> LITERAL_MEANINGS =
      Set.of("HOUSE", "BLANK_LETTERS", "/demo/house.yaml");

  @ArchTest
  static void no_name_is_a_metaphor(JavaClasses all) {
    assertThat(
            all.stream()
                .flatMap(type ->
                    Stream.concat(
                        Stream.of(type.getSimpleName()),
                        type.getMembers().stream()
                            .filter(member -> !(member instanceof JavaConstructor))
                            .map(JavaMember::getName)))
                .distinct()
                .filter(name -> !LITERAL_MEANINGS.contains(name))
                .filter(name -> METAPHOR.matcher(words(name)).find()))
        .isEmpty();
  }

  /** {@code guildProfile}, {@code MAX_SIZE} → words with blanks between them. */
  private static String words(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replaceAll("[_$]", " ");
  }

  private static final Pattern STRING_LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  @Test
  void no_message_is_a_metaphor() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .flatMap(ArchitectureTest::stringLiterals)
                  .filter(text -> !LITERAL_MEANINGS.contains(text))
                  .filter(text -> METAPHOR.matcher(text).find()))
          .isEmpty();
    }
  }

  private static Stream<String> stringLiterals(Path file) {
    try {
      return STRING_LITERAL.matcher(Files.readString(file)).results().map(match -> match.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
