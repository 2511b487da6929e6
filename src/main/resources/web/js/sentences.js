import { isolated } from './direction.js';
import { dueText, instantText, listText } from './format.js';
import { known, t } from './i18n.js';

/**
 * What happened, as a sentence. Unknown kinds are shown by their name: nothing of the log is hidden.
 *
 * @param {{kind: string, task: string|null, by: {member: string|null, origin: string}, before?: any, details?: any}} entry
 * @param {import('./store.js').GuildStore} store
 */
export function sentence(entry, store) {
  const { kind } = entry;
  const details = { ...entry.before, ...entry.details };
  const name = (id) => (id ? store.name(id) : t('audit.system'));
  const names = (ids) => (ids?.length ? listText(ids.map(name)) : t('who.POOL'));
  const params = {
    by: name(entry.by?.member),
    title: entry.before?.title ?? details.title ?? store.tasks.get(entry.task)?.title ?? t('audit.aTask'),
    name: details.name ?? details.displayName ?? '',
    who: names(details.assignees),
    member: name(details.by ?? details.member ?? details.recipient),
    task: taskName(entry, store),
    role: details.role === store.gid ? '@everyone' : (details.role ?? ''),
    changes: changes(entry.details),
    code: details.code ?? '',
    channel: details.channel ?? '',
    delta: details.delta ?? '',
    count: details.tasks ?? details.created ?? details.removed ?? '',
    due: details.due ? dueText(dueOf(details.due), store.zone) : '',
    until: details.until ? instantText(details.until, store.zone) : '',
    note: details.note ? quoted(details.note) : details.reason ? quoted(details.reason) : '',
    what: details.missing ? t('permission.' + details.missing) : (details.command ?? ''),
    permissions: (details.permissions ?? []).map((one) => t('permission.' + one)).join(', '),
  };
  if (kind === 'member.observed') return t('audit.member.' + observed(entry), params);
  if (kind === 'occurrence.completed' && details.by === entry.by?.member) return t('audit.done', params);
  return known('audit.' + kind) ? t('audit.' + kind, params) : `${isolated(params.by)}: ${kind}`;
}

/** @param {string} text */
const quoted = (text) => ` “${isolated(text)}”`;

/** What is new of a member: somebody new or back again, other roles, another name or language. */
function observed({ before, details }) {
  const former = before?.roles;
  if (!former) return 'joined';
  const now = details?.roles ?? [];
  const same = former.length === now.length && former.every((role) => now.includes(role));
  return same ? 'observed' : 'roles';
}

/** Which fields are different, in words. @param {object} details */
function changes(details = {}) {
  const words = Object.keys(details)
    .map((name) => FIELDS[name] ?? 'field.' + name)
    .filter(known)
    .map((key) => t(key).toLowerCase());
  return words.length ? ` (${listText(words)})` : '';
}

const FIELDS = {
  schedule: 'field.when',
  assignment: 'field.who',
  zone: 'settings.zone',
  locale: 'settings.locale',
  weekStart: 'settings.weekStart',
  reminderOffsets: 'settings.reminders',
  escalateAfter: 'settings.escalate',
  channel: 'settings.channel',
  undoWindow: 'settings.undo',
  balanceHalfLifeWeeks: 'settings.halfLife',
};

/** What people call it. */
function taskName(entry, store) {
  const task = store.tasks.get(entry.task);
  return task ? `“${isolated(task.title)}”` : t('audit.aTask');
}

/** As the journal has it: without its instant. */
const dueOf = (due) => ({ zone: 'UTC', ...due });
