package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** What a message may be: Discord's limits on content, embeds, nonce and emptiness. */
final class MessageRules {
  static final int EPHEMERAL = 1 << 6;
  static final int LOADING = 1 << 7;
  static final int COMPONENTS_V2 = 1 << 15;
  private static final int EMBEDS_IN_ALL = 6_000;

  private MessageRules() {}

  /**
   * @throws ApiError 50035 with every field that is wrong, or 50006 when nothing would be seen
   */
  static void checkNew(JsonNode body) {
    check(body);
    if (isBlank(body)) {
      throw new ApiError(400, 50006, "Cannot send an empty message");
    }
  }

  /** The form of a message that is edited: what is absent stays as it was. */
  static void check(JsonNode body) {
    FormErrors errors = new FormErrors();
    if (!body.isObject()) {
      throw new ApiError(400, 50109, "The request body contains invalid JSON.");
    }
    FormField form = FormField.root(errors, body);
    form.at("content").text(0, 2_000);
    form.at("flags").number(0, Integer.MAX_VALUE);
    if (!form.at("nonce").value().isIntegralNumber()) {
      form.at("nonce").text(0, 25);
    }
    form.at("embeds").list(0, 10);
    int inAll = 0;
    for (FormField embed : form.at("embeds").each()) {
      inAll += embed(embed);
    }
    if (inAll > EMBEDS_IN_ALL) {
      errors.add(
          "embeds",
          "MAX_EMBED_SIZE_EXCEEDED",
          "Embed size exceeds maximum size of " + EMBEDS_IN_ALL);
    }
    boolean v2 = (body.path("flags").asInt() & COMPONENTS_V2) != 0;
    if (v2 && (!isEmpty(body.path("content")) || !isEmpty(body.path("embeds")))) {
      errors.add(
          "content",
          "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
          "The 'content' and 'embeds' fields cannot be used when using IS_COMPONENTS_V2");
    }
    mentions(form.at("allowed_mentions"));
    ComponentRules.message(form.at("components"), v2);
    errors.refuseIfAny();
  }

  private static void mentions(FormField allowed) {
    allowed.at("users").list(0, 100);
    allowed.at("roles").list(0, 100);
    for (FormField kind : allowed.at("parse").each()) {
      switch (kind.value().asText()) {
        case "users", "roles", "everyone" -> {
          String list = kind.value().asText();
          if (allowed.value().path(list).size() > 0) {
            allowed
                .errors()
                .add(
                    allowed.path(),
                    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                    "parse:[\"%s\"] and %s: [ids...] are mutually exclusive."
                        .formatted(list, list));
          }
        }
        default ->
            kind.errors()
                .choice(kind.path(), "Value must be one of ('users', 'roles', 'everyone').");
      }
    }
  }

  /** Returns how many characters count against the sum of all embeds. */
  private static int embed(FormField embed) {
    embed.at("title").optionalText(0, 256);
    embed.at("description").optionalText(0, 4_096);
    embed.at("footer").at("text").optionalText(1, 2_048);
    embed.at("author").at("name").optionalText(1, 256);
    embed.at("fields").list(0, 25);
    int characters =
        length(embed, "title")
            + length(embed, "description")
            + length(embed.at("footer"), "text")
            + length(embed.at("author"), "name");
    for (FormField field : embed.at("fields").each()) {
      field.at("name").text(1, 256);
      field.at("value").text(1, 1_024);
      characters += length(field, "name") + length(field, "value");
    }
    return characters;
  }

  private static int length(FormField field, String key) {
    return field.value().path(key).asText("").length();
  }

  static boolean isBlank(JsonNode body) {
    return body.path("content").asText("").isBlank()
        && isEmpty(body.path("embeds"))
        && isEmpty(body.path("components"))
        && isEmpty(body.path("attachments"))
        && !body.path("poll").isObject();
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isTextual() ? value.asText().isEmpty() : value.isEmpty();
  }
}
