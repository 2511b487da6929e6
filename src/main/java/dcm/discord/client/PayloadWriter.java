package dcm.discord.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.discord.text.Truncation;
import dcm.guild.value.MemberId;
import java.util.List;

/**
 * Writer of messages as Discord's JSON, truncated to its limits (docs: resources/message,
 * interactions). The allowed mentions are always written, so that only listed members are pinged.
 */
final class PayloadWriter {
  static final int EPHEMERAL = 1 << 6;
  static final int SUPPRESS_NOTIFICATIONS = 1 << 12;
  private static final int MAX_CONTENT_LENGTH = 2000;
  private static final int MAX_TITLE_LENGTH = 256;
  private static final int MAX_DESCRIPTION_LENGTH = 4096;
  private static final int MAX_EMBED_LENGTH = 6000;
  private static final int MAX_FIELDS = 10;
  private static final int MAX_FIELD_NAME_LENGTH = 100;
  private static final int MAX_FIELD_VALUE_LENGTH = 1024;
  private static final int MAX_LABEL_LENGTH = 80;
  private static final int TEXT_CHANNEL = 0;
  private static final int MAX_PLACEHOLDER_LENGTH = 150;
  private static final int MAX_OPTION_LENGTH = 100;
  private static final int MAX_CHOICES = 25;
  private static final int MAX_CHOICE_NAME_LENGTH = 100;
  private static final int MAX_MODAL_TITLE_LENGTH = 45;
  private static final int MAX_BUTTONS_PER_ROW = 5;
  private static final int ACTION_ROW = 1;
  private static final int BUTTON = 2;
  private static final int STRING_SELECT = 3;
  private static final int TEXT_INPUT = 4;
  private static final int CHANNEL_SELECT = 8;
  private static final int LABEL = 18;
  private static final int FILE_UPLOAD = 19;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PayloadWriter() {}

  static ObjectNode initialResponse(InteractionReply reply) {
    return switch (reply) {
      case InteractionReply.NewMessage newMessage ->
          response(4, message(newMessage.message(), newMessage.ephemeral()));
      case InteractionReply.NewFile file -> response(4, message(file.message(), true));
      case InteractionReply.UpdateMessage update -> response(7, message(update.message(), false));
      case InteractionReply.Modal modal -> response(9, modal(modal));
      case InteractionReply.Choices suggestions -> response(8, choices(suggestions));
    };
  }

  /** Announces a later reply as a new message. */
  static ObjectNode deferred(boolean ephemeral) {
    return response(5, ephemeral ? JSON.objectNode().put("flags", EPHEMERAL) : JSON.objectNode());
  }

  /** Announces a later reply; the message with the button stays unchanged until then. */
  static ObjectNode deferredUpdate() {
    return JSON.objectNode().put("type", 6);
  }

  static ObjectNode message(Message message, boolean ephemeral) {
    var json =
        JSON.objectNode()
            .put("content", Truncation.truncate(MAX_CONTENT_LENGTH, message.content()));
    var embeds = json.putArray("embeds");
    if (message.embed() != null) {
      embeds.add(embed(message.embed()));
    }
    var rows = json.putArray("components");
    message.selects().forEach(select -> addSelect(rows, select));
    addActionRows(rows, message.buttons());
    var allowed = json.putObject("allowed_mentions");
    allowed.putArray("parse");
    if (!message.allowedMentions().isEmpty()) {
      var users = allowed.putArray("users");
      message.allowedMentions().stream()
          .distinct()
          .limit(100)
          .forEach(id -> users.add(id.toString()));
    }
    if (ephemeral) {
      json.put("flags", EPHEMERAL);
    }
    return json;
  }

  static ObjectNode recipient(MemberId to) {
    return JSON.objectNode().put("recipient_id", to.toString());
  }

  /** The fields come before the description when both do not fit. */
  private static ObjectNode embed(Message.Embed embed) {
    String title = Truncation.truncate(MAX_TITLE_LENGTH, embed.title());
    var json = JSON.objectNode().put("title", title).put("color", embed.colour());
    int left = MAX_EMBED_LENGTH - title.length();
    var fields = JSON.arrayNode();
    for (var field : embed.fields().stream().limit(MAX_FIELDS).toList()) {
      String name = Truncation.truncate(MAX_FIELD_NAME_LENGTH, field.name());
      String value = Truncation.truncate(MAX_FIELD_VALUE_LENGTH, field.value());
      if (name.length() + value.length() <= left) {
        left -= name.length() + value.length();
        fields.addObject().put("name", name).put("value", value).put("inline", field.inline());
      }
    }
    if (!embed.description().isEmpty() && left > 1) {
      json.put(
          "description",
          Truncation.truncate(Math.min(MAX_DESCRIPTION_LENGTH, left), embed.description()));
    }
    if (!fields.isEmpty()) {
      json.set("fields", fields);
    }
    return json;
  }

