package dcm.guild;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the guild answers to a query. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.Tasks.class, name = "tasks"),
  @JsonSubTypes.Type(value = Answer.OneTask.class, name = "task"),
  @JsonSubTypes.Type(value = Answer.Members.class, name = "members"),
  @JsonSubTypes.Type(value = Answer.MemberPage.class, name = "member-page"),
  @JsonSubTypes.Type(value = Answer.OneMember.class, name = "member"),
  @JsonSubTypes.Type(value = Answer.Groupings.class, name = "groupings"),
  @JsonSubTypes.Type(value = Answer.Permissions.class, name = "permissions"),
  @JsonSubTypes.Type(value = Answer.ShownSettings.class, name = "settings"),
  @JsonSubTypes.Type(value = Answer.Channels.class, name = "channels"),
  @JsonSubTypes.Type(value = Answer.Roles.class, name = "roles"),
  @JsonSubTypes.Type(value = Answer.Me.class, name = "me"),
  @JsonSubTypes.Type(value = Answer.Inbox.class, name = "inbox"),
  @JsonSubTypes.Type(value = Answer.Outbox.class, name = "outbox"),
  @JsonSubTypes.Type(value = Answer.DeliveryToSend.class, name = "delivery-to-send"),
  @JsonSubTypes.Type(value = Answer.Yes.class, name = "yes"),
})
public sealed interface Answer {
  /**
   * @param total how many there are in all, beyond this page too
   */
  record Tasks(List<Task> tasks, int total) implements Answer {}

  record OneTask(Task task) implements Answer {}

  record Members(List<Member> members) implements Answer {}

  /**
   * @param more whether others follow
   */
  record MemberPage(List<Member> members, boolean more) implements Answer {}

  record OneMember(Member member) implements Answer {}

  record Groupings(List<Grouping> groupings) implements Answer {}

  /**
   * @param roles the guild's roles by name, as far as Discord told
   * @param revision the matrix's own: its ETag
   */
  record Permissions(Map<RoleId, Set<Permission>> matrix, Map<RoleId, String> roles, long revision)
      implements Answer {}

  /**
   * @param revision the settings' own: their ETag
   */
  record ShownSettings(String guildName, Settings settings, long revision) implements Answer {}

  record Channels(List<GuildChannel> channels) implements Answer {}

  record Roles(Map<RoleId, String> names) implements Answer {}

  /**
   * @param permissions what the caller may do now
   */
  record Me(Member member, Set<Permission> permissions, String guildName, int unread)
      implements Answer {}

  record Inbox(List<Notification> notifications, int unread) implements Answer {}

  /**
   * @param pending messages that are owed and not settled
   * @param outage null: messages to the guild's channel arrive, as far as is known
   */
  record Outbox(int pending, @Nullable ChannelOutage outage) implements Answer {}

  /**
   * @param delivery as it is now; null: it is settled or no longer holds, and must not be sent
   */
  record DeliveryToSend(@Nullable Parcel delivery) implements Answer {}

  record Yes() implements Answer {}
}
