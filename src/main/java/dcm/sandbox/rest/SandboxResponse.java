package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.store.SandboxJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A response: JSON, a page, or no content. */
public record SandboxResponse(
    int status, @Nullable JsonNode json, @Nullable Page page, Map<String, String> headers) {
  record Page(ContentType contentType, ByteString bytes) {}

  public static SandboxResponse of(int status, JsonNode json) {
    return new SandboxResponse(status, json, null, Map.of());
  }

  public static SandboxResponse ok(JsonNode json) {
    return of(200, json);
  }

  public static SandboxResponse noContent() {
    return new SandboxResponse(204, null, null, Map.of());
  }

  public static SandboxResponse page(int status, ContentType type, byte[] bytes) {
    return new SandboxResponse(status, null, new Page(type, ByteString.fromArray(bytes)), Map.of());
  }

  public static SandboxResponse redirect(String location) {
    return new SandboxResponse(302, null, null, Map.of("Location", location));
  }

  public SandboxResponse withHeader(String header, String value) {
    Map<String, String> merged = new LinkedHashMap<>(headers);
    merged.put(header, value);
    return new SandboxResponse(status, json, page, merged);
  }

  public HttpResponse toHttp() {
    HttpResponse response = HttpResponse.create().withStatus(StatusCodes.get(status));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    if (json != null) {
      return response.withEntity(ContentTypes.APPLICATION_JSON, SandboxJson.write(json));
    }
    return page == null
        ? response
        : response.withEntity(HttpEntities.create(page.contentType(), page.bytes()));
  }
}
