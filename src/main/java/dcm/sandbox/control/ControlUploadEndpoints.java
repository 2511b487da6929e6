package dcm.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.UploadStore;
import java.util.Base64;

/** Control API for files that are options of commands. */
public final class ControlUploadEndpoints {
  private final SandboxContext context;

  public ControlUploadEndpoints(SandboxContext context) {
    this.context = context;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add("POST", "/sandbox/attachments", Access.OPEN, this::upload);
  }

  /** {@code {filename, content_type?, data}}, with the bytes in Base64; the answer has its id. */
  private SandboxResponse upload(ApiCall call) {
    JsonNode form = call.json();
    String filename = form.path("filename").asText("").replaceAll("[^A-Za-z0-9._-]", "_");
    if (filename.isEmpty() || filename.length() > 100) {
      throw ControlException.badRequest("filename must have 1 to 100 characters");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(form.path("data").asText(""));
    } catch (IllegalArgumentException e) {
      throw ControlException.badRequest("data must be Base64");
    }
    UploadStore.Upload upload =
        context
            .uploads()
            .add(
                filename,
                form.path("content_type").isTextual() ? form.path("content_type").asText() : null,
                bytes);
    return SandboxResponse.of(201, upload.toJson(context.host()));
  }
}
