package dcm.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dcm.entity.GuildException;
import dcm.guild.command.GroupingCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Permission;
import dcm.http.json.ApiJson;
import dcm.http.json.AssignmentJson;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.TemplateJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.FailureProblems;
import dcm.redis.RateLimiter;
import dcm.template.RoomCategories;
import dcm.template.TaskTemplate;
import dcm.template.TemplateCatalog;
import dcm.template.TemplatePlan;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Templates of common tasks, and the creation of several tasks from them. */
public final class TemplateRoutes {
  private static final int MAX_ID_LENGTH = 50;
  private static final int MAX_TAG_LENGTH = 35;
  private static final Locale DUTCH = Locale.of("nl");

  private final HttpGuildClient client;
  private final RateLimiter limits;
  private final TemplateCatalog catalog = TemplateCatalog.load();
  private final String dutchEtag = etag(DUTCH);
  private final String englishEtag = etag(Locale.ENGLISH);

  public TemplateRoutes(HttpGuildClient client, RateLimiter limits) {
    this.client = client;
    this.limits = limits;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("GET", "/templates", this::list, "locale"),
        Endpoint.inGuild("POST", "/templates/apply", this::apply));
  }

  /** The ETag is of the content: it changes with a new release only. */
  private String etag(Locale language) {
    var content = ApiJson.write(TemplateJson.of(catalog, language));
    return Etags.of(DigestUtils.sha256Hex(content).substring(0, 16));
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    var wanted = request.query().get("locale", "a BCP 47 language tag", TemplateRoutes::language);
    // asked in any case: the caller may have left the guild
    return settings(request)
        .thenApply(settings -> {
          var language = wanted == null ? language(settings.locale()) : wanted;
          var etag = language.equals(DUTCH) ? dutchEtag : englishEtag;
          var known = Etags.matching(request.apiRequest().header("If-None-Match"), etag);
          return known != null
              ? Responses.notModified(known)
              : Responses.json(TemplateJson.of(catalog, language))
                  .addHeader(Responses.header("ETag", etag));
        });
  }

  private CompletionStage<GuildSettings> settings(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class)
        .thenApply(QueryResult.ShownSettings::settings);
  }

  /** Dutch or English. */
  private static Locale language(String tag) {
    if (tag.length() > MAX_TAG_LENGTH || !tag.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")) {
      throw new IllegalArgumentException("not a language tag");
    }
    return Locale.forLanguageTag(tag).getLanguage().equals("nl") ? DUTCH : Locale.ENGLISH;
  }

  private CompletionStage<HttpResponse> apply(GuildRequest request) {
    var body = request.body().json();
    var fields = JsonObjectReader.of(body);
    var templates = templates(fields);
    var wanted = fields.parsed("locale", "a BCP 47 language tag", TemplateRoutes::language);
    var assignment = AssignmentJson.read(fields.object("assignment"));
    var start = fields.date("start");
    fields.check();
    List<JsonNode> ids =
        templates.stream().<JsonNode>map(each -> TextNode.valueOf(each.id())).toList();
    var now = request.apiRequest().receivedAt();
    return BulkRoutes.chargeItems(limits, request, templates.size())
        .thenCompose(_ -> settings(request))
        .thenCompose(settings -> {
          var plan =
              new TemplatePlan(
                  catalog,
                  templates,
                  wanted == null ? language(settings.locale()) : wanted,
                  assignment,
                  start == null ? LocalDate.ofInstant(now, settings.zone()) : start);
          return client.commands(
              request,
              body,
              () -> categories(request, body).tasks(plan, request.apiRequest()::newId));
        })
        .thenApply(results -> BulkRoutes.respond(ids, 201, results, now));
  }

  private List<TaskTemplate> templates(JsonObjectReader fields) {
    var templates =
        fields.listOf("templates", HttpGuildClient.MAX_PARTS, "a template's id", this::template);
    fields.require("templates", templates);
    if (templates == null) {
      return List.of();
    }
    if (templates.isEmpty()) {
      fields.addError("templates", "too-few", "This list has at least one entry.");
    }
    if (new HashSet<>(templates).size() < templates.size()) {
      fields.addError("templates", "duplicate", "A template is in the list twice.");
    }
    return templates;
  }

  private TaskTemplate template(String id) {
    var template = id.length() > MAX_ID_LENGTH ? null : catalog.find(id);
    if (template == null) {
      throw new IllegalArgumentException("no template has this id");
    }
    return template;
  }

  private RoomCategories categories(GuildRequest request, JsonNode body) {
    return new RoomCategories() {
      @Override
      public CompletionStage<List<Grouping>> existing() {
        return client
            .ask(
                request,
                new GuildQuery.Groupings(Grouping.Kind.CATEGORY),
                QueryResult.Groupings.class)
            .thenApply(QueryResult.Groupings::groupings);
      }

      // asked before, so that a member without the permission leaves no refused commands
      @Override
      public CompletionStage<Boolean> mayCreate() {
        return isAccepted(
            client.ask(
                request,
                new GuildQuery.CheckPermission(Permission.TASK_EDIT),
                QueryResult.Permitted.class));
      }

      @Override
      public CompletionStage<Boolean> create(GroupingCommand.Create command) {
        return isAccepted(client.prepare(request, body, command));
      }
    };
  }

  /** False when it is refused; other failures remain. */
  private static CompletionStage<Boolean> isAccepted(CompletionStage<?> stage) {
    return stage
        .<Boolean>thenApply(_ -> true)
        .exceptionally(failure -> {
          if (FailureProblems.unwrap(failure) instanceof GuildException.RefusedException) {
            return false;
          }
          throw new CompletionException(FailureProblems.unwrap(failure));
        });
  }
}
