// Input line for slash commands: first the command, then one option after the other.
import { element } from "./markdown.js";

const TYPES = { 3: "text", 4: "a whole number", 5: "yes or no", 6: "a person", 7: "a channel", 8: "a role", 9: "a person or role", 10: "a number", 11: "a file" };

export class Slash {
  /** `data` gives commands(), locale(), people(), roles(), channels(), suggest(path, options, focused), upload(file). */
  constructor(data) {
    this.data = data;
    this.input = document.getElementById("input");
    this.chips = document.getElementById("chips");
    this.list = document.getElementById("suggestions");
    this.hint = document.getElementById("hint");
    this.reset();
    this.input.addEventListener("input", () => this.offer());
    this.input.addEventListener("focus", () => this.offer());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
  }

  reset() {
    this.command = null;
    this.option = null;
    this.values = new Map();
    this.input.value = "";
    this.draw();
    this.hide();
  }

  get isTyping() {
    return this.command !== null || this.input.value.startsWith("/");
  }

  /** {command, options}, or null with a hint about what is missing. */
  finished() {
    if (!this.command) {
      const exact = this.paths().find((each) => "/" + each.shown === this.input.value.trim());
      if (!exact) {
        this.hint.textContent = "Pick a command from the list.";
        return null;
      }
      this.choose(exact);
      if (this.option?.required) return null;
    }
    if (this.option && this.input.value.trim() && !this.acceptTyped()) return null;
    const missing = this.command.options.find((o) => o.required && !this.values.has(o.name));
    if (missing) {
      this.start(missing);
      return null;
    }
    return { command: this.command.path, options: Object.fromEntries([...this.values].map(([k, v]) => [k, v.value])) };
  }