  private static void addSelect(ArrayNode rows, Message.Select select) {
    var json =
        rows.addObject()
            .put("type", ACTION_ROW)
            .putArray("components")
            .addObject()
            .put("custom_id", select.customId())
            .put("placeholder", Truncation.truncate(MAX_PLACEHOLDER_LENGTH, select.placeholder()));
    switch (select) {
      case Message.OptionSelect menu -> {
        json.put("type", STRING_SELECT)
            .put("min_values", menu.several() ? 0 : 1)
            .put("max_values", menu.several() ? menu.options().size() : 1);
        var options = json.putArray("options");
        menu.options().forEach(option -> options.add(option(option)));
      }
      case Message.ChannelSelect menu -> {
        json.put("type", CHANNEL_SELECT).put("min_values", 1).put("max_values", 1);
        json.putArray("channel_types").add(TEXT_CHANNEL);
        if (menu.chosen() != null) {
          json.putArray("default_values")
              .addObject()
              .put("id", menu.chosen().toString())
              .put("type", "channel");
        }
      }
    }
  }

  private static ObjectNode option(Message.Option option) {
    var json =
        JSON.objectNode()
            .put("label", Truncation.truncate(MAX_OPTION_LENGTH, option.label()))
            .put("value", option.value())
            .put("default", option.chosen());
    return option.description().isEmpty()
        ? json
        : json.put("description", Truncation.truncate(MAX_OPTION_LENGTH, option.description()));
  }

  private static void addActionRows(ArrayNode rows, List<Message.Button> buttons) {
    for (int from = 0; from < buttons.size(); from += MAX_BUTTONS_PER_ROW) {
      var row = rows.addObject().put("type", ACTION_ROW).putArray("components");
      for (var button :
          buttons.subList(from, Math.min(from + MAX_BUTTONS_PER_ROW, buttons.size()))) {
        row.addObject()
            .put("type", BUTTON)
            .put("style", button.style().number)
            .put("label", Truncation.truncate(MAX_LABEL_LENGTH, button.label()))
            .put("custom_id", button.customId());
      }
    }
  }

  private static ObjectNode modal(InteractionReply.Modal modal) {
    var json =
        JSON.objectNode()
            .put("custom_id", modal.customId())
            .put("title", Truncation.truncate(MAX_MODAL_TITLE_LENGTH, modal.title()));
    var rows = json.putArray("components");
    for (var input : modal.inputs()) {
      var field =
          label(rows, input.label())
              .put("type", TEXT_INPUT)
              .put("custom_id", input.id())
              .put("style", input.paragraph() ? 2 : 1)
              .put("required", input.required())
              .put("max_length", input.maxLength());
      if (!input.value().isEmpty()) {
        field.put("value", Truncation.truncate(input.maxLength(), input.value()));
      }
    }
    for (var file : modal.files()) {
      label(rows, file.label())
          .put("type", FILE_UPLOAD)
          .put("custom_id", file.id())
          .put("required", false)
          .put("min_values", 0)
          .put("max_values", file.max());
    }
    return json;
  }

  /** Adds a label; returns the component in it. */
  private static ObjectNode label(ArrayNode rows, String text) {
    return rows.addObject()
        .put("type", LABEL)
        .put("label", Truncation.truncate(MAX_MODAL_TITLE_LENGTH, text))
        .putObject("component");
  }

  private static ObjectNode choices(InteractionReply.Choices suggestions) {
    var json = JSON.objectNode();
    var choices = json.putArray("choices");
    suggestions.choices().stream()
        .limit(MAX_CHOICES)
        .forEach(choice ->
            choices
                .addObject()
                .put("name", Truncation.truncate(MAX_CHOICE_NAME_LENGTH, choice.name()))
                .put("value", choice.value()));
    return json;
  }

  private static ObjectNode response(int type, ObjectNode data) {
    var json = JSON.objectNode().put("type", type);
    json.set("data", data);
    return json;
  }
}
