package dcm.journal;

import com.typesafe.config.Config;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;

/**
 * The journal's own choices, from {@code dcm.journal}.
 *
 * @param hook a class name, or empty for none
 */
public record JournalSettings(
    String schemaResolver, String hook, Portions replay, DatabaseSettings database) {

  /** Reads the whole configuration; adds a sentence per bad key. */
  public static JournalSettings from(Config whole, List<String> problems) {
    var journal = whole.getConfig("dcm.journal");
    var settings =
        new JournalSettings(
            journal.getString("schema-resolver"),
            journal.getString("hook"),
            new Portions(journal.getInt("replay-page"), journal.getBytes("replay-whole")),
            DatabaseSettings.from(whole, problems));
    if (settings.replay.page() < 1) {
      problems.add("dcm.journal.replay-page must be at least 1");
    }
    return settings;
  }

  SchemaResolver resolver(ActorSystem system) {
    return make(schemaResolver, SchemaResolver.class, system);
  }

  JournalHook hook(ActorSystem system) {
    return hook.isEmpty() ? (also, schema, events) -> {} : make(hook, JournalHook.class, system);
  }

  private static <T> T make(String name, Class<T> type, ActorSystem system) {
    try {
      var made = Class.forName(name).asSubclass(type);
      for (Constructor<?> constructor : made.getConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0].isAssignableFrom(system.getClass())) {
          return type.cast(constructor.newInstance(system));
        }
      }
      return made.getConstructor().newInstance();
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(name + " does not start", refused.getCause());
    } catch (ReflectiveOperationException | ClassCastException wrong) {
      throw new IllegalArgumentException(
          name + " is not a " + type.getSimpleName() + " that can be made", wrong);
    }
  }
}
