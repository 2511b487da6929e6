package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.template.TaskTemplate;
import dcm.template.TemplateCatalog;
import java.io.IOException;
import java.time.Month;
import java.util.Locale;

/** The public JSON of templates. */
public final class TemplateJson {
  private TemplateJson() {}

  /** All rooms and templates in a language. */
  public static StreamedJson of(TemplateCatalog catalog, Locale language) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("locale", language.toLanguageTag());
      JsonFields.writeObjects(
          json, "rooms", catalog.rooms(), (generator, room) -> write(generator, room, language));
      JsonFields.writeObjects(
          json, "sets", catalog.sets(), (generator, set) -> write(generator, set, language));
      JsonFields.writeObjects(
          json,
          "templates",
          catalog.templates(),
          (generator, template) -> write(generator, template, language));
      json.writeEndObject();
    };
  }

  private static void write(JsonGenerator json, TaskTemplate.Room room, Locale language)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", room.id());
    json.writeStringField("name", room.name().in(language));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, TaskTemplate.StarterSet set, Locale language)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", set.id());
    json.writeStringField("name", set.name().in(language));
    JsonFields.writeTexts(json, "templates", set.templates());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, TaskTemplate template, Locale language)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", template.id());
    json.writeStringField("room", template.room());
    json.writeStringField("title", template.title().in(language));
    json.writeObjectFieldStart("effort");
    json.writeNumberField("minutes", template.effort().minutes());
    json.writeNumberField("difficulty", template.effort().difficulty());
    json.writeEndObject();
    RecurrencePresetJson.write(json, "preset", template.rhythm());
    JsonFields.writeText(json, "time", template.time());
    if (template.season() == null) {
      json.writeNullField("season");
    } else {
      json.writeArrayFieldStart("season");
      for (Month month : template.season().stream().sorted().toList()) {
        json.writeNumber(month.getValue());
      }
      json.writeEndArray();
    }
    JsonFields.writeTexts(json, "checklist", template.checklistIn(language));
    json.writeEndObject();
  }
}
