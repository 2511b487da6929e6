// Discord's markdown as far as bots use it. Text becomes nodes, never HTML, so nothing can be injected.
const INLINE =
  /\\([\\*_~`|>@<\[\]()#-])|`([^`]+)`|\*\*([\s\S]+?)\*\*|__([\s\S]+?)__|~~([\s\S]+?)~~|\*([^*\n]+)\*|\b_([^_\n]+)_\b|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|<t:(-?\d{1,13})(?::([tTdDfFR]))?>|<@!?(\d+)>|<@&(\d+)>|<#(\d+)>|<\/([^:>]+):\d+>|(https?:\/\/[^\s<>)]+)/g;

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") node.className = value;
    else if (key in node && typeof value !== "string") node[key] = value;
    else if (value !== undefined && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** `names` knows users, roles and channels by id. */
export function markdown(text, names) {
  const all = document.createDocumentFragment();
  const blocks = text.split(/```(?:\w*\n)?([\s\S]*?)```/);
  blocks.forEach((block, index) => {
    if (index % 2) all.append(element("pre", {}, block.replace(/\n$/, "")));
    else lines(block, names, all);
  });
  return all;
}

function lines(text, names, into) {
  text.split("\n").forEach((line, index, every) => {
    const heading = /^(#{1,3}) (.+)/.exec(line);
    const quote = /^> (.*)/.exec(line);
    const small = /^-# (.+)/.exec(line);
    const bullet = /^(\s*)[-*] (.+)/.exec(line);
    if (heading) into.append(element("b", {}, inline(heading[2], names)));
    else if (quote) return into.append(element("blockquote", {}, inline(quote[1], names)));
    else if (small) into.append(element("span", { class: "subtext" }, inline(small[1], names)));
    else if (bullet) into.append(bullet[1] + "• ", inline(bullet[2], names));
    else into.append(inline(line, names));
    if (index < every.length - 1) into.append("\n");
  });
}

function inline(text, names) {
  const all = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    all.append(text.slice(from, match.index), piece(match, names));
    from = match.index + match[0].length;
  }
  all.append(text.slice(from));
  return all;
}

function piece(match, names) {
  const [, escaped, code, bold, under, struck, italic, italic2, label, href, unix, style, user, role, channel, command, url] = match;
  if (escaped) return escaped;
  if (code) return element("code", {}, code);
  if (bold) return element("strong", {}, inline(bold, names));
  if (under) return element("u", {}, inline(under, names));
  if (struck) return element("s", {}, inline(struck, names));
  if (italic ?? italic2) return element("em", {}, inline(italic ?? italic2, names));
  if (label) return link(href, label);
  if (unix) return stamp(Number(unix), style);
  if (user) return mention("@" + (names.user(user) ?? "unknown-user"));
  if (role) return mention("@" + (names.role(role) ?? "unknown-role"));
  if (channel) return mention("#" + (names.channel(channel) ?? "unknown"));
  if (command) return mention("/" + command);
  return link(url, url);
}

// a name may contain bidirectional text: isolate it
const mention = (text) => element("bdi", { class: "mention" }, text);
export const link = (href, label) =>
  element("a", { href, target: "_blank", rel: "noreferrer noopener" }, label);

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function stamp(seconds, style = "f") {
  const date = new Date(seconds * 1000);
  const locale = document.documentElement.lang;
  let words;
  if (style === "R") {
    const left = seconds - Date.now() / 1000;
    const [unit, size] = UNITS.find(([, each]) => Math.abs(left) >= each) ?? ["second", 1];
    words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(left / size), unit);
  } else {
    words = new Intl.DateTimeFormat(locale, STYLES[style]).format(date);
  }
  const full = new Intl.DateTimeFormat(locale, STYLES.F).format(date);
  return element("time", { class: "stamp", datetime: date.toISOString(), title: full }, words);
}
