package dcm.template;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.template.TaskTemplate.Room;
import dcm.template.TaskTemplate.StarterSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All templates, their rooms and sets of them, in the order in which they are shown: {@code
 * template/templates.yaml}.
 */
public record TemplateCatalog(
    List<Room> rooms, List<StarterSet> sets, List<TaskTemplate> templates) {
  private static final String RESOURCE = "/template/templates.yaml";

  public TemplateCatalog {
    rooms = List.copyOf(rooms);
    sets = List.copyOf(sets);
    templates = List.copyOf(templates);
  }

  /** The catalog of this program; it is read each time. */
  public static TemplateCatalog load() {
    var reader =
        YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    try (var file = TemplateCatalog.class.getResourceAsStream(RESOURCE)) {
      return reader.readValue(file, TemplateCatalog.class);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  /** The template with this id; null: there is none. */
  public @Nullable TaskTemplate find(String id) {
    return templates.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }

  public List<TaskTemplate> in(Room room) {
    return templates.stream().filter(each -> each.room().equals(room.id())).toList();
  }

  public List<TaskTemplate> in(StarterSet set) {
    return templates.stream().filter(each -> set.templates().contains(each.id())).toList();
  }

  public Room roomOf(TaskTemplate template) {
    return Objects.requireNonNull(room(template.room()));
  }

  /** The room with this id; null: there is none. */
  public @Nullable Room room(String id) {
    return rooms.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }
}
