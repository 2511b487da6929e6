package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.GuildReply;
import dcm.guild.rules.DecidedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Commands of one guild that are decided one after the other, each on the state that the former
 * ones leave, and written in one transaction. Each has its own reply, which is sent after the
 * write. Confined to its actor's thread.
 */
final class CommandBatch {
  static final int MAX_COMMANDS = 100;

  /** As many as a write lane puts into one transaction. */
  static final int MAX_EVENTS = 500;

  /** As many as one command may have. */
  static final int MAX_CHARACTERS = 512 * 1024;

  private final Guild before;
  private Guild guild;
  private final List<DecidedEvent> events = new ArrayList<>();
  private final List<BatchReply> replies = new ArrayList<>();
  private long characters;

  /**
   * A decided command.
   *
   * @param hasEvents false: it has no effect, but was decided on events that are not written yet
   */
  record BatchReply(GuildMessage.HandleCommand request, GuildReply reply, boolean hasEvents) {}

  CommandBatch(Guild before) {
    this.before = before;
    this.guild = before;
  }

  /** Whether the batch takes no further command; the last one may exceed the limits. */
  boolean isFull() {
    return replies.size() >= MAX_COMMANDS
        || events.size() >= MAX_EVENTS
        || characters >= MAX_CHARACTERS;
  }

  /** The persisted state. */
  Guild before() {
    return before;
  }

  /** The state after the commands so far. */
  Guild guild() {
    return guild;
  }

  /**
   * Adds a decided command.
   *
   * @param decided its events; empty: none
   * @param reply its reply, given the state after its events
   */
  void add(
      GuildMessage.HandleCommand request,
      List<DecidedEvent> decided,
      Function<Guild, GuildReply> reply) {
    Guild after = guild;
    long added = 0;
    for (DecidedEvent event : decided) {
      after = after.apply(event.recorded());
      added += event.characters();
    }
    replies.add(new BatchReply(request, reply.apply(after), !decided.isEmpty()));
    guild = after;
    events.addAll(decided);
    characters += added;
  }

  /** Whether there is nothing to write. */
  boolean isEmpty() {
    return events.isEmpty();
  }

  /** The events of all commands, in order. */
  List<DecidedEvent> events() {
    return events;
  }

  List<RecordedEvent> recorded() {
    return events.stream().map(DecidedEvent::recorded).toList();
  }

  /** Approximate size of the events in the journal. */
  long characters() {
    return characters;
  }

  /** The commands' replies, in order; to be sent after the write. */
  List<BatchReply> replies() {
    return replies;
  }
}
