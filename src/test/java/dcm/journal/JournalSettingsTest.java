package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JournalSettingsTest {
  private static final ActorSystem SYSTEM =
      ActorSystem.create(
          "settings",
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.defaultReference()));

  /** Wants the actor system. */
  public static final class Wanting implements JournalHook {
    final ActorSystem system;

    public Wanting(ActorSystem system) {
      this.system = system;
    }

    @Override
    public void written(Also also, SchemaName schema, List<WrittenEvent> events) {}
  }

  @AfterAll
  static void end() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @Test
  void a_hook_gets_the_actor_system_when_it_wants_it() {
    assertThat(with(Wanting.class.getName()).hook(SYSTEM))
        .isInstanceOfSatisfying(Wanting.class, hook -> assertThat(hook.system).isSameAs(SYSTEM));
  }

  @Test
  void what_is_no_hook_is_named_at_start() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("java.lang.String").hook(SYSTEM))
        .withMessageContaining("java.lang.String is not a JournalHook");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("dcm.no.such.Hook").hook(SYSTEM))
        .withMessageContaining("dcm.no.such.Hook");
  }

  private static JournalSettings with(String hook) {
    return JournalSettings.from(
        ConfigFactory.parseString("dcm.journal.hook = \"" + hook + "\"")
            .withFallback(ConfigFactory.load()),
        new ArrayList<>());
  }
}
