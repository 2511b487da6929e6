package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The dashboard in a real browser, against a real node. Screenshots land in target/screenshots. */
class DashboardIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir static Path data;
  private static NodeProcess node;
  private ChromeDriver browser;
  private WebDriverWait wait;

  @BeforeAll
  static void startNode() throws IOException {
    Files.createDirectories(SCREENSHOTS);
    node = NodeProcess.start(data);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @BeforeEach
  void open() {
    var options = new ChromeOptions();
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=nl",
        "--window-size=1280,900");
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "nl"));
    browser = new ChromeDriver(options);
    wait = new WebDriverWait(browser, Duration.ofSeconds(15));
  }

  @AfterEach
  void close() {
    browser.quit();
  }

  @Test
  void a_housemate_logs_in_adds_a_task_completes_it_and_takes_it_back() {
    logIn("Sanne");
    browser.findElement(By.id("new-task")).sendKeys("Ramen lappen");
    browser.findElement(By.cssSelector(".quick-add button.primary")).click();
    var row = row("Ramen lappen");

    row.findElement(By.cssSelector("button.box")).click();
    var undo =
        wait.until(
            ExpectedConditions.elementToBeClickable(
                By.xpath("//*[contains(@class,'toast')]//button[.='Ongedaan maken']")));
    takeScreenshot("completed");
    undo.click();
    wait.until(_ ->
        row("Ramen lappen")
            .findElement(By.cssSelector("button.box"))
            .getAttribute("aria-checked")
            .equals("false"));
    assertNoConsoleErrors();
  }

  @Test
  void what_happens_in_discord_appears_by_itself_also_on_a_phone() {
    logIn("Milan");
    browser.manage().window().setSize(new Dimension(390, 844));
    var created =
        new SandboxClient(node.discord())
            .command(
                SandboxClient.HOUSE,
                SandboxClient.SANNE,
                "task create",
                Map.of(
                    "title",
                    "Badkamer schrobben",
                    "repeat",
                    "weekly",
                    "due",
                    "zaterdag 11:00",
                    "turns",
                    "iedereen"))
            .at("/response/message/content")
            .textValue();
    row("Badkamer schrobben");
    takeScreenshot("phone");
    var overflow =
        browser.executeScript(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) overflow).intValue()).as("sideways scrolling").isZero();

    inDiscord("task delete", "Badkamer schrobben");
    wait.until(ExpectedConditions.numberOfElementsToBe(rowOf("Badkamer schrobben"), 0));
    inDiscord("task restore", created.replaceFirst("(?s).*?(#[0-9]+).*", "$1"));
    row("Badkamer schrobben");
    assertNoConsoleErrors();
  }

  @Test
  void a_title_that_turns_text_around_turns_nothing_but_itself_in_the_audit_log() {
    new SandboxClient(node.discord())
        .command(
            SandboxClient.HOUSE,
            SandboxClient.SANNE,
            "task create",
            Map.of("title", "\u202etitel", "turns", "iedereen"));
    logIn("Sanne");
    browser.get(node.dashboard().resolve("/g/" + SandboxClient.HOUSE + "/audit").toString());
    wait.until(
        ExpectedConditions.presenceOfElementLocated(
            By.xpath("//li[contains(., 'titel')][contains(., 'kwam open')]")));
    takeScreenshot("audit");
    // "“titel” kwam open: …": what follows the title stands to the right of it
    var right =
        browser.executeScript(
            """
            const line = [...document.querySelectorAll('.lines li span')]
              .find((span) => /titel.*kwam open/.test(span.textContent));
            const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
            const left = (part) => {
              const range = document.createRange();
              range.setStart(text, text.data.indexOf(part));
              range.setEnd(text, text.data.indexOf(part) + 1);
              return range.getBoundingClientRect().left;
            };
            return left('kwam') > left('titel');
            """);
    assertThat(right).isEqualTo(true);
    assertNoConsoleErrors();
  }

  @Test
  void a_task_with_a_checklist_is_handed_in_approved_deleted_and_back_again() {
    logIn("Sanne");
    createInPage(
        """
        {"title":"Oven schoonmaken","assignment":{"strategy":"FIXED","order":["%s"]},
         "policy":{"checklist":["rooster","ruit"],"requirements":["CHECKLIST","APPROVAL"]}}
        """
            .formatted(SandboxClient.MILAN));
    browser.manage().deleteAllCookies();
    logIn("Milan");
    row("Oven schoonmaken").findElement(By.cssSelector("button.title")).click();
    for (var item : List.of("rooster", "ruit")) {
      var box = By.xpath("//ul[@class='checklist']//label[contains(., '" + item + "')]/input");
      wait.until(ExpectedConditions.elementToBeClickable(box)).click();
      wait.until(ExpectedConditions.elementSelectionStateToBe(box, true));
    }
    takeScreenshot("checklist");
    press("Klaar");
    toast("ingeleverd");
    takeScreenshot("submitted");

    browser.manage().deleteAllCookies();
    logIn("Sanne");
    browser.findElement(By.cssSelector("[data-status=awaiting_approval]")).click();
    row("Oven schoonmaken").findElement(By.cssSelector("button.title")).click();
    wait.until(
        ExpectedConditions.presenceOfElementLocated(
            By.xpath("//*[@class='actions']//button[contains(., 'Afkeuren')]")));
    takeScreenshot("approval");
    press("Goedkeuren");
    toast("is klaar");
    press("Verwijderen");
    wait.until(ExpectedConditions.elementToBeClickable(By.cssSelector(".ask button.danger")))
        .click();
    toast("verwijderd").findElement(By.xpath(".//button[.='Ongedaan maken']")).click();
    toast("is terug");
    browser.findElement(By.cssSelector("[data-status=done]")).click();
    row("Oven schoonmaken");
    takeScreenshot("restored");
    assertNoConsoleErrors();
  }

  /** Creates a task as the page does: its form does not know every field. */
  private void createInPage(String task) {
    var failure =
        browser.executeAsyncScript(
            """
            const [task, done] = arguments;
            import('/web/js/current.js')
              .then(({ current }) => current.store.api.post('/tasks', JSON.parse(task)))
              .then(() => done(null), (error) => done(String(error)));
            """,
            task);
    assertThat(failure).isNull();
  }

  private void press(String action) {
    wait.until(
            ExpectedConditions.elementToBeClickable(
                By.xpath("//*[@class='actions']//button[contains(., '" + action + "')]")))
        .click();
  }

  private WebElement toast(String text) {
    return wait.until(
        ExpectedConditions.presenceOfElementLocated(
            By.xpath(
                "//*[contains(concat(' ', @class, ' '), ' toast ')][contains(., '"
                    + text
                    + "')]")));
  }

  /** Through the login page, the local Discord's consent page and the list of guilds. */
  private void logIn(String name) {
    browser.get(node.dashboard().toString());
    wait.until(ExpectedConditions.elementToBeClickable(By.cssSelector("[data-login]"))).click();
    wait.until(
            ExpectedConditions.elementToBeClickable(
                By.xpath("//*[self::button or self::a][contains(., '" + name + "')]")))
        .click();
    wait.until(
            ExpectedConditions.elementToBeClickable(
                By.cssSelector("a[href='/g/" + SandboxClient.HOUSE + "/tasks']")))
        .click();
    wait.until(ExpectedConditions.presenceOfElementLocated(By.id("new-task")));
  }

  private void inDiscord(String command, String task) {
    var reply =
        new SandboxClient(node.discord())
            .command(SandboxClient.HOUSE, SandboxClient.SANNE, command, Map.of("task", task));
    assertThat(reply.at("/response/ephemeral").asBoolean()).as(reply.toString()).isFalse();
  }

  private WebElement row(String title) {
    return wait.until(ExpectedConditions.presenceOfElementLocated(rowOf(title)));
  }

  private static By rowOf(String title) {
    return By.xpath("//article[.//button[contains(@class,'title') and .='" + title + "']]");
  }

  private void takeScreenshot(String name) {
    try {
      Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** No refused script or style, no failed request, no exception. */
  private void assertNoConsoleErrors() {
    List<String> logEntries =
        browser.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(
                entry -> entry.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue())
            .map(Object::toString)
            // the question whether somebody is logged in, asked before anybody is
            .filter(entry -> !entry.contains("/api/v1/me - Failed"))
            .toList();
    assertThat(logEntries).isEmpty();
  }
}
