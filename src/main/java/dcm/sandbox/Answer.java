package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
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

/** What is said to a request: JSON, a page, or nothing. */
record Answer(
    int status, @Nullable JsonNode json, @Nullable Page page, Map<String, String> headers) {
  record Page(ContentType type, ByteString bytes) {}

  static Answer of(int status, JsonNode json) {
    return new Answer(status, json, null, Map.of());
  }

  static Answer ok(JsonNode json) {
    return of(200, json);
  }

  static Answer nothing() {
    return new Answer(204, null, null, Map.of());
  }

  static Answer page(int status, ContentType type, byte[] bytes) {
    return new Answer(status, null, new Page(type, ByteString.fromArray(bytes)), Map.of());
  }

  static Answer redirect(String location) {
    return new Answer(302, null, null, Map.of("Location", location));
  }

  Answer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, json, page, all);
  }

  HttpResponse toHttp() {
    HttpResponse response = HttpResponse.create().withStatus(StatusCodes.get(status));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    if (json != null) {
      return response.withEntity(ContentTypes.APPLICATION_JSON, Json.write(json));
    }
    return page == null
        ? response
        : response.withEntity(HttpEntities.create(page.type(), page.bytes()));
  }
}
