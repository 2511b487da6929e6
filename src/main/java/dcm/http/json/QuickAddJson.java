package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.value.Due;
import dcm.guild.value.Schedule;
import dcm.notify.MessageBundle;
import dcm.notify.MessageLanguage;
import dcm.notify.ScheduleText;
import dcm.quickadd.QuickAddResult;
import java.io.IOException;
import java.util.List;

/** The public JSON of a line that was typed as a task. */
public final class QuickAddJson {
  private QuickAddJson() {}

  /**
   * {@code {fields, understood, problems, echo, sentence, next}}.
   *
   * @param echo the understood fields as one line
   * @param next the next dues
   * @param language of the problems' details
   */
  public static StreamedJson of(
      QuickAddResult result, String echo, List<Due> next, MessageLanguage language) {
    var messages = MessageBundle.of("quickadd", language);
    return json -> {
      json.writeStartObject();
      json.writeFieldName("fields");
      write(json, result.fields());
      JsonFields.writeObjects(json, "understood", result.understood(), QuickAddJson::write);
      JsonFields.writeObjects(
          json,
          "problems",
          result.problems(),
          (generator, problem) -> write(generator, problem, messages));
      json.writeStringField("echo", echo);
      json.writeObjectFieldStart("sentence");
      for (MessageLanguage each : MessageLanguage.values()) {
        json.writeStringField(each.tag(), ScheduleText.in(each).of(result.fields().schedule()));
      }
      json.writeEndObject();
      JsonFields.writeObjects(json, "next", next, DueJson::write);
      json.writeEndObject();
    };
  }

  /** As the body that creates the task, with the fields that are stated. */
  private static void write(JsonGenerator json, QuickAddResult.Fields fields) throws IOException {
    json.writeStartObject();
    json.writeStringField("title", fields.title());
    if (!(fields.schedule() instanceof Schedule.Once(Due.Never _))) {
      json.writeFieldName("schedule");
      ScheduleJson.write(json, fields.schedule());
    }
    if (fields.assignment() != null) {
      json.writeFieldName("assignment");
      AssignmentJson.write(json, fields.assignment());
    }
    if (fields.priority() != null) {
      json.writeStringField("priority", fields.priority().name());
    }
    if (fields.minutes() != null) {
      json.writeObjectFieldStart("effort");
      json.writeNumberField("minutes", fields.minutes());
      json.writeEndObject();
    }
    if (fields.category() != null) {
      JsonFields.writeText(json, "category", fields.category());
    }
    if (!fields.labels().isEmpty()) {
      JsonFields.writeTexts(json, "labels", fields.labels());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, QuickAddResult.Understood part) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", part.kind().tag());
    json.writeNumberField("from", part.from());
    json.writeNumberField("to", part.to());
    json.writeStringField("text", part.text());
    json.writeStringField("words", part.words());
    json.writeEndObject();
  }

  private static void write(
      JsonGenerator json, QuickAddResult.Problem problem, MessageBundle messages)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("code", problem.code().tag());
    json.writeNumberField("from", problem.from());
    json.writeNumberField("to", problem.to());
    json.writeStringField("text", problem.text());
    json.writeStringField("detail", messages.format(problem.code().tag()));
    JsonFields.writeTexts(json, "alternatives", problem.alternatives());
    json.writeEndObject();
  }
}
