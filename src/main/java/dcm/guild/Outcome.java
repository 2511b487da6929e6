package dcm.guild;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Set;

/**
 * What a command led to.
 *
 * @param revision the guild's revision after it
 */
public record Outcome(long revision, Subject subject) {

  /** What it was about, as it is afterwards. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = OfTask.class, name = "task"),
    @JsonSubTypes.Type(value = OfGrouping.class, name = "grouping"),
    @JsonSubTypes.Type(value = OfMember.class, name = "member"),
    @JsonSubTypes.Type(value = OfPermissions.class, name = "permissions"),
    @JsonSubTypes.Type(value = OfSettings.class, name = "settings"),
    @JsonSubTypes.Type(value = OfNothing.class, name = "nothing"),
  })
  public sealed interface Subject {}

  public record OfTask(Task task) implements Subject {}

  public record OfGrouping(Grouping grouping) implements Subject {}

  public record OfMember(Member member) implements Subject {}

  /**
   * @param revision the matrix's own: its ETag
   */
  public record OfPermissions(Map<RoleId, Set<Permission>> matrix, long revision)
      implements Subject {}

  /**
   * @param revision the settings' own: their ETag
   */
  public record OfSettings(Settings settings, long revision) implements Subject {}

  /** Something was deleted, or the command has no subject of its own. */
  public record OfNothing() implements Subject {}
}
