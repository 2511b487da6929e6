package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files that the page loads exist and comply with its content security policy. */
class DashboardPageTest {
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?m)^(?:import|export)\\s(?:[^'\"]*?from\\s)?'([^']+)'|import\\('([^']+)'\\)");
  private static final Pattern MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
  private static final Pattern SCRIPT = Pattern.compile("<script(?![^>]*\\bsrc=)([^>]*)>");
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
  private static final Pattern HANDLER =
      Pattern.compile("\\son[a-z]+\\s*=", Pattern.CASE_INSENSITIVE);

  @Test
  void the_import_map_names_the_versions_on_the_class_path() throws IOException {
    for (var target : imports().values()) {
      var resource =
          "/META-INF/resources" + (target.endsWith("/") ? target + "package.json" : target);
      assertThat(DashboardPageTest.class.getResource(resource)).as(resource).isNotNull();
    }
    assertThat(imports()).containsKeys("lit", "lit/", "lit-html", "@lit/reactive-element");
  }

  @Test
  void a_webjars_version_is_written_in_the_import_map_only() {
    for (var module : WebFiles.modules()) {
      assertThat(WebFiles.read(module)).as(module.toString()).doesNotContain("/webjars/");
    }
  }

  @Test
  void every_imported_module_exists() throws IOException {
    int seen = 0;
    for (var module : WebFiles.modules()) {
      for (var found : WebFiles.all(IMPORT, WebFiles.read(module))) {
        var name = found.group(1) == null ? found.group(2) : found.group(1);
        seen++;
        if (name.startsWith(".")) {
          assertThat(module.resolveSibling(name).normalize())
              .as(module + " imports " + name)
              .isRegularFile();
        } else {
          var resource = "/META-INF/resources" + target(name);
          assertThat(DashboardPageTest.class.getResource(resource)).as(resource).isNotNull();
        }
      }
    }
    assertThat(seen).isGreaterThan(80);
  }

  @Test
  void every_file_that_the_page_names_exists() {
    var assets = WebFiles.all(ASSET, WebFiles.index());
    assertThat(assets).isNotEmpty();
    for (var asset : assets) {
      assertThat(WebFiles.ROOT.resolve(asset.group(1).substring("/web/".length()))).isRegularFile();
    }
  }

  @Test
  void the_page_has_no_script_of_its_own_but_the_import_map() {
    var index = WebFiles.index();
    assertThat(WebFiles.all(SCRIPT, index))
        .singleElement()
        .satisfies(script -> assertThat(script.group(1)).isEqualTo(" type=\"importmap\""));
    assertThat(index).doesNotContainIgnoringCase("<style").doesNotContain("javascript:");
    assertThat(HANDLER.matcher(index).find()).isFalse();
    assertThat(index).doesNotContainPattern("\\sstyle\\s*=");
  }

  @Test
  void no_template_writes_a_style_attribute_or_unescaped_html() {
    for (var module : WebFiles.modules()) {
      assertThat(WebFiles.read(module))
          .as(module.toString())
          .doesNotContainPattern("[\\s\"]style=")
          .doesNotContain(
              "styleMap", "unsafeHTML", "unsafeSVG", "innerHTML", "eval(", "new Function");
    }
  }

  @Test
  void every_custom_element_in_a_template_is_defined() throws IOException {
    var defined = new TreeSet<String>();
    var used = new TreeSet<String>();
    for (var module : WebFiles.modules()) {
      var source = WebFiles.read(module);
      WebFiles.all(Pattern.compile("customElements\\.define\\('([^']+)'"), source)
          .forEach(one -> defined.add(one.group(1)));
      WebFiles.all(Pattern.compile("<(dcm-[a-z-]+)|element: '([^']+)'"), source)
          .forEach(one -> used.add(one.group(1) == null ? one.group(2) : one.group(1)));
    }
    used.remove("dcm-");
    used.add("dcm-app");
    assertThat(defined).isEqualTo(used);
  }

  @Test
  void modules_stay_small() throws IOException {
    for (var module : WebFiles.modules()) {
      if (module.getParent().endsWith(Path.of("i18n"))) {
        continue;
      }
      assertThat(Files.readAllLines(module)).as(module.toString()).hasSizeLessThanOrEqualTo(200);
    }
  }

  private static String target(String name) throws IOException {
    var imports = imports();
    if (imports.containsKey(name)) {
      return imports.get(name);
    }
    return imports.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/") && name.startsWith(entry.getKey()))
        .map(entry -> entry.getValue() + name.substring(entry.getKey().length()))
        .findFirst()
        .orElse("/nowhere/" + name);
  }

  private static Map<String, String> imports() throws IOException {
    var json = WebFiles.all(MAP, WebFiles.index()).getFirst().group(1);
    var imports = new TreeMap<String, String>();
    new ObjectMapper()
        .readTree(json)
        .get("imports")
        .properties()
        .forEach(entry -> imports.put(entry.getKey(), entry.getValue().asText()));
    return imports;
  }
}
