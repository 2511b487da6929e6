package dcm.journal;

import com.typesafe.config.Config;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.recovery.ReplayLimits;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;

/**
 * Settings of the journal: {@code dcm.journal}.
 *
 * @param schemaResolver a class name
 * @param inlineProjection a class name, or empty for none
 */
public record JournalSettings(
    String schemaResolver,
    String inlineProjection,
    ReplayLimits replay,
    DatabaseSettings database) {

  /** Reads the whole configuration; adds a message per invalid key. */
  public static JournalSettings from(Config config, List<String> problems) {
    var journal = config.getConfig("dcm.journal");
    var settings =
        new JournalSettings(
            journal.getString("schema-resolver"),
            journal.getString("inline-projection"),
            new ReplayLimits(
                journal.getInt("replay.page-size"), journal.getBytes("replay.full-scan-max-bytes")),
            DatabaseSettings.from(config, problems));
    if (settings.replay.pageSize() < 1) {
      problems.add("dcm.journal.replay.page-size must be at least 1");
    }
    return settings;
  }

  SchemaResolver resolver(ActorSystem system) {
    return instantiate(schemaResolver, SchemaResolver.class, system);
  }

  public InlineProjection inlineProjection(ActorSystem system) {
    return inlineProjection.isEmpty()
        ? (batch, schema, events) -> {}
        : instantiate(inlineProjection, InlineProjection.class, system);
  }

  private static <T> T instantiate(String name, Class<T> type, ActorSystem system) {
    try {
      var implementation = Class.forName(name).asSubclass(type);
      for (Constructor<?> constructor : implementation.getConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0].isAssignableFrom(system.getClass())) {
          return type.cast(constructor.newInstance(system));
        }
      }
      return implementation.getConstructor().newInstance();
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(name + " failed to initialize", refused.getCause());
    } catch (ReflectiveOperationException | ClassCastException wrong) {
      throw new IllegalArgumentException(
          name + " is not an instantiable " + type.getSimpleName() + " class", wrong);
    }
  }
}
