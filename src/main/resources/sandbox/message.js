// One message as shown to a user: author, text, embeds, buttons and selects.
import { element, link, markdown } from "./markdown.js";

const LOADING = 1 << 7;
const hue = (id) => Number(BigInt(id) * 47n % 360n);

export function avatar(user) {
  const node = element("span", { class: user.bot ? "avatar bot" : "avatar", "aria-hidden": "true" }, [...(user.global_name ?? user.name ?? user.username)][0]);
  node.style.setProperty("--hue", hue(user.id));
  return node;
}

/** A menu of commands on a message, or null without one. */
function menuNode(items) {
  if (!items.length) return null;
  const node = element("details", { class: "menu" }, element("summary", { "aria-label": "Commands for this message" }, "⋯"));
  for (const item of items) {
    const button = element("button", { type: "button" }, item.label);
    button.onclick = () => {
      node.open = false;
      item.run();
    };
    node.append(button);
  }
  return node;
}

export function messageNode(message, names, act, menu = []) {
  const author = message.author;
  const name = author.global_name ?? author.username;
  const at = new Date(message.timestamp);
  const body = element(
    "div",
    {},
    used(message),
    element(
      "div",
      { class: "who" },
      element("b", {}, name),
      author.bot ? element("span", { class: "tag" }, "APP") : null,
      element("time", { datetime: message.timestamp, title: at.toLocaleString() }, at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })),
      menuNode(menu),
    ),
    message.flags & LOADING
      ? element("div", { class: "thinking" }, `${name} is thinking…`)
      : element("div", { class: "content" }, markdown(message.content, names), message.edited_timestamp && author.bot ? element("span", { class: "subtext" }, " (edited)") : null),
    ...message.embeds.map((embed) => embedNode(embed, names)),
    ...message.components.map((component) => componentNode(component, message, names, act)),
    ...message.attachments.map((file) => element("div", { class: "embed" }, "File: " + file.filename)),
    message.ephemeral ? element("div", { class: "only" }, `Only ${names.user(message.visible_to) ?? "you"} can see this`) : null,
  );
  return element("article", { class: message.ephemeral ? "message ephemeral" : "message" }, avatar(author), body);
}

function used(message) {
  const by = message.interaction_metadata;
  if (message.type !== 20 || !by) return null;
  return element("div", { class: "used" }, `${by.user.global_name ?? by.user.username} used /${by.name ?? ""}`);
}

function embedNode(embed, names) {
  const node = element(
    "div",
    { class: "embed" },
    embed.author ? element("small", {}, embed.author.name) : null,
    embed.title ? element("div", { class: "heading" }, embed.url ? link(embed.url, embed.title) : markdown(embed.title, names)) : null,
    embed.description ? element("div", { class: "content" }, markdown(embed.description, names)) : null,
    embed.fields?.length
      ? element("div", { class: "fields" }, ...embed.fields.map((field) => element("div", { class: field.inline ? "inline" : "" }, element("b", {}, markdown(field.name, names)), markdown(field.value, names))))
      : null,
    embed.footer || embed.timestamp
      ? element("small", { class: "subtext" }, [embed.footer?.text, embed.timestamp && new Date(embed.timestamp).toLocaleString()].filter(Boolean).join(" · "))
      : null,
  );
  stripe(node, embed.color);
  return node;
}

function stripe(node, color) {
  if (color) node.style.setProperty("--stripe", "#" + color.toString(16).padStart(6, "0"));
}

function componentNode(component, message, names, act) {
  const inner = () => component.components.map((each) => componentNode(each, message, names, act));
  switch (component.type) {
    case 1:
      return element("div", { class: "row" }, ...inner());
    case 2:
      return button(component, message, act);
    case 9:
      return element("div", { class: "row" }, element("div", {}, ...inner()), componentNode(component.accessory, message, names, act));
    case 10:
      return element("div", { class: "content" }, markdown(component.content, names));
    case 14:
      return element("hr");
    case 17: {
      const box = element("div", { class: "container" }, ...inner());
      stripe(box, component.accent_color);
      return box;
    }
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return select(component, message, names, act);
    default:
      return element("small", { class: "subtext" }, `[component of type ${component.type}]`);
  }
}

function button(component, message, act) {
  const label = [component.emoji?.name, component.label].filter(Boolean).join(" ");
  if (component.style === 5) {
    const node = link(component.url, label + " ↗");
    node.className = "push";
    return node;
  }
  const node = element("button", { type: "button", class: "push s" + component.style, disabled: !!component.disabled }, label);
  node.onclick = () => act(message, component.custom_id, undefined, node);
  return node;
}

function select(component, message, names, act) {
  const options = component.options ?? names.choices(component.type);
  const many = (component.max_values ?? 1) > 1;
  const chosen = (option) => !!option.default || !!component.default_values?.some((each) => each.id === option.value);
  const text = (option) => option.label + (option.description ? " · " + option.description : "");
  if (many) {
    // a list in which one click keeps what was chosen before
    const box = (option) => element("label", {}, element("input", { type: "checkbox", value: option.value, checked: chosen(option), disabled: !!component.disabled }), " " + text(option));
    const list = element("fieldset", { class: "options" }, element("legend", {}, component.placeholder ?? "Choose"), ...options.map(box));
    list.onchange = () => act(message, component.custom_id, [...list.querySelectorAll("input:checked")].map((each) => each.value), list);
    return list;
  }
  const node = element(
    "select",
    { disabled: !!component.disabled, "aria-label": component.placeholder ?? "Choose" },
    element("option", { value: "", disabled: true, selected: true }, component.placeholder ?? "Choose…"),
    ...options.map((option) => element("option", { value: option.value, selected: chosen(option) }, text(option))),
  );
  node.onchange = () => act(message, component.custom_id, [...node.selectedOptions].map((o) => o.value), node);
  return node;
}
