package dcm.sandbox.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.rest.ApiException;

/** Validation of messages: Discord's limits on content, embeds, nonce and emptiness. */
public final class MessageValidation {
  public static final int EPHEMERAL = 1 << 6;
  public static final int LOADING = 1 << 7;
  public static final int COMPONENTS_V2 = 1 << 15;
  private static final int MAX_EMBED_CHARACTERS = 6_000;

  private MessageValidation() {}

  /**
   * @throws ApiException 50035 with every invalid field, or 50006 for an empty message
   */
  public static void checkNew(JsonNode body) {
    check(body);
    if (isBlank(body)) {
      throw new ApiException(400, 50006, "Cannot send an empty message");
    }
  }

  /** Checks an edit of a message; absent fields stay as they are. */
  public static void check(JsonNode body) {
    FormErrorCollector errors = new FormErrorCollector();
    if (!body.isObject()) {
      throw new ApiException(400, 50109, "The request body contains invalid JSON.");
    }
    FieldValidator form = FieldValidator.root(errors, body);
    form.child("content").text(0, 2_000);
    form.child("flags").number(0, Integer.MAX_VALUE);
    if (!form.child("nonce").value().isIntegralNumber()) {
      form.child("nonce").text(0, 25);
    }
    form.child("embeds").list(0, 10);
    int totalCharacters = 0;
    for (FieldValidator embed : form.child("embeds").items()) {
      totalCharacters += checkEmbed(embed);
    }
    if (totalCharacters > MAX_EMBED_CHARACTERS) {
      errors.add(
          "embeds",
          "MAX_EMBED_SIZE_EXCEEDED",
          "Embed size exceeds maximum size of " + MAX_EMBED_CHARACTERS);
    }
    boolean componentsV2 = (body.path("flags").asInt() & COMPONENTS_V2) != 0;
    if (componentsV2 && (!isEmpty(body.path("content")) || !isEmpty(body.path("embeds")))) {
      errors.add(
          "content",
          "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
          "The 'content' and 'embeds' fields cannot be used when using IS_COMPONENTS_V2");
    }
    checkMentions(form.child("allowed_mentions"));
    ComponentValidation.checkMessage(form.child("components"), componentsV2);
    errors.throwIfAny();
  }

  private static void checkMentions(FieldValidator allowed) {
    allowed.child("users").list(0, 100);
    allowed.child("roles").list(0, 100);
    for (FieldValidator category : allowed.child("parse").items()) {
      switch (category.value().asText()) {
        case "users", "roles", "everyone" -> {
          String list = category.value().asText();
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
            category
                .errors()
                .invalidChoice(
                    category.path(), "Value must be one of ('users', 'roles', 'everyone').");
      }
    }
  }

  /** Checks an embed; returns its characters that count against the limit of all embeds. */
  private static int checkEmbed(FieldValidator embed) {
    embed.child("title").optionalText(0, 256);
    embed.child("description").optionalText(0, 4_096);
    embed.child("footer").child("text").optionalText(1, 2_048);
    embed.child("author").child("name").optionalText(1, 256);
    embed.child("fields").list(0, 25);
    int characters =
        length(embed, "title")
            + length(embed, "description")
            + length(embed.child("footer"), "text")
            + length(embed.child("author"), "name");
    for (FieldValidator field : embed.child("fields").items()) {
      field.child("name").text(1, 256);
      field.child("value").text(1, 1_024);
      characters += length(field, "name") + length(field, "value");
    }
    return characters;
  }

  private static int length(FieldValidator field, String key) {
    return field.value().path(key).asText("").length();
  }

  public static boolean isBlank(JsonNode body) {
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
