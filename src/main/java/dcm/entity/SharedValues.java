package dcm.entity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.CollectionType;
import dcm.guild.GuildSnapshot;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Recurrence;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Equal values of one snapshot become one object: a guild names the same members, tasks, zones and
 * instants thousands of times, and is kept in memory.
 */
final class SharedValues extends SimpleModule {
  @Serial private static final long serialVersionUID = 1;

  private static final Set<Class<?>> TYPES =
      Set.of(
          String.class,
          MemberId.class,
          TaskId.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          ZoneId.class,
          Duration.class,
          Due.AtTime.class,
          Due.AllDay.class,
          ReminderStage.Before.class,
          ReminderStage.Overdue.class,
          Occurrence.class,
          Occurrence.Completion.class,
          Occurrence.Course.class,
          Occurrence.Progress.class,
          Recurrence.class,
          Task.Effort.class,
          TaskPolicy.class,
          TaskPolicy.Deadline.class,
          Assignment.class);

  /** Types of which equal lists are shared, too. */
  private static final Set<Class<?>> LIST_TYPES =
      Set.of(String.class, MemberId.class, Occurrence.Completion.class);

  SharedValues() {
    setDeserializerModifier(new SharingModifier());
  }

  /** A reader that shares the values of what it reads. */
  static ObjectReader sharing(ObjectReader reader) {
    return reader.withAttribute(SharedValues.class, new HashMap<>());
  }

  /** The value, or an equal one that was read before; the value itself unless the reader shares. */
  @SuppressWarnings("unchecked")
  private static @Nullable Object shared(@Nullable Object value, DeserializationContext context) {
    Map<Object, Object> known = (Map<Object, Object>) context.getAttribute(SharedValues.class);
    Object former = known == null || value == null ? null : known.putIfAbsent(value, value);
    return former == null ? value : former;
  }

  private static final class SharingModifier extends BeanDeserializerModifier {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
      Class<?> beanClass = bean.getBeanClass();
      return TYPES.contains(beanClass) || GuildSnapshot.REPEATED_TYPES.contains(beanClass)
          ? new SharingDeserializer(deserializer)
          : deserializer;
    }

    @Override
    public JsonDeserializer<?> modifyCollectionDeserializer(
        DeserializationConfig config,
        CollectionType type,
        BeanDescription bean,
        JsonDeserializer<?> deserializer) {
      Class<?> content = type.getContentType().getRawClass();
      return List.class.isAssignableFrom(type.getRawClass())
              && (LIST_TYPES.contains(content) || GuildSnapshot.REPEATED_TYPES.contains(content))
          ? new SharingDeserializer(deserializer)
          : deserializer;
    }

    @Override
    public KeyDeserializer modifyKeyDeserializer(
        DeserializationConfig config, JavaType type, KeyDeserializer deserializer) {
      return TYPES.contains(type.getRawClass())
          ? new SharingKeyDeserializer(deserializer)
          : deserializer;
    }
  }

  private static final class SharingDeserializer extends DelegatingDeserializer {
    @Serial private static final long serialVersionUID = 1;

    SharingDeserializer(JsonDeserializer<?> delegate) {
      super(delegate);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
      return new SharingDeserializer(delegate);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      Object value = super.deserialize(parser, context);
      // a copy that records do not copy again
      return shared(value instanceof List<?> list ? List.copyOf(list) : value, context);
    }
  }

  private static final class SharingKeyDeserializer extends KeyDeserializer {
    private final KeyDeserializer delegate;

    SharingKeyDeserializer(KeyDeserializer delegate) {
      this.delegate = delegate;
    }

    @Override
    public @Nullable Object deserializeKey(String key, DeserializationContext context)
        throws IOException {
      return shared(delegate.deserializeKey(key, context), context);
    }
  }
}
