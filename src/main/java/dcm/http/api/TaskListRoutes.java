package dcm.http.api;

import dcm.entity.GuildClient;
import dcm.guild.query.CachedTasks;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonFields;
import dcm.http.json.StreamedJson;
import dcm.http.json.TaskJson;
import dcm.http.pipeline.CompressibleContent;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.QueryParameters;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/**
 * Lists of tasks. The guild is asked each time; when it answers that a page which this node has
 * encoded before is still the answer, that page is sent.
 */
public final class TaskListRoutes {
  private static final int MAX_SEARCH_LENGTH = 100;
  private static final Counter HITS = pages("hit");
  private static final Counter MISSES = pages("miss");
  private final HttpGuildClient client;
  private final TaskPageCache cache;

  /**
   * Creates the route.
   *
   * @param maxCacheBytes of the encoded pages of all guilds
   */
  public TaskListRoutes(HttpGuildClient client, long maxCacheBytes) {
    this.client = client;
    this.cache = new TaskPageCache(maxCacheBytes);
  }

  private static Counter pages(String result) {
    return Metrics.counter("dcm.http.task.pages", "result", result);
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild(
            "GET",
            "/tasks",
            this::list,
            "status",
            "assignee",
            "category",
            "label",
            "dueFrom",
            "dueTo",
            "q",
            "sort",
            "limit",
            "cursor"));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    var filter = filter(request.query());
    var sort =
        Optional.ofNullable(request.query().oneOf("sort", TaskFilter.Sort.class))
            .orElse(TaskFilter.Sort.DUE);
    int limit = request.query().limit();
    var pagination = new Pagination(request, "tasks " + filter + " " + sort, limit);
    int offset =
        Math.toIntExact(
            Math.min(pagination.position(0), Integer.MAX_VALUE - QueryParameters.MAX_LIMIT));
    var query = new GuildQuery.Tasks(filter, sort, offset, limit);
    // the pages are kept until the answer arrives, whatever the cache evicts meanwhile
    var cached =
        cache.find(
            request.guild(), request.caller().id(), query, request.apiRequest().receivedAt());
    return client
        .askVersioned(request, withCached(query, cached), QueryResult.class)
        .thenApply(answer -> {
          var page = page(request, query, cached, answer);
          long next = (long) offset + page.size();
          return pagination.link(
              page.content().addTo(Responses.revalidated(), request.apiRequest()),
              page.size() > 0 && next < page.total(),
              next);
        });
  }

  private static GuildQuery.Tasks withCached(GuildQuery.Tasks query, List<TaskPage> cached) {
    return cached.isEmpty()
        ? query
        : new GuildQuery.Tasks(
            query.filter(),
            query.sort(),
            query.offset(),
            query.limit(),
            cached.stream()
                .map(page -> new CachedTasks(page.visibility(), page.revision()))
                .toList());
  }

  private TaskPage page(
      GuildRequest request,
      GuildQuery.Tasks query,
      List<TaskPage> cached,
      GuildClient.Answer<QueryResult> answer) {
    if (answer.result() instanceof QueryResult.TasksUnchanged(var visibility)) {
      HITS.increment();
      return unchanged(cached, visibility, answer.revision());
    }
    MISSES.increment();
    var tasks = (QueryResult.Tasks) answer.result();
    var page = encode(tasks, answer.revision(), request.apiRequest().receivedAt());
    cache.put(request.guild(), query, page);
    return page;
  }

  /** The page that the guild named: the one with this visibility and revision, and no other. */
  private static TaskPage unchanged(
      List<TaskPage> cached, TaskVisibility visibility, long revision) {
    return cached.stream()
        .filter(page -> page.visibility().equals(visibility) && page.revision() == revision)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the guild named a page that was not sent"));
  }

  private static TaskPage encode(QueryResult.Tasks tasks, long revision, Instant now) {
    return new TaskPage(
        tasks.visibility(),
        revision,
        tasks.validUntil(),
        tasks.tasks().size(),
        tasks.total(),
        new CompressibleContent(
            ContentTypes.APPLICATION_JSON,
            ByteString.fromArrayUnsafe(ApiJson.write(json(tasks, revision, now))),
            TaskPage.etag(tasks.visibility(), revision, tasks.validUntil()),
            true));
  }

  private static StreamedJson json(QueryResult.Tasks tasks, long revision, Instant now) {
    return json -> {
      json.writeStartObject();
      JsonFields.writeObjects(
          json, "tasks", tasks.tasks(), (list, task) -> TaskJson.write(list, task, now));
      json.writeNumberField("total", tasks.total());
      json.writeNumberField("revision", revision);
      json.writeEndObject();
    };
  }

  private static TaskFilter filter(QueryParameters query) {
    var text = query.get("q");
    if (text != null && text.length() > MAX_SEARCH_LENGTH) {
      throw Problems.badParameter("q", "has at most " + MAX_SEARCH_LENGTH + " characters.")
          .asException();
    }
    return new TaskFilter(
        query.oneOf("status", TaskFilter.Status.class),
        query.get("assignee", "a member's id (1 to 19 digits)", MemberId::of),
        query.get("category", "a category's id (UUID)", GroupingId::of),
        query.get("label", "a label's id (UUID)", GroupingId::of),
        query.instant("dueFrom"),
        query.instant("dueTo"),
        text);
  }
}
