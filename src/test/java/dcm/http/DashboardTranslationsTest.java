package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dcm.guild.event.GuildEvent;
import dcm.guild.value.Permission;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard's texts exist in both languages. */
class DashboardTranslationsTest {
  /** {@code t('key')} and {@code known('key')}; a composed key ends in {@code ' +}. */
  private static final Pattern USE =
      Pattern.compile("\\b(?:t|known)\\((?:[^()']*\\? )?'([^']+)'( \\+)?");

  /** Keys in tables, such as {@code label: 'nav.tasks'}. */
  private static final Pattern HELD =
      Pattern.compile(
          "(?:label: |return |, |: )'((?:nav|keys|form|action|field|settings)\\.[A-Za-z.]+)'");

  private static final Pattern FORM = Pattern.compile("\\.(?:one|other)$");
  private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

  @Test
  void both_languages_have_the_same_keys() {
    assertThat(WebFiles.dictionary("nl").keySet())
        .isEqualTo(WebFiles.dictionary("en").keySet())
        .hasSizeGreaterThan(200);
  }

  @Test
  void no_text_is_empty() {
    for (var language : Set.of("nl", "en")) {
      assertThat(WebFiles.dictionary(language))
          .allSatisfy((_, words) -> assertThat(words).isNotBlank());
    }
  }

  @Test
  void a_sentence_takes_the_same_parameters_in_both_languages() {
    var dutch = WebFiles.dictionary("nl");
    WebFiles.dictionary("en")
        .forEach((key, words) ->
            assertThat(parameters(dutch.get(key))).as(key).isEqualTo(parameters(words)));
  }

  @Test
  void every_key_that_a_module_uses_is_in_the_dictionary() {
    var words = WebFiles.dictionary("en").keySet();
    var keys = new TreeSet<>(words);
    words.forEach(key -> keys.add(FORM.matcher(key).replaceFirst("")));
    int uses = 0;
    for (var module : WebFiles.modules()) {
      var source = WebFiles.read(module);
      for (var use : WebFiles.all(USE, source)) {
        uses++;
        var key = use.group(1);
        if (use.group(2) == null) {
          assertThat(keys).as(module.toString()).contains(key);
        } else {
          assertThat(keys)
              .as(module + " composes " + key)
              .anySatisfy(one -> assertThat(one).startsWith(key));
        }
      }
      for (var held : WebFiles.all(HELD, source)) {
        assertThat(keys).as(module.toString()).contains(held.group(1));
      }
    }
    assertThat(uses).isGreaterThan(200);
  }

  @Test
  void every_permission_has_a_name() {
    var words = WebFiles.dictionary("en").keySet();
    for (var permission : Permission.values()) {
      assertThat(words).contains("permission." + permission);
    }
  }

  @Test
  void every_event_has_a_sentence() {
    var names =
        Arrays.stream(GuildEvent.class.getAnnotation(JsonSubTypes.class).value())
            .map(type -> "audit." + type.name())
            .toList();
    assertThat(WebFiles.dictionary("en").keySet()).containsAll(names);
  }

  private static Set<String> parameters(String words) {
    return WebFiles.all(PARAMETER, words).stream()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
