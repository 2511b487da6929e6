package dcm.sandbox;

import java.util.HashSet;
import java.util.Set;

/** What buttons, selects and modals may be (Discord's Component reference). */
final class ComponentRules {
  static final int ROW = 1;
  static final int BUTTON = 2;
  static final int STRING_SELECT = 3;
  static final int TEXT_INPUT = 4;
  static final int CHANNEL_SELECT = 8;
  static final int SECTION = 9;
  static final int TEXT = 10;
  static final int CONTAINER = 17;
  static final int LABEL = 18;
  private static final Set<Integer> V2_TOP = Set.of(1, 9, 10, 12, 13, 14, 17);

  private final Set<String> customIds = new HashSet<>();
  private int count;

  private ComponentRules() {}

  static void message(FormField components, boolean v2) {
    ComponentRules rules = new ComponentRules();
    components.list(0, v2 ? 40 : 5);
    for (FormField top : components.each()) {
      int type = type(top);
      if (v2 ? !V2_TOP.contains(type) : type != ROW) {
        top.errors()
            .choice(
                top.at("type").path(),
                "Value of field \"type\" must be one of %s."
                    .formatted(v2 ? "(1, 9, 10, 12, 13, 14, 17)" : "(1,)"));
      } else {
        rules.block(top);
      }
    }
    if (rules.count > 40) {
      components.errors().badLength(components.path(), 1, 40);
    }
  }

  /** The {@code data} of a modal: 1 to 5 components, each a row with a text input or a label. */
  static void modal(FormField data) {
    data.at("custom_id").text(1, 100);
    data.at("title").text(1, 45);
    data.at("components").list(1, 5);
    ComponentRules rules = new ComponentRules();
    for (FormField top : data.at("components").each()) {
      switch (type(top)) {
        case ROW -> {
          top.at("components").list(1, 1);
          for (FormField input : top.at("components").each()) {
            input.at("label").text(1, 45);
            rules.textInput(input);
          }
        }
        case LABEL -> {
          top.at("label").text(1, 45);
          top.at("description").optionalText(0, 100);
          FormField inner = top.at("component").required();
          if (type(inner) == TEXT_INPUT) {
            rules.textInput(inner);
          } else {
            rules.select(inner);
          }
        }
        case TEXT -> top.at("content").text(1, 4_000);
        default ->
            top.errors()
                .choice(
                    top.at("type").path(), "Value of field \"type\" must be one of (1, 10, 18).");
      }
    }
  }

  private void block(FormField component) {
    count++;
    switch (type(component)) {
      case ROW -> row(component);
      case SECTION -> {
        component.at("components").list(1, 3);
        component.at("components").each().forEach(this::block);
        FormField accessory = component.at("accessory").required();
        if (type(accessory) == BUTTON) {
          button(accessory);
        }
      }
      case TEXT -> component.at("content").text(1, 4_000);
      case CONTAINER -> {
        component.at("components").list(1, 40);
        component.at("components").each().forEach(this::block);
      }
      default -> count += component.at("components").size();
    }
  }

  private void row(FormField row) {
    row.at("components").list(1, 5);
    for (FormField inner : row.at("components").each()) {
      count++;
      if (type(inner) == BUTTON) {
        button(inner);
      } else if (row.at("components").size() > 1) {
        row.errors()
            .add(
                row.at("components").path(),
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width");
      } else {
        select(inner);
      }
    }
  }

  private void button(FormField button) {
    button.at("style").required().number(1, 6);
    button.at("label").optionalText(0, 80);
    boolean link = button.value().path("style").asInt() == 5;
    boolean premium = button.value().path("style").asInt() == 6;
    if (link) {
      button.at("url").text(1, 512);
      if (!button.at("custom_id").absent()) {
        button
            .errors()
            .add(
                button.path(),
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified");
      }
    } else if (!premium) {
      customId(button);
    }
    if (!premium
        && button.value().path("label").asText("").isEmpty()
        && button.at("emoji").absent()) {
      button
          .errors()
          .add(
              button.path(),
              "BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL",
              "A button must have a label or an emoji");
    }
  }

  private void select(FormField select) {
    int type = type(select);
    if (type < STRING_SELECT || type == TEXT_INPUT || type > CHANNEL_SELECT) {
      select
          .errors()
          .choice(
              select.at("type").path(),
              "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).");
      return;
    }
    customId(select);
    select.at("placeholder").optionalText(0, 150);
    select.at("min_values").number(0, 25);
    select.at("max_values").number(1, 25);
    if (type == STRING_SELECT) {
      select.at("options").list(1, 25);
      Set<String> values = new HashSet<>();
      for (FormField option : select.at("options").each()) {
        option.at("label").text(1, 100);
        option.at("value").text(1, 100);
        option.at("description").optionalText(0, 100);
        if (!values.add(option.value().path("value").asText())) {
          option
              .errors()
              .add(
                  option.at("value").path(),
                  "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                  "The specified option value is already used");
        }
      }
    }
  }

  private void textInput(FormField input) {
    if (type(input) != TEXT_INPUT) {
      input
          .errors()
          .choice(input.at("type").path(), "Value of field \"type\" must be one of (4,).");
      return;
    }
    customId(input);
    input.at("style").required().number(1, 2);
    input.at("min_length").number(0, 4_000);
    input.at("max_length").number(1, 4_000);
    input.at("value").optionalText(0, 4_000);
    input.at("placeholder").optionalText(0, 100);
  }

  private void customId(FormField component) {
    FormField id = component.at("custom_id").text(1, 100);
    if (id.value().isTextual() && !customIds.add(id.value().asText())) {
      id.errors()
          .add(
              id.path(),
              "COMPONENT_CUSTOM_ID_DUPLICATED",
              "Component custom id cannot be duplicated");
    }
  }

  private static int type(FormField component) {
    component.at("type").required();
    return component.value().path("type").asInt();
  }
}
