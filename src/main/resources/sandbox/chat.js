// The page: where one is, who one is, what was said, and sending what is typed.
import { get, listen, post } from "./api.js";
import { element } from "./markdown.js";
import { face, messageNode } from "./message.js";
import { ask } from "./modal.js";
import { Slash } from "./slash.js";

const $ = (id) => document.getElementById(id);
const saved = JSON.parse(localStorage.getItem("place") ?? "{}");
const here = { guilds: [], commands: [], guild: saved.guild, room: saved.room, user: saved.user, locale: saved.locale ?? "" };
const unread = new Set();

const guild = () => here.guilds.find((each) => each.id === here.guild) ?? here.guilds[0];
const me = () => guild().members.find((each) => each.id === here.user) ?? guild().members[0];
const locale = () => here.locale || guild().locale;
const channelId = () => (here.room === "@me" ? me().dm_channel : here.room);
const asChoices = (things, mark) => things.map((t) => ({ label: mark + t.name, value: t.id }));
const names = {
  user: (id) => here.guilds.flatMap((g) => g.members).find((m) => m.id === id)?.name ?? (id === "1000000000000000001" ? "DCM" : undefined),
  role: (id) => guild().roles.find((r) => r.id === id)?.name,
  channel: (id) => guild().channels.find((c) => c.id === id)?.name,
  choices: (type) =>
    ({ 5: guild().members, 6: guild().roles, 8: guild().channels })[type]?.map((t) => ({ label: t.name, value: t.id })) ??
    [...guild().members, ...guild().roles].map((t) => ({ label: t.name, value: t.id })),
};

const slash = new Slash({
  commands: () => here.commands,
  locale: () => locale(),
  people: () => asChoices(guild().members, "@"),
  roles: () => asChoices(guild().roles.filter((r) => r.id !== guild().id), "@"),
  channels: () => asChoices(guild().channels, "#"),
  placeholder: () => "Type / for the commands of DCM",
  suggest: async (command, options, focused) => {
    try {
      const said = await post(`/guilds/${place()}/autocomplete`, { ...who(), command, options, focused });
      return said.choices ?? [];
    } catch (error) {
      tell(error.message);
      return [];
    }
  },
});

const place = () => (here.room === "@me" ? "@me" : guild().id);
const who = () => ({ user: me().id, locale: locale(), ...(here.room === "@me" ? {} : { channel: here.room }) });

function tell(problem) {
  $("hint").replaceChildren(element("span", { class: "problem" }, problem));
}

function remember() {
  localStorage.setItem("place", JSON.stringify({ guild: here.guild, room: here.room, user: here.user, locale: here.locale }));
}

async function load() {
  here.guilds = await get("/guilds");
  here.guild = guild().id;
  here.user = me().id;
  const known = guild().channels.some((c) => c.id === here.room) || here.room === "@me";
  here.room = known ? here.room : guild().channels[0].id;
  await loadCommands();
  drawSide();
  await drawMessages(true);
}

async function loadCommands() {
  here.commands = await get(`/commands?guild=${place()}`);
}

function drawSide() {
  document.documentElement.lang = locale();
  $("guild").replaceChildren(...here.guilds.map((g) => element("option", { value: g.id, selected: g.id === here.guild }, g.name)));
  $("locale").value = here.locale;
  const rooms = [...guild().channels.map((c) => ({ id: c.id, mark: "#", name: c.name, channel: c.id })), { id: "@me", mark: "✉", name: "Messages from DCM", channel: me().dm_channel }];
  $("rooms").replaceChildren(
    ...rooms.map((room) => {
      const node = element("button", { type: "button", "aria-current": String(room.id === here.room) }, element("span", { class: "hash" }, room.mark), room.name, unread.has(room.channel) ? element("span", { class: "dot", title: "new" }) : null);
      node.onclick = () => go({ room: room.id });
      return node;
    }),
  );
  $("people").replaceChildren(
    ...guild().members.map((member) => {
      const dot = unread.has(member.dm_channel) ? element("span", { class: "dot", title: "new direct message" }) : null;
      const node = element("button", { type: "button", role: "radio", "aria-checked": String(member.id === here.user) }, face(member), member.name, dot);
      node.onclick = () => go({ user: member.id });
      return node;
    }),
  );
  const room = rooms.find((each) => each.id === here.room);
  document.querySelector("h1").textContent = `${room.mark} ${room.name}`;
  document.title = `${room.name} · ${guild().name} · local Discord`;
}

async function go(change) {
  Object.assign(here, change);
  if (change.guild) {
    here.user = me().id;
    here.room = guild().channels[0].id;
  }
  if (change.guild || change.room) await loadCommands();
  remember();
  slash.reset();
  if (change.room) document.getElementById("side").classList.remove("open");
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
  log.replaceChildren(...(list.length ? list.map((m) => messageNode(m, names, act)) : [welcome()]));
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function welcome() {
  const open = element("button", { type: "button", class: "push s1" }, "See the commands");
  open.onclick = () => {
    $("input").value = "/";
    $("input").focus();
    slash.offer();
  };
  return here.room === "@me"
    ? element("div", { class: "empty" }, element("h2", {}, `No messages for ${me().name} yet`), "Reminders from DCM arrive here.")
    : element("div", { class: "empty" }, element("h2", {}, `You are ${me().name} in ${guild().name}`), "Type / and pick a command, for example to create a task. On the left you become somebody else, to see what they see.", open);
}

async function answered(said) {
  if (said.error === "timeout") return tell("The application did not respond.");
  const modal = said.response.modal;
  if (modal) {
    const fields = await ask($("modal"), modal);
    if (fields) await answered(await post(`/interactions/${said.interaction.id}/submit`, { user: said.interaction.user, fields }));
  }
}

async function act(message, customId, values, node) {
  node.disabled = true;
  try {
    await answered(await post(`/messages/${message.id}/click`, { user: me().id, locale: locale(), custom_id: customId, values }));
  } catch (error) {
    tell(error.message);
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
        await answered(await post(`/guilds/${place()}/commands`, { ...who(), ...line }));
      } catch (error) {
        if (!slash.isTyping && !$("input").value) slash.restore(before);
        throw error;
      }
    } else if ($("input").value.trim()) {
      await post(`/channels/${channelId()}/messages`, { user: me().id, content: $("input").value.trim() });
      slash.reset();
    }
  } catch (error) {
    tell(error.message);
  }
  await drawMessages(true);
};
$("guild").onchange = (event) => go({ guild: event.target.value });
$("locale").onchange = (event) => go({ locale: event.target.value });
$("menu").onclick = () => $("menu").setAttribute("aria-expanded", String($("side").classList.toggle("open")));
document.querySelector("main").addEventListener("click", (event) => event.target.closest("#menu") || $("side").classList.remove("open"));
$("input").addEventListener("focus", () => here.guilds.length && loadCommands());

let wasAway = false;
load().catch((error) => tell(error.message));
listen(
  async (channel) => {
    if (channel === channelId()) return drawMessages();
    unread.add(channel);
    drawSide();
  },
  (isConnected) => {
    if (isConnected && wasAway) load().catch((error) => tell(error.message));
    wasAway = !isConnected;
    $("state").textContent = wasAway ? "The sandbox is away…" : "";
  },
);
