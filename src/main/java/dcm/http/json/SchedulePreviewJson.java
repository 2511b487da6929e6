package dcm.http.json;

import dcm.guild.query.QueryResult;
import dcm.notify.MessageLanguage;
import dcm.notify.ScheduleText;

/** The public JSON of a schedule's preview: its next dues, and its rule in words. */
public final class SchedulePreviewJson {
  private SchedulePreviewJson() {}

  /** {@code {schedule, dues, sentence: {en, nl}}}. */
  public static StreamedJson of(QueryResult.SchedulePreview preview) {
    return json -> {
      json.writeStartObject();
      json.writeFieldName("schedule");
      ScheduleJson.write(json, preview.schedule());
      JsonFields.writeObjects(json, "dues", preview.dues(), DueJson::write);
      json.writeObjectFieldStart("sentence");
      for (MessageLanguage language : MessageLanguage.values()) {
        json.writeStringField(language.tag(), ScheduleText.in(language).of(preview.schedule()));
      }
      json.writeEndObject();
      json.writeEndObject();
    };
  }
}
