package dcm;

import static org.openqa.selenium.support.ui.ExpectedConditions.elementToBeClickable;
import static org.openqa.selenium.support.ui.ExpectedConditions.presenceOfElementLocated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Takes the pictures of the guides, {@code docs/img}, from a running node with seeded demo guilds:
 *
 * <pre>
 * java -jar target/dcm.jar demo seed
 * mvn -Pe2e test-compile exec:exec -Dexec.classpathScope=test -Dmain.class=dcm.GuidePictures
 * </pre>
 */
final class GuidePictures {
  private static final Path FOLDER = Path.of("docs/img");

  /** A guild, and a member with one of their tasks, in their language. */
  private record Scene(
      String language,
      String zone,
      String guild,
      String member,
      String name,
      String setup,
      String show,
      String task) {}

  private static final List<Scene> SCENES =
      List.of(
          new Scene(
              "nl",
              "Europe/Amsterdam",
              SandboxClient.HOUSE,
              SandboxClient.SANNE,
              "Sanne",
              "/inrichten",
              "/taak toon",
              "huisbaas"),
          new Scene(
              "en",
              "Europe/London",
              SandboxClient.CLUB,
              SandboxClient.ALICE,
              "Alice",
              "/setup",
              "/task show",
              "first-aid"));

  private final String dashboard = "http://127.0.0.1:" + port("DCM_HTTP_PORT", "8080");
  private final String discord = "http://127.0.0.1:" + port("DCM_SANDBOX_PORT", "8081");
  private final Scene scene;
  private final ChromeDriver browser;
  private final WebDriverWait wait;

  private GuidePictures(Scene scene) {
    this.scene = scene;
    var options = new ChromeOptions();
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--lang=" + scene.language(),
        "--window-size=960,780");
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", scene.language()));
    browser = new ChromeDriver(options);
    browser.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", scene.zone()));
    wait = new WebDriverWait(browser, Duration.ofSeconds(15));
  }

  public static void main(String[] args) throws IOException {
    Files.createDirectories(FOLDER);
    for (var scene : SCENES) {
      var pictures = new GuidePictures(scene);
      try {
        pictures.take();
      } finally {
        pictures.browser.quit();
      }
    }
  }

  private void take() throws IOException {
    browser.get(discord);
    var selection = "{\"guild\":\"%s\",\"user\":\"%s\"}".formatted(scene.guild(), scene.member());
    browser.executeScript("localStorage.setItem('selection', arguments[0])", selection);
    openChannel(1);
    send(scene.setup());
    save("setup");
    openChannel(2);
    send("/week");
    send(scene.show(), scene.task());
    save("week");
    logIn();
    new Actions(browser).moveToLocation(1, 1).perform();
    save("dashboard");
  }

  /** Opens the chat page at one of the guild's channels, counted from 1. */
  private void openChannel(int number) {
    browser.get(discord);
    var channel = By.cssSelector("#channels button:nth-of-type(" + number + ")");
    wait.until(elementToBeClickable(channel)).click();
    wait.until(
        presenceOfElementLocated(
            By.cssSelector("#channels button:nth-of-type(" + number + ")[aria-current=true]")));
  }

  /** Sends a command and the value of its required option; ends when the reply is shown. */
  private void send(String... parts) {
    var messages = By.cssSelector("#messages > article");
    int before = browser.findElements(messages).size();
    for (var part : parts) {
      browser.findElement(By.id("input")).sendKeys(part);
      browser.executeScript("document.getElementById('composer').requestSubmit()");
    }
    wait.until(_ -> browser.findElements(messages).size() > before);
  }

  private void logIn() {
    browser.manage().window().setSize(new Dimension(1200, 900));
    browser.get(dashboard);
    wait.until(elementToBeClickable(By.cssSelector("[data-login]"))).click();
    wait.until(
            elementToBeClickable(
                By.xpath("//*[self::button or self::a][contains(., '" + scene.name() + "')]")))
        .click();
    wait.until(elementToBeClickable(By.cssSelector("a[href='/g/" + scene.guild() + "/tasks']")))
        .click();
    wait.until(presenceOfElementLocated(By.cssSelector("article button.title")));
    wait.until(presenceOfElementLocated(By.cssSelector(".liveline.live")));
  }

  private void save(String name) throws IOException {
    Files.write(
        FOLDER.resolve(name + "-" + scene.language() + ".png"),
        browser.getScreenshotAs(OutputType.BYTES));
  }

  private static String port(String variable, String other) {
    return System.getenv().getOrDefault(variable, other);
  }
}
