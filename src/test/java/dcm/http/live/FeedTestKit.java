package dcm.http.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.entity.SubscriberMessage;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.CommandId;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.Initiator;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.http.HttpSettings;
import dcm.http.pipeline.ByteBudget;
import dcm.http.server.ConnectionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;

/** Events, tasks and a queue whose frames can be read, for the tests of the live feed. */
final class FeedTestKit implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  static final GuildId GUILD = new GuildId(700);
  static final MemberId ANNA = new MemberId(1);
  static final MemberId BEN = new MemberId(2);
  static final TaskId TASK = TaskId.of("01939a52-0000-7000-8000-000000000001");
  static final TaskId OTHER_TASK = TaskId.of("01939a52-0000-7000-8000-000000000002");
  static final GroupingId KITCHEN = GroupingId.of("01939a52-0000-7000-8000-000000000003");
  static final long EPOCH = 3;

  private static final JsonMapper MAPPER = new JsonMapper();

  private final ActorTestKit kit = ActorTestKit.create();

  /**
   * A queue.
   *
   * @param bufferBytes its size
   */
  OutboundQueue queue(long bufferBytes) {
    var limits =
        new HttpSettings.LiveLimits(
            1,
            1,
            1,
            bufferBytes,
            bufferBytes,
            bufferBytes,
            Duration.ofSeconds(1),
            100,
            1,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    return new OutboundQueue(
        kit.system(),
        GUILD,
        limits,
        new ByteBudget<>(bufferBytes, bufferBytes),
        new ConnectionState());
  }

  /** Closes the queue and reads all frames that were sent. */
  List<JsonNode> frames(OutboundQueue queue) {
    queue.close(CloseReasons.RESTART);
    return queue
        .source()
        .map(message -> json(message.asTextMessage().getStrictText()))
        .runWith(Sink.seq(), kit.system())
        .toCompletableFuture()
        .join();
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Subscriber anna(Permission... permissions) {
    return anna(0, permissions);
  }

  /**
   * The viewer.
   *
   * @param asOf the guild's revision at which the permissions were read
   */
  static Subscriber anna(long asOf, Permission... permissions) {
    return new Subscriber(ANNA, EPOCH, Set.of(permissions), 7, asOf);
  }

  static RecordedEvent recorded(GuildEvent event) {
    return new RecordedEvent(
        event, NOW, new Initiator(BEN, Origin.DASHBOARD), new CommandId(new UUID(0, 1)), "hash");
  }

  /** An event as it is read from the journal. */
  static EventBacklog.Entry journaled(long revision, GuildEvent event) {
    return new EventBacklog.Entry(revision, recorded(event), null, 100);
  }

  /** An event as the router publishes it. */
  static EventBacklog.Entry published(long revision, GuildEvent event, @Nullable Task task) {
    var live = liveEvent(revision, event, task);
    return new EventBacklog.Entry(revision, live.recorded(), live, 100);
  }

  static LiveEvent liveEvent(long revision, GuildEvent event, @Nullable Task task) {
    return new LiveEvent(
        new SubscriberMessage.PublishedEvent(GUILD, revision, recorded(event), task));
  }

  static GuildEvent groupingCreated() {
    return new GroupingEvent.Created(KITCHEN, Grouping.Kind.CATEGORY, "Kitchen", "#3fa7d6");
  }

  static GuildEvent claimed(TaskId task) {
    return new OccurrenceEvent.Claimed(task, 1, BEN);
  }

  static NotificationEvent.Posted posted(MemberId recipient) {
    return new NotificationEvent.Posted(
        recipient, TASK, 12, 1, "bathroom", new ReminderStage.Snoozed(NOW), false);
  }

  /** A task that is due at 09:00 UTC. */
  static Task task(TaskId id, String description) {
    var due = new Due.AtTime(LocalDateTime.parse("2026-11-23T09:00"), ZoneOffset.UTC);
    return new Task(
        id,
        12,
        "bathroom",
        description,
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        new Schedule.Once(due),
        Assignment.OPEN,
        List.of(
            Occurrence.opened(1, due, List.of(), NOW, Occurrence.Course.opened(NOW, null, null))),
        null,
        null,
        BEN,
        NOW,
        5);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
