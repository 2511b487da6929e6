// The chat page: selection of channel and user, the messages, and sending.
import { get, listen, post, upload } from "./api.js";
import { element } from "./markdown.js";
import { avatar, messageNode } from "./message.js";
import { openModal } from "./modal.js";
import { Slash } from "./slash.js";

const $ = (id) => document.getElementById(id);
const saved = JSON.parse(localStorage.getItem("selection") ?? "{}");
const selection = { guilds: [], commands: [], menus: [], guild: saved.guild, channel: saved.channel, user: saved.user, locale: saved.locale ?? "" };
const unread = new Set();

const guild = () => selection.guilds.find((each) => each.id === selection.guild) ?? selection.guilds[0];
const me = () => guild().members.find((each) => each.id === selection.user) ?? guild().members[0];
const locale = () => selection.locale || guild().locale;
const channelId = () => (selection.channel === "@me" ? me().dm_channel : selection.channel);
const asChoices = (things, mark) => things.map((t) => ({ label: mark + t.name, value: t.id }));
const names = {
  user: (id) => selection.guilds.flatMap((g) => g.members).find((m) => m.id === id)?.name ?? (id === "1000000000000000001" ? "DCM" : undefined),
  role: (id) => guild().roles.find((r) => r.id === id)?.name,
  channel: (id) => guild().channels.find((c) => c.id === id)?.name,
  choices: (type) =>
    ({ 5: guild().members, 6: guild().roles, 8: guild().channels })[type]?.map((t) => ({ label: t.name, value: t.id })) ??
    [...guild().members, ...guild().roles].map((t) => ({ label: t.name, value: t.id })),
};

const slash = new Slash({
  commands: () => selection.commands,
  locale: () => locale(),
  people: () => asChoices(guild().members, "@"),
  roles: () => asChoices(guild().roles.filter((r) => r.id !== guild().id), "@"),
  channels: () => asChoices(guild().channels, "#"),
  upload,
  placeholder: () => "Type / for the commands of DCM",
  suggest: async (command, options, focused) => {
    try {
      const result = await post(`/guilds/${scope()}/autocomplete`, { ...caller(), command, options, focused });
      return result.choices ?? [];
    } catch (error) {
      showError(error.message);
      return [];
    }
  },
});

const scope = () => (selection.channel === "@me" ? "@me" : guild().id);
const caller = () => ({ user: me().id, locale: locale(), ...(selection.channel === "@me" ? {} : { channel: selection.channel }) });

function showError(problem) {
  $("hint").replaceChildren(element("span", { class: "problem" }, problem));
}

function saveSelection() {
  localStorage.setItem("selection", JSON.stringify({ guild: selection.guild, channel: selection.channel, user: selection.user, locale: selection.locale }));
}

async function load() {
  selection.guilds = await get("/guilds");
  selection.guild = guild().id;
  selection.user = me().id;
  const known = guild().channels.some((c) => c.id === selection.channel) || selection.channel === "@me";
  selection.channel = known ? selection.channel : guild().channels[0].id;
  await loadCommands();
  drawSide();
  await drawMessages(true);
}

async function loadCommands() {
  const commands = await get(`/commands?guild=${scope()}`);
  selection.commands = commands.filter((command) => (command.type ?? 1) === 1);
  selection.menus = commands.filter((command) => command.type > 1);
}

function drawSide() {
  document.documentElement.lang = locale();
  $("guild").replaceChildren(...selection.guilds.map((g) => element("option", { value: g.id, selected: g.id === selection.guild }, g.name)));
  $("locale").value = selection.locale;
  const channels = [...guild().channels.map((c) => ({ id: c.id, mark: "#", name: c.name, channelId: c.id })), { id: "@me", mark: "✉", name: "Messages from DCM", channelId: me().dm_channel }];
  $("channels").replaceChildren(
    ...channels.map((channel) => {
      const node = element("button", { type: "button", "aria-current": String(channel.id === selection.channel) }, element("span", { class: "hash" }, channel.mark), channel.name, unread.has(channel.channelId) ? element("span", { class: "dot", title: "new" }) : null);
      node.onclick = () => select({ channel: channel.id });
      return node;
    }),
  );
  $("people").replaceChildren(
    ...guild().members.map((member) => {
      const dot = unread.has(member.dm_channel) ? element("span", { class: "dot", title: "new direct message" }) : null;
      const node = element("button", { type: "button", role: "radio", "aria-checked": String(member.id === selection.user) }, avatar(member), member.name, dot);
      node.onclick = () => select({ user: member.id });
      return node;
    }),
  );
  const channel = channels.find((each) => each.id === selection.channel);
  document.querySelector("h1").textContent = `${channel.mark} ${channel.name}`;
  document.title = `${channel.name} · ${guild().name} · local Discord`;
}

