package dcm.discord.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.discord.words.Cut;
import dcm.guild.MemberId;
import java.util.List;

/**
 * Our messages as Discord's JSON, cut to its limits (docs: resources/message, interactions). The
 * allowed mentions are always written: nobody is pinged who is not listed.
 */
final class Payloads {
  static final int EPHEMERAL = 1 << 6;
  private static final int MOST_CONTENT = 2000;
  private static final int MOST_TITLE = 256;
  private static final int MOST_DESCRIPTION = 3000;
  private static final int MOST_FIELDS = 10;
  private static final int MOST_FIELD_NAME = 100;
  private static final int MOST_FIELD_VALUE = 150;
  private static final int MOST_LABEL = 80;
  private static final int MOST_CHOICES = 25;
  private static final int MOST_CHOICE = 100;
  private static final int MOST_FORM_TITLE = 45;
  private static final int A_ROW = 5;
  private static final int ACTION_ROW = 1;
  private static final int BUTTON = 2;
  private static final int TEXT_INPUT = 4;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Payloads() {}

  static ObjectNode callback(Reply reply) {
    return switch (reply) {
      case Reply.Say say -> typed(4, message(say.message(), say.hidden()));
      case Reply.Replace replace -> typed(7, message(replace.message(), false));
      case Reply.Form form -> typed(9, form(form));
      case Reply.Offer offer -> typed(8, offer(offer));
    };
  }

  /** An answer will follow as a new message. */
  static ObjectNode deferred(boolean hidden) {
    return typed(5, hidden ? JSON.objectNode().put("flags", EPHEMERAL) : JSON.objectNode());
  }

  /** An answer will follow; the message with the button stays as it is until then. */
  static ObjectNode deferredReplacement() {
    return JSON.objectNode().put("type", 6);
  }

  static ObjectNode message(Message message, boolean hidden) {
    var json = JSON.objectNode().put("content", Cut.to(MOST_CONTENT, message.content()));
    var embeds = json.putArray("embeds");
    if (message.embed() != null) {
      embeds.add(embed(message.embed()));
    }
    rows(json.putArray("components"), message.buttons());
    var allowed = json.putObject("allowed_mentions");
    allowed.putArray("parse");
    if (!message.mentioned().isEmpty()) {
      var users = allowed.putArray("users");
      message.mentioned().stream().distinct().limit(100).forEach(id -> users.add(id.toString()));
    }
    if (hidden) {
      json.put("flags", EPHEMERAL);
    }
    return json;
  }

  static ObjectNode recipient(MemberId to) {
    return JSON.objectNode().put("recipient_id", to.toString());
  }

  private static ObjectNode embed(Message.Embed embed) {
    var json =
        JSON.objectNode()
            .put("title", Cut.to(MOST_TITLE, embed.title()))
            .put("color", embed.colour());
    if (!embed.description().isEmpty()) {
      json.put("description", Cut.to(MOST_DESCRIPTION, embed.description()));
    }
    if (!embed.fields().isEmpty()) {
      var fields = json.putArray("fields");
      embed.fields().stream()
          .limit(MOST_FIELDS)
          .forEach(field ->
              fields
                  .addObject()
                  .put("name", Cut.to(MOST_FIELD_NAME, field.name()))
                  .put("value", Cut.to(MOST_FIELD_VALUE, field.value()))
                  .put("inline", field.inline()));
    }
    return json;
  }

  private static void rows(ArrayNode rows, List<Message.Button> buttons) {
    for (int from = 0; from < buttons.size(); from += A_ROW) {
      var row = rows.addObject().put("type", ACTION_ROW).putArray("components");
      for (var button : buttons.subList(from, Math.min(from + A_ROW, buttons.size()))) {
        row.addObject()
            .put("type", BUTTON)
            .put("style", button.style().number)
            .put("label", Cut.to(MOST_LABEL, button.label()))
            .put("custom_id", button.customId());
      }
    }
  }

  private static ObjectNode form(Reply.Form form) {
    var json =
        JSON.objectNode()
            .put("custom_id", form.customId())
            .put("title", Cut.to(MOST_FORM_TITLE, form.title()));
    var rows = json.putArray("components");
    for (var input : form.inputs()) {
      var field =
          rows.addObject()
              .put("type", ACTION_ROW)
              .putArray("components")
              .addObject()
              .put("type", TEXT_INPUT)
              .put("custom_id", input.id())
              .put("style", input.paragraph() ? 2 : 1)
              .put("label", Cut.to(MOST_FORM_TITLE, input.label()))
              .put("required", input.required())
              .put("max_length", input.longest());
      if (!input.value().isEmpty()) {
        field.put("value", Cut.to(input.longest(), input.value()));
      }
    }
    return json;
  }

  private static ObjectNode offer(Reply.Offer offer) {
    var json = JSON.objectNode();
    var choices = json.putArray("choices");
    offer.choices().stream()
        .limit(MOST_CHOICES)
        .forEach(choice ->
            choices
                .addObject()
                .put("name", Cut.to(MOST_CHOICE, choice.name()))
                .put("value", choice.value()));
    return json;
  }

  private static ObjectNode typed(int type, ObjectNode data) {
    var json = JSON.objectNode().put("type", type);
    json.set("data", data);
    return json;
  }
}
