import { dueText, instantText, listText } from './format.js';
import { known, t } from './i18n.js';

/**
 * What happened, as a sentence. Unknown kinds are shown by their name: nothing of the log is hidden.
 *
 * @param {{kind: string, by: {member: string|null, door: string}, details: any}} entry
 * @param {import('./store.js').GuildStore} store
 */
export function sentence(entry, store) {
  const { kind, details = {} } = entry;
  const name = (id) => (id ? store.name(id) : t('audit.system'));
  const names = (ids) => (ids?.length ? listText(ids.map(name)) : t('who.POOL'));
  const params = {
    by: name(entry.by?.member),
    title: details.title ?? details.after?.title ?? '',
    name: details.name ?? details.displayName ?? '',
    who: names(details.after instanceof Array ? details.after : details.assignees),
    member: name(details.by ?? details.member ?? details.recipient),
    task: taskName(entry, store),
    role: details.role ?? '',
    code: details.code ?? '',
    due: details.due ? dueText(dueOf(details.due), store.zone) : '',
    until: details.until ? instantText(details.until, store.zone) : '',
    note: details.note ? ` “${details.note}”` : details.reason ? ` “${details.reason}”` : '',
    what: details.missing ? t('permission.' + details.missing) : (details.command ?? ''),
    permissions: (details.permissions ?? []).map((one) => t('permission.' + one)).join(', '),
  };
  if (kind === 'occurrence.completed' && details.by === entry.by?.member) return t('audit.done', params);
  return known('audit.' + kind) ? t('audit.' + kind, params) : `${params.by}: ${kind}`;
}

/** What people call it. */
function taskName(entry, store) {
  const task = store.tasks.get(entry.task);
  return task ? `“${task.title}”` : t('audit.aTask');
}

/** Older entries may carry a due without its instant. */
const dueOf = (due) => ({ zone: 'UTC', ...due });
