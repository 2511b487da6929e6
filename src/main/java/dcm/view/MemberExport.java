package dcm.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dcm.guild.query.QueryResult;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.journal.Database;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept about one member of a guild, as JSON in pages: first the part of the guild's state,
 * then the read models. Ids of other members are left out. Every stage fails with {@link
 * ReadModelUnavailableException} while the database is unavailable.
 */
public final class MemberExport {
  /** The number of items that a page may have. */
  public static final int MAX_PAGE_SIZE = 200;

  private static final String OCCURRENCES =
      """
      select json_build_object(
               'task', task_id, 'number', number, 'title', title, 'ordinal', ordinal,
               'state', state, 'due', due, 'openedAt', opened_at, 'closedAt', closed_at,
               'assigned', me.id = any (assignees),
               'claimed', claimed_by is not distinct from me.id,
               'completed', completed_by is not distinct from me.id,
               'logged', logged_by is not distinct from me.id,
               'doneAt', done_at,
               'note', case when me.id in (completed_by, logged_by) then note end)::text as item
        from ${guild}.occurrence_history, (select ?::bigint as id) me
       where me.id = any (assignees) or me.id in (claimed_by, completed_by, logged_by)
       order by opened_at, task_id, ordinal limit ? offset ?
      """;

  private static final String POINTS =
      """
      select json_build_object(
               'at', recorded_at, 'delta', delta, 'reason', reason, 'task', task_id,
               'ordinal', ordinal, 'streak', streak, 'note', note)::text as item
        from ${guild}.points_ledger
       where member_id = ? order by revision limit ? offset ?
      """;

  private static final String COMMENTS =
      """
      select json_build_object(
               'task', task_id, 'id', comment_id, 'at', written_at, 'text', text)::text as item
        from ${guild}.comment
       where author = ? order by revision limit ? offset ?
      """;

  private static final String ATTACHMENTS =
      """
      select json_build_object(
               'task', task_id, 'id', attachment_id, 'at', uploaded_at, 'ordinal', ordinal,
               'mediaType', media_type, 'width', width, 'height', height,
               'bytes', octet_length(image) + octet_length(thumbnail))::text as item
        from ${guild}.attachment
       where uploaded_by = ? and revision is not null order by revision limit ? offset ?
      """;

  private static final Pattern SNOWFLAKE = Pattern.compile("[0-9]{15,19}");
  private static final String OTHER = "other";

  private final Database database;
  private final AuditLog auditLog;

  MemberExport(Database database, AuditLog auditLog) {
    this.database = database;
    this.auditLog = auditLog;
  }

  /** The parts of an export in their order. */
  public enum Section {
    /** Profile, absences, points, swaps, calendar tokens, inbox, and what the member has to do. */
    STATE,
    OCCURRENCES,
    POINTS,
    COMMENTS,
    ATTACHMENTS,
    /** What the member did, newest first. */
    AUDIT;

    private static final List<Section> ORDER = List.of(values());

    private int index() {
      return ORDER.indexOf(this);
    }

    private @Nullable Position following() {
      return index() + 1 == ORDER.size() ? null : new Position(ORDER.get(index() + 1), 0);
    }
  }

  /**
   * Where a page begins.
   *
   * @param value the number of items before it, or the revision after it; 0 at the beginning
   */
  public record Position(Section section, long value) {
    public static final Position FIRST = new Position(Section.STATE, 0);

    private static final int SECTION_SHIFT = 56;

    /** A number for a cursor. */
    public long encoded() {
      return ((long) section.index() << SECTION_SHIFT) | value;
    }

    /** The position of a number that {@link #encoded} returned. */
    public static Position of(long encoded) {
      return new Position(
          Section.ORDER.get((int) (encoded >>> SECTION_SHIFT) % Section.ORDER.size()),
          encoded & ((1L << SECTION_SHIFT) - 1));
    }
  }

  /**
   * Items of one section.
   *
   * @param next null at the end of the export
   */
  public record Page(Section section, List<ObjectNode> items, @Nullable Position next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /** The first page. */
  public static Page state(QueryResult.OwnData data) {
    return new Page(
        Section.STATE, List.of(ReadModelJson.toObjectNode(data)), Section.STATE.following());
  }

  /**
   * A page after the first.
   *
   * @param limit 1 to {@link #MAX_PAGE_SIZE}; a page of the audit log may be shorter or empty
   */
  public CompletionStage<Page> page(GuildId guild, MemberId member, Position at, int limit) {
    return switch (at.section()) {
      case STATE ->
          CompletableFuture.completedFuture(
              new Page(Section.STATE, List.of(), Section.STATE.following()));
      case OCCURRENCES -> rows(guild, member, at, OCCURRENCES, limit);
      case POINTS -> rows(guild, member, at, POINTS, limit);
      case COMMENTS -> rows(guild, member, at, COMMENTS, limit);
      case ATTACHMENTS -> rows(guild, member, at, ATTACHMENTS, limit);
      case AUDIT ->
          auditLog
              .read(
                  guild,
                  new AuditLog.Filter(member, Set.of(), null, null),
                  at.value() == 0 ? Long.MAX_VALUE : at.value(),
                  limit)
              .thenApply(page ->
                  new Page(
                      Section.AUDIT,
                      page.entries().stream().map(entry -> item(entry, member)).toList(),
                      page.next() == null ? null : new Position(Section.AUDIT, page.next())));
    };
  }

  private CompletionStage<Page> rows(
      GuildId guild, MemberId member, Position at, String query, int limit) {
    return GuildRows.select(
            database,
            guild,
            query,
            row -> ReadModelJson.read(row.getString("item"), ObjectNode.class),
            member,
            limit,
            at.value())
        .thenApply(items ->
            new Page(
                at.section(),
                items,
                items.size() < limit
                    ? at.section().following()
                    : new Position(at.section(), at.value() + limit)));
  }

  private static ObjectNode item(AuditLog.Entry entry, MemberId member) {
    var item = ReadModelJson.emptyObject();
    item.put("revision", entry.revision());
    item.put("at", entry.at().toString());
    item.put("origin", entry.initiator().origin().name());
    item.put("kind", entry.kind());
    item.put("task", entry.task() == null ? null : entry.task().toString());
    item.put("ordinal", entry.ordinal());
    item.set("before", withoutOthers(entry.before(), member.toString()));
    item.set("after", withoutOthers(entry.after(), member.toString()));
    return item;
  }

  /** Replaces Discord's ids except the member's own. */
  private static JsonNode withoutOthers(JsonNode node, String own) {
    return switch (node) {
      case ObjectNode object -> {
        var copy = ReadModelJson.emptyObject();
        object
            .properties()
            .forEach(field ->
                copy.set(
                    isOthers(field.getKey(), own) ? OTHER : field.getKey(),
                    withoutOthers(field.getValue(), own)));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> copy.add(withoutOthers(element, own)));
        yield copy;
      }
      case TextNode text when isOthers(text.textValue(), own) -> TextNode.valueOf(OTHER);
      default -> node;
    };
  }

  private static boolean isOthers(String text, String own) {
    return SNOWFLAKE.matcher(text).matches() && !text.equals(own);
  }
}