async function select(change) {
  Object.assign(selection, change);
  if (change.guild) {
    selection.user = me().id;
    selection.channel = guild().channels[0].id;
  }
  if (change.guild || change.channel) await loadCommands();
  saveSelection();
  slash.reset();
  if (change.channel) document.getElementById("side").classList.remove("open");
  drawSide();
  await drawMessages(true);
}

async function drawMessages(toEnd = false) {
  const channel = channelId();
  unread.delete(channel);
  const log = $("messages");
  const list = await get(`/channels/${channel}/messages?user=${me().id}`);
  if (channel !== channelId()) return;
  const atEnd = toEnd || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  log.replaceChildren(...(list.length ? list.map((m) => messageNode(m, names, act, menuOf(m))) : [welcome()]));
  if (atEnd) log.scrollTop = log.scrollHeight;
}

/** The commands in the menu of a message and of its author, as in Discord's "Apps". */
function menuOf(message) {
  if (scope() === "@me" || message.ephemeral) return [];
  return selection.menus
    .filter((command) => command.type === 3 || !message.author.bot)
    .map((command) => ({
      label: command.name_localizations?.[locale()] ?? command.name,
      run: () => runMenu(command, command.type === 3 ? `/messages/${message.id}/commands` : `/guilds/${guild().id}/members/${message.author.id}/commands`),
    }));
}

async function runMenu(command, path) {
  try {
    await showResponse(await post(path, { ...caller(), command: command.name }));
  } catch (error) {
    showError(error.message);
  }
  await drawMessages(true);
}

function welcome() {
  const open = element("button", { type: "button", class: "push s1" }, "See the commands");
  open.onclick = () => {
    $("input").value = "/";
    $("input").focus();
    slash.offer();
  };
  return selection.channel === "@me"
    ? element("div", { class: "empty" }, element("h2", {}, `No messages for ${me().name} yet`), "Reminders from DCM arrive here.")
    : element("div", { class: "empty" }, element("h2", {}, `You are ${me().name} in ${guild().name}`), "Type / and pick a command, for example to create a task. Select another member on the left to see the guild as that member.", open);
}

async function showResponse(result) {
  if (result.error === "timeout") return showError("The application did not respond.");
  const modal = result.response.modal;
  if (modal) {
    const fields = await openModal($("modal"), modal);
    if (fields) await showResponse(await post(`/interactions/${result.interaction.id}/submit`, { user: result.interaction.user, fields }));
  }
}

async function act(message, customId, values, node) {
  node.disabled = true;
  try {
    await showResponse(await post(`/messages/${message.id}/click`, { user: me().id, locale: locale(), custom_id: customId, values }));
  } catch (error) {
    showError(error.message);
  } finally {
    node.disabled = false;
    await drawMessages();
  }
}

$("composer").onsubmit = async (event) => {
  event.preventDefault();
  try {
    if (slash.isTyping) {
      const line = slash.finished();
      if (!line) return;
      const before = { command: slash.command, values: slash.values };
      slash.reset();
      try {
        await showResponse(await post(`/guilds/${scope()}/commands`, { ...caller(), ...line }));
      } catch (error) {
        if (!slash.isTyping && !$("input").value) slash.restore(before);
        throw error;
      }
    } else if ($("input").value.trim()) {
      await post(`/channels/${channelId()}/messages`, { user: me().id, content: $("input").value.trim() });
      slash.reset();
    }
  } catch (error) {
    showError(error.message);
  }
  await drawMessages(true);
};
$("guild").onchange = (event) => select({ guild: event.target.value });
$("locale").onchange = (event) => select({ locale: event.target.value });
$("menu").onclick = () => $("menu").setAttribute("aria-expanded", String($("side").classList.toggle("open")));
document.querySelector("main").addEventListener("click", (event) => event.target.closest("#menu") || $("side").classList.remove("open"));
$("input").addEventListener("focus", () => selection.guilds.length && loadCommands());

let wasDisconnected = false;
load().catch((error) => showError(error.message));
listen(
  async (channel) => {
    if (channel === channelId()) return drawMessages();
    unread.add(channel);
    drawSide();
  },
  (isConnected) => {
    if (isConnected && wasDisconnected) load().catch((error) => showError(error.message));
    wasDisconnected = !isConnected;
    $("state").textContent = wasDisconnected ? "Connection to the sandbox lost. Reconnecting…" : "";
  },
);
