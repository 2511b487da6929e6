package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Swap;
import java.io.IOException;

/** The public JSON of a swap. */
public final class SwapJson {
  private SwapJson() {}

  public static StreamedJson of(Swap swap) {
    return json -> write(json, swap);
  }

  public static void write(JsonGenerator json, Swap swap) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", swap.id().toString());
    json.writeStringField("task", swap.occurrence().task().toString());
    json.writeNumberField("ordinal", swap.occurrence().ordinal());
    json.writeStringField("from", swap.from().toString());
    JsonFields.writeText(json, "to", swap.to());
    OccurrenceRef wanted = swap.inExchange();
    if (wanted == null) {
      json.writeNullField("inExchange");
    } else {
      json.writeObjectFieldStart("inExchange");
      json.writeStringField("task", wanted.task().toString());
      json.writeNumberField("ordinal", wanted.ordinal());
      json.writeEndObject();
    }
    json.writeBooleanField("permanent", swap.permanent());
    json.writeStringField("note", swap.note());
    json.writeEndObject();
  }
}
