package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
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

  /** Requires the actor system. */
  public static final class SystemAwareProjection implements InlineProjection {
    final ActorSystem system;

    public SystemAwareProjection(ActorSystem system) {
      this.system = system;
    }

    @Override
    public void project(StatementBatch batch, SchemaName schema, List<WrittenEvent> events) {}
  }

  @AfterAll
  static void end() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @Test
  void a_projection_gets_the_actor_system_when_its_constructor_takes_one() {
    assertThat(with(SystemAwareProjection.class.getName()).inlineProjection(SYSTEM))
        .isInstanceOfSatisfying(
            SystemAwareProjection.class,
            projection -> assertThat(projection.system).isSameAs(SYSTEM));
  }

  @Test
  void a_class_that_is_not_a_projection_is_named_at_start() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("java.lang.String").inlineProjection(SYSTEM))
        .withMessageContaining("java.lang.String is not an instantiable InlineProjection");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("dcm.no.such.Projection").inlineProjection(SYSTEM))
        .withMessageContaining("dcm.no.such.Projection");
  }

  private static JournalSettings with(String projection) {
    return JournalSettings.from(
        ConfigFactory.parseString("dcm.journal.inline-projection = \"" + projection + "\"")
            .withFallback(ConfigFactory.load()),
        new ArrayList<>());
  }
}
