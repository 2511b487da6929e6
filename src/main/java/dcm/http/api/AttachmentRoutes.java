package dcm.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.entity.GuildException;
import dcm.guild.command.AttachmentCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Attachment;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.TaskId;
import dcm.http.json.ApiJson;
import dcm.http.json.JsonFields;
import dcm.http.json.StreamedJson;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.photo.EncodedPhoto;
import dcm.photo.PhotoProcessor;
import dcm.photo.PhotoResult;
import dcm.view.AttachmentStore;
import dcm.view.AttachmentStore.AttachmentRecord;
import dcm.view.AttachmentStore.NewAttachment;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.jspecify.annotations.Nullable;

/** The photos of a task's occurrences. */
public final class AttachmentRoutes {
  private final HttpGuildClient client;
  private final AttachmentStore store;
  private final PhotoProcessor processor;

  public AttachmentRoutes(HttpGuildClient client, AttachmentStore store, PhotoProcessor processor) {
    this.client = client;
    this.store = store;
    this.processor = processor;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.inGuild("POST", "/tasks/{id}/attachments", this::add, "ordinal")
            .withMaxBodySize(PhotoProcessor.MAX_UPLOAD_BYTES),
        Endpoint.inGuild(
            "GET", "/tasks/{id}/attachments", this::list, "ordinal", "limit", "cursor"),
        Endpoint.inGuild(
                "GET",
                "/tasks/{id}/attachments/{aid}",
                request -> show(request, AttachmentStore.Size.FULL))
            .producing(EncodedPhoto.MEDIA_TYPE),
        Endpoint.inGuild(
                "GET",
                "/tasks/{id}/attachments/{aid}/thumbnail",
                request -> show(request, AttachmentStore.Size.THUMBNAIL))
            .producing(EncodedPhoto.MEDIA_TYPE),
        Endpoint.inGuild("DELETE", "/tasks/{id}/attachments/{aid}", this::remove));
  }

  private CompletionStage<HttpResponse> add(GuildRequest request) {
    var ordinal = ordinal(request);
    if (!request.body().bytes().isEmpty()
        && !request.body().type().orElse("").toLowerCase(Locale.ROOT).startsWith("image/")) {
      throw Problems.unsupportedPhotoType().asException();
    }
    byte[] upload = request.body().bytes().toArrayUnsafe();
    // the guild decides when the photo is ready; a stranger must not have it work before
    return visibleTask(request)
        .thenCompose(task ->
            processor
                .process(upload)
                .thenCompose(result -> save(request, task, ordinal, upload, processed(result))))
        .thenCompose(added -> store.find(request.guild(), added.task(), added.id()))
        .thenApply(found -> {
          // a repeated request has the photo of the first one, if it was not removed since
          var attachment = found.orElseThrow(AttachmentRoutes::unknown);
          return Responses.json(201, json(attachment))
              .addHeader(
                  Responses.header(
                      "Location", request.apiRequest().path() + "/" + attachment.id()));
        });
  }

  private static PhotoResult.Processed processed(PhotoResult result) {
    return switch (result) {
      case PhotoResult.Processed photo -> photo;
      case PhotoResult.Rejected(var reason) -> throw Problems.photoRejected(reason).asException();
    };
  }

  private CompletionStage<Attachment> save(
      GuildRequest request,
      TaskId task,
      @Nullable Integer ordinal,
      byte[] upload,
      PhotoResult.Processed photo) {
    var attachment =
        new NewAttachment(
            task,
            new AttachmentId(request.apiRequest().newId()),
            request.caller().id(),
            request.apiRequest().receivedAt(),
            photo);
    var command =
        new AttachmentCommand.Add(
            request.taskRef(),
            ordinal,
            attachment.id(),
            EncodedPhoto.MEDIA_TYPE,
            attachment.bytes(),
            store.quota());
    return store.save(
        request.guild(),
        attachment,
        () -> client.command(request, fingerprint(upload, ordinal), command),
        AttachmentRoutes::nothingRecorded);
  }

  /** Stands for the body when a request with an Idempotency-Key is compared with an earlier one. */
  private static JsonNode fingerprint(byte[] upload, @Nullable Integer ordinal) {
    return ApiJson.object().put("sha256", DigestUtils.sha256Hex(upload)).put("ordinal", ordinal);
  }

  /** Whether the guild surely wrote nothing: it refused, or was not asked. */
  private static boolean nothingRecorded(Throwable failure) {
    var cause = FailureProblems.unwrap(failure);
    return cause instanceof GuildException.RefusedException || cause instanceof ProblemException;
  }

  private CompletionStage<HttpResponse> list(GuildRequest request) {
    var ordinal = ordinal(request);
    int limit = request.query().limit();
    var page = new Pagination(request, "attachments " + request.taskRef() + " " + ordinal, limit);
    long before = page.position(Long.MAX_VALUE);
    return visibleTask(request)
        .thenCompose(task ->
            store.findByTask(request.guild(), task, ordinal == null ? 0 : ordinal, before, limit))
        .thenApply(attachments -> {
          boolean full = attachments.size() == limit;
          return page.link(
              Responses.json(JsonFields.list("attachments", attachments, AttachmentRoutes::write)),
              full,
              full ? attachments.getLast().revision() : 0);
        });
  }

  private CompletionStage<HttpResponse> show(GuildRequest request, AttachmentStore.Size size) {
    var id = attachmentId(request);
    return visibleTask(request)
        .thenCompose(task -> store.read(request.guild(), task, id, size))
        .thenApply(content -> photo(request, id, content.orElseThrow(AttachmentRoutes::unknown)));
  }

  private static ProblemException unknown() {
    return Problems.notFound("There is no such photo.").asException();
  }

  /** The bytes never change under their id, and only one browser may keep them. */
  private static HttpResponse photo(
      GuildRequest request, AttachmentId id, AttachmentStore.AttachmentContent content) {
    var etag = Etags.of(id.toString());
    var known = Etags.matching(request.apiRequest().header("If-None-Match"), etag);
    var response =
        HttpResponse.create()
            .addHeader(Responses.header("ETag", etag))
            .addHeader(Responses.header("Cache-Control", "private, max-age=86400, immutable"))
            .addHeader(Responses.header("Vary", "Authorization"))
            .addHeader(Responses.header("Content-Disposition", "inline"));
    return known != null
        ? response.withStatus(304)
        : response.withEntity(
            HttpEntities.create(
                content.mediaType().equals(EncodedPhoto.MEDIA_TYPE)
                    ? MediaTypes.IMAGE_JPEG.toContentType()
                    : ContentTypes.APPLICATION_OCTET_STREAM,
                content.bytes()));
  }

  private CompletionStage<HttpResponse> remove(GuildRequest request) {
    return client
        .command(
            request,
            ApiJson.object(),
            new AttachmentCommand.Remove(request.taskRef(), attachmentId(request)))
        .thenApply(_ -> Responses.noContent());
  }

  /** The task's id, if the caller may see the task. */
  private CompletionStage<TaskId> visibleTask(GuildRequest request) {
    return client
        .ask(request, new GuildQuery.OneTask(request.taskRef()), QueryResult.OneTask.class)
        .thenApply(result -> result.task().id());
  }

  private static AttachmentId attachmentId(GuildRequest request) {
    return request.pathId("aid", "photo", AttachmentId::of);
  }

  private static @Nullable Integer ordinal(GuildRequest request) {
    return request
        .query()
        .get(
            "ordinal",
            "a number of an occurrence, from 1",
            text -> {
              int ordinal = Integer.parseInt(text);
              if (ordinal < 1) {
                throw new IllegalArgumentException("ordinals begin with 1");
              }
              return ordinal;
            });
  }

  private static StreamedJson json(AttachmentRecord attachment) {
    return json -> write(json, attachment);
  }

  private static void write(JsonGenerator json, AttachmentRecord attachment) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", attachment.id().toString());
    json.writeNumberField("ordinal", attachment.ordinal());
    json.writeStringField("by", attachment.uploader().toString());
    json.writeStringField("at", attachment.at().toString());
    json.writeStringField("mediaType", attachment.mediaType());
    json.writeNumberField("bytes", attachment.bytes());
    json.writeNumberField("width", attachment.width());
    json.writeNumberField("height", attachment.height());
    json.writeObjectFieldStart("thumbnail");
    json.writeNumberField("width", attachment.thumbnailWidth());
    json.writeNumberField("height", attachment.thumbnailHeight());
    json.writeEndObject();
    json.writeEndObject();
  }
}
