// A modal: shows its fields and returns {custom_id: value}, or null when it was dismissed.
import { upload } from "./api.js";
import { element } from "./markdown.js";

export function openModal(dialog, modal) {
  return new Promise((resolve, reject) => {
    const inputs = new Map();
    const fields = modal.components.map((component) => field(component, inputs));
    const form = element(
      "form",
      { method: "dialog" },
      element("h2", {}, modal.title),
      ...fields,
      element(
        "div",
        { class: "row" },
        element("button", { type: "button", class: "push" }, "Cancel"),
        element("button", { type: "submit", class: "push s1" }, "Submit"),
      ),
    );
    let answer = null;
    form.querySelector("button[type=button]").onclick = () => dialog.close();
    form.onsubmit = () => {
      answer = {};
      for (const [id, input] of inputs) answer[id] = input.type === "file" ? [...input.files] : input.multiple ? [...input.selectedOptions].map((o) => o.value) : input.value;
    };
    dialog.onclose = () => uploaded(answer).then(resolve, reject);
    dialog.replaceChildren(form);
    dialog.showModal();
  });
}

/** The answer with the ids of the uploads in place of the files. */
async function uploaded(answer) {
  for (const id in answer) {
    if (!Array.isArray(answer[id])) continue;
    answer[id] = await Promise.all(answer[id].map(async (value) => (value instanceof File ? (await upload(value)).id : value)));
  }
  return answer;
}

function field(component, inputs) {
  if (component.type === 10) return element("p", {}, component.content);
  const shown = component.type === 18 ? component.component : component.components[0];
  const label = component.label ?? shown.label;
  const input = shown.type === 4 ? text(shown) : shown.type === 19 ? files(shown) : choice(shown);
  inputs.set(shown.custom_id, input);
  return element("label", {}, label, component.description ? element("small", {}, component.description) : null, input);
}

function text(shown) {
  const input = element(shown.style === 2 ? "textarea" : "input", {
    required: shown.required ?? true,
    maxlength: String(shown.max_length ?? 4000),
    minlength: String(shown.min_length ?? 0),
    placeholder: shown.placeholder ?? "",
  });
  input.value = shown.value ?? "";
  return input;
}

function files(shown) {
  return element("input", { type: "file", multiple: (shown.max_values ?? 1) > 1, required: shown.required ?? true });
}

function choice(shown) {
  return element(
    "select",
    { multiple: (shown.max_values ?? 1) > 1, required: shown.required ?? true },
    ...(shown.options ?? []).map((option) => element("option", { value: option.value, selected: !!option.default }, option.label)),
  );
}