  /** What was typed, unless it has to be one of a list and is not: then it stays, with a hint. */
  acceptTyped() {
    const typed = this.input.value.trim();
    const listed = this.option.choices?.length || (this.option.type >= 5 && this.option.type <= 9) || this.option.type === 11;
    const meant = listed ? this.items.find((each) => each.label.replace(/^[@#]/, "").toLowerCase() === typed.replace(/^[@#]/, "").toLowerCase()) : null;
    if (listed && !meant) {
      this.hint.textContent = `Pick one from the list for “${this.localized(this.option)}”.`;
      this.input.value = "";
      this.offer();
      return false;
    }
    if (meant) meant.pick();
    else this.setValue(typed);
    return true;
  }

  /** As it was before it was sent: what was refused need not be typed again. */
  restore(before) {
    Object.assign(this, before, { option: null });
    this.input.value = "";
    this.draw();
  }

  localized(thing, key = "name") {
    return thing[key + "_localizations"]?.[this.data.locale()] ?? thing[key];
  }

  paths() {
    const all = [];
    const walk = (node, path, shown) => {
      const below = (node.options ?? []).filter((o) => o.type <= 2);
      if (below.length) below.forEach((o) => walk(o, path + " " + o.name, shown + " " + this.localized(o)));
      else all.push({ path, shown, description: this.localized(node, "description"), options: node.options ?? [] });
    };
    this.data.commands().filter((c) => (c.type ?? 1) === 1).forEach((c) => walk(c, c.name, this.localized(c)));
    return all;
  }

  async offer() {
    const typed = this.input.value;
    if (this.option) return this.offerValues(typed);
    if (this.command) return this.offerOptions(typed);
    if (!typed.startsWith("/")) return this.hide();
    const wanted = typed.slice(1).toLowerCase();
    this.show(
      this.paths()
        .filter((each) => each.shown.includes(wanted) || each.path.includes(wanted))
        .map((each) => ({ label: "/" + each.shown, note: each.description, pick: () => this.choose(each) })),
    );
  }

  choose(path) {
    this.command = path;
    this.values = new Map();
    this.input.value = "";
    const first = path.options.find((o) => o.required);
    if (first) this.start(first);
    else {
      this.draw();
      this.offer();
    }
  }

  start(option) {
    this.option = option;
    this.input.value = this.values.get(option.name)?.shown ?? "";
    this.values.delete(option.name);
    this.draw();
    this.input.focus();
    this.offer();
  }

  setValue(value, shown = value) {
    this.values.set(this.option.name, { value, shown });
    this.option = null;
    this.input.value = "";
    const next = this.command.options.find((o) => o.required && !this.values.has(o.name));
    if (next) this.start(next);
    else {
      this.draw();
      this.offer();
    }
  }

  offerOptions(typed) {
    const left = this.command.options.filter((o) => !this.values.has(o.name) && this.localized(o).includes(typed.toLowerCase()));
    this.show(left.map((o) => ({ label: this.localized(o), note: this.localized(o, "description"), pick: () => this.start(o) })), typed !== "");
  }

  async offerValues(typed) {
    const option = this.option;
    if (option.type === 11) return this.show([{ label: "Choose a file…", pick: () => this.chooseFile(option) }]);
    const choices = await this.choicesOf(option, typed);
    if (this.option !== option || this.input.value !== typed) return;
    const wanted = typed.toLowerCase();
    this.show(
      choices
        .filter((each) => option.autocomplete || each.label.toLowerCase().includes(wanted))
        .map((each) => ({ ...each, pick: () => this.setValue(each.value, each.label) })),
      typed !== "",
    );
  }

  chooseFile(option) {
    const picker = element("input", { type: "file" });
    picker.onchange = async () => {
      try {
        const uploaded = await this.data.upload(picker.files[0]);
        if (this.option === option) this.setValue(uploaded.id, uploaded.filename);
      } catch (problem) {
        this.hint.textContent = problem.message;
      }
    };
    picker.click();
  }

  async choicesOf(option, typed) {
    if (option.choices?.length) return option.choices.map((c) => ({ label: this.localized(c), value: c.value }));
    switch (option.type) {
      case 5:
        return [{ label: "yes", value: true }, { label: "no", value: false }];
      case 6:
        return this.data.people();
      case 7:
        return this.data.channels();
      case 8:
        return this.data.roles();
      case 9:
        return [...this.data.people(), ...this.data.roles()];
      default:
        if (!option.autocomplete) return [];
    }
    const given = Object.fromEntries([...this.values].map(([k, v]) => [k, v.value]));
    const found = await this.data.suggest(this.command.path, { ...given, [option.name]: typed }, option.name);
    return found.map((c) => ({ label: c.name, value: c.value }));
  }

  show(items, selectFirst = true) {
    this.items = items;
    this.selected = selectFirst && items.length ? 0 : -1;
    this.list.replaceChildren(
      ...items.map((item, index) => {
        const node = element("div", { role: "option", id: "s" + index, "aria-selected": String(index === this.selected) }, item.label, item.note ? element("small", {}, item.note) : null);
        node.onmousedown = (event) => {
          event.preventDefault();
          item.pick();
        };
        return node;
      }),
    );
    this.list.hidden = !items.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  hide() {
    this.show([]);
  }

  move(by) {
    if (!this.items.length) return;
    this.selected = (this.selected + by + this.items.length) % this.items.length;
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.selected)));
    this.list.children[this.selected].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", "s" + this.selected);
  }

  key(event) {
    const open = this.items.length > 0;
    if (event.key === "ArrowDown" && open) this.move(1);
    else if (event.key === "ArrowUp" && open) this.move(-1);
    else if ((event.key === "Tab" || event.key === "Enter") && open && this.selected >= 0) this.items[this.selected].pick();
    else if (event.key === "Tab" && !event.shiftKey && this.option && this.input.value.trim()) this.acceptTyped();
    else if (event.key === "Escape") open ? this.hide() : this.reset();
    else if (event.key === "Backspace" && !this.input.value && this.command) this.back();
    else return;
    event.preventDefault();
  }

  back() {
    if (this.option) this.option = null;
    else if (this.values.size) this.values.delete([...this.values.keys()].pop());
    else return this.reset();
    this.draw();
    this.offer();
  }

  draw() {
    const nodes = [];
    if (this.command) nodes.push(element("span", { class: "chip command" }, element("b", {}, "/" + this.command.shown)));
    for (const [name, value] of this.values) {
      const option = this.command.options.find((o) => o.name === name);
      const chip = element("span", { class: "chip" }, element("b", {}, this.localized(option)), element("span", {}, String(value.shown)));
      chip.onclick = () => this.start(option);
      nodes.push(chip);
    }
    if (this.option) nodes.push(element("span", { class: "chip active" }, element("b", {}, this.localized(this.option))));
    this.chips.replaceChildren(...nodes);
    this.input.placeholder = this.command ? (this.option ? "" : "Enter to send") : this.data.placeholder();
    this.hint.textContent = this.option
      ? `${this.localized(this.option, "description")} (${TYPES[this.option.type] ?? "a value"}${this.option.required ? "" : ", optional"}) · Tab: next option · Enter: send`
      : this.command
        ? `${this.command.description} · Enter: send`
        : "";
  }
}
