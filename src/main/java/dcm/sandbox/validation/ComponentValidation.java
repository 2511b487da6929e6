package dcm.sandbox.validation;

import java.util.HashSet;
import java.util.Set;

/** Validation of buttons, selects and modals (Discord's Component reference). */
public final class ComponentValidation {
  public static final int ACTION_ROW = 1;
  public static final int BUTTON = 2;
  public static final int STRING_SELECT = 3;
  public static final int TEXT_INPUT = 4;
  public static final int CHANNEL_SELECT = 8;
  static final int SECTION = 9;
  static final int TEXT = 10;
  public static final int CONTAINER = 17;
  public static final int LABEL = 18;
  public static final int FILE_UPLOAD = 19;
  private static final Set<Integer> V2_TOP_LEVEL_TYPES = Set.of(1, 9, 10, 12, 13, 14, 17);

  private final Set<String> customIds = new HashSet<>();
  private int count;

  private ComponentValidation() {}

  static void checkMessage(FieldValidator components, boolean v2) {
    ComponentValidation validation = new ComponentValidation();
    components.list(0, v2 ? 40 : 5);
    for (FieldValidator topLevel : components.items()) {
      int type = typeOf(topLevel);
      if (v2 ? !V2_TOP_LEVEL_TYPES.contains(type) : type != ACTION_ROW) {
        topLevel
            .errors()
            .invalidChoice(
                topLevel.child("type").path(),
                "Value of field \"type\" must be one of %s."
                    .formatted(v2 ? "(1, 9, 10, 12, 13, 14, 17)" : "(1,)"));
      } else {
        validation.checkComponent(topLevel);
      }
    }
    if (validation.count > 40) {
      components.errors().badLength(components.path(), 1, 40);
    }
  }

  /**
   * Checks the {@code data} of a modal: 1 to 5 components, each a row with a text input or a label.
   */
  public static void checkModal(FieldValidator data) {
    data.child("custom_id").text(1, 100);
    data.child("title").text(1, 45);
    data.child("components").list(1, 5);
    ComponentValidation validation = new ComponentValidation();
    for (FieldValidator topLevel : data.child("components").items()) {
      switch (typeOf(topLevel)) {
        case ACTION_ROW -> {
          topLevel.child("components").list(1, 1);
          for (FieldValidator input : topLevel.child("components").items()) {
            input.child("label").text(1, 45);
            validation.checkTextInput(input);
          }
        }
        case LABEL -> {
          topLevel.child("label").text(1, 45);
          topLevel.child("description").optionalText(0, 100);
          FieldValidator inner = topLevel.child("component").required();
          switch (typeOf(inner)) {
            case TEXT_INPUT -> validation.checkTextInput(inner);
            case FILE_UPLOAD -> {
              validation.checkCustomId(inner);
              inner.child("min_values").number(0, 10);
              inner.child("max_values").number(1, 10);
            }
            default -> validation.checkSelect(inner);
          }
        }
        case TEXT -> topLevel.child("content").text(1, 4_000);
        default ->
            topLevel
                .errors()
                .invalidChoice(
                    topLevel.child("type").path(),
                    "Value of field \"type\" must be one of (1, 10, 18).");
      }
    }
  }

  private void checkComponent(FieldValidator component) {
    count++;
    switch (typeOf(component)) {
      case ACTION_ROW -> checkRow(component);
      case SECTION -> {
        component.child("components").list(1, 3);
        component.child("components").items().forEach(this::checkComponent);
        FieldValidator accessory = component.child("accessory").required();
        if (typeOf(accessory) == BUTTON) {
          checkButton(accessory);
        }
      }
      case TEXT -> component.child("content").text(1, 4_000);
      case CONTAINER -> {
        component.child("components").list(1, 40);
        component.child("components").items().forEach(this::checkComponent);
      }
      default -> count += component.child("components").size();
    }
  }

  private void checkRow(FieldValidator row) {
    row.child("components").list(1, 5);
    for (FieldValidator inner : row.child("components").items()) {
      count++;
      if (typeOf(inner) == BUTTON) {
        checkButton(inner);
      } else if (row.child("components").size() > 1) {
        row.errors()
            .add(
                row.child("components").path(),
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width");
      } else {
        checkSelect(inner);
      }
    }
  }

  private void checkButton(FieldValidator button) {
    button.child("style").required().number(1, 6);
    button.child("label").optionalText(0, 80);
    boolean link = button.value().path("style").asInt() == 5;
    boolean premium = button.value().path("style").asInt() == 6;
    if (link) {
      button.child("url").text(1, 512);
      if (!button.child("custom_id").isAbsent()) {
        button
            .errors()
            .add(
                button.path(),
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified");
      }
    } else if (!premium) {
      checkCustomId(button);
    }
    if (!premium
        && button.value().path("label").asText("").isEmpty()
        && button.child("emoji").isAbsent()) {
      button
          .errors()
          .add(
              button.path(),
              "BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL",
              "A button must have a label or an emoji");
    }
  }

  private void checkSelect(FieldValidator select) {
    int type = typeOf(select);
    if (type < STRING_SELECT || type == TEXT_INPUT || type > CHANNEL_SELECT) {
      select
          .errors()
          .invalidChoice(
              select.child("type").path(),
              "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).");
      return;
    }
    checkCustomId(select);
    select.child("placeholder").optionalText(0, 150);
    select.child("min_values").number(0, 25);
    select.child("max_values").number(1, 25);
    if (type == STRING_SELECT) {
      select.child("options").list(1, 25);
      Set<String> values = new HashSet<>();
      for (FieldValidator option : select.child("options").items()) {
        option.child("label").text(1, 100);
        option.child("value").text(1, 100);
        option.child("description").optionalText(0, 100);
        if (!values.add(option.value().path("value").asText())) {
          option
              .errors()
              .add(
                  option.child("value").path(),
                  "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                  "The specified option value is already used");
        }
      }
    }
  }

  private void checkTextInput(FieldValidator input) {
    if (typeOf(input) != TEXT_INPUT) {
      input
          .errors()
          .invalidChoice(
              input.child("type").path(), "Value of field \"type\" must be one of (4,).");
      return;
    }
    checkCustomId(input);
    input.child("style").required().number(1, 2);
    input.child("min_length").number(0, 4_000);
    input.child("max_length").number(1, 4_000);
    input.child("value").optionalText(0, 4_000);
    input.child("placeholder").optionalText(0, 100);
  }

  private void checkCustomId(FieldValidator component) {
    FieldValidator id = component.child("custom_id").text(1, 100);
    if (id.value().isTextual() && !customIds.add(id.value().asText())) {
      id.errors()
          .add(
              id.path(),
              "COMPONENT_CUSTOM_ID_DUPLICATED",
              "Component custom id cannot be duplicated");
    }
  }

  private static int typeOf(FieldValidator component) {
    component.child("type").required();
    return component.value().path("type").asInt();
  }
}
