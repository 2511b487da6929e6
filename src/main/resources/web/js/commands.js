import { Problem } from './http.js';
import { t } from './i18n.js';
import { isolated } from './direction.js';
import { holders } from './filter.js';
import { dueText, listText } from './format.js';
import { toasts } from './toasts.js';

/**
 * The commands on tasks. Each shows its effect at once, sends the request, and then shows the
 * confirmed task; a refusal is shown as a toast.
 *
 * @typedef {import('./store.js').GuildStore} GuildStore
 * @typedef {import('./types.js').Task} Task
 */

/** The minimum time for which the unconfirmed change is shown, so that it is noticed. */
const MIN_FEEDBACK_MS = 550;

/**
 * @param {GuildStore} store
 * @param {Task} task
 * @param {string} verb
 * @param {object} body
 * @param {Partial<Task>} change to show at once
 * @param {number} [ordinal] of the occurrence that is meant
 * @returns {Promise<Task|null>} null when it was refused
 */
async function act(store, task, verb, body, change, ordinal = task.occurrence?.ordinal) {
  store.showOptimistic(task, change);
  try {
    const [answer] = await Promise.all([
      store.api.post(`/tasks/${task.id}/${verb}`, { ...(ordinal ? { ordinal } : {}), ...body }),
      change.pending === 'done' ? new Promise((go) => setTimeout(go, MIN_FEEDBACK_MS)) : null,
    ]);
    store.settle(task.id, answer);
    return answer;
  } catch (error) {
    store.settle(task.id);
    await refused(store, task.id, error);
    return null;
  }
}

/** Shows a refusal, and reloads the task when it was outdated. */
async function refused(store, id, error) {
  const whose = error instanceof Problem && error.kind === 'forbidden' ? theirs(store, id) : '';
  if (whose) toasts.warn(whose);
  else toasts.fail(error);
  if (!(error instanceof Problem) || ![404, 409, 412].includes(error.status)) return;
  try {
    store.put(await store.api.get(`/tasks/${id}`));
  } catch (refreshError) {
    if (refreshError instanceof Problem && refreshError.status === 404) store.remove(id);
  }
}

/** A message with the assignees, when they are the reason for the refusal. @param {GuildStore} store @param {string} id */
function theirs(store, id) {
  const task = store.tasks.get(id);
  const who = holders(task?.occurrence ?? null);
  if (who.length === 0 || who.includes(store.me.id)) return '';
  const key = task.assignment.strategy === 'ROUND_ROBIN' && !task.occurrence.claimedBy ? 'refused.turn' : 'refused.theirs';
  return t(key, { who: listText(who.map((one) => store.name(one))) });
}

/** @param {GuildStore} store @param {Task} task @param {{note?: string, by?: string}} [how] */
export async function complete(store, task, how = {}) {
  const ordinal = task.occurrence?.ordinal;
  const fresh = await act(store, task, 'complete', how, { pending: 'done' });
  if (!fresh) return;
  const after = fresh.occurrences.find((one) => one.ordinal === ordinal);
  if (!after) return offerUndo(store, fresh, ordinal, t('done.said', { title: task.title }) + next(store, fresh));
  // It is not done yet: others have a part of it, or somebody has to approve it.
  const said = after.state === 'AWAITING_APPROVAL' ? 'submitted.said' : 'part.said';
  offerUndo(store, fresh, undefined, t(said, { title: task.title }));
}

/** @param {GuildStore} store @param {Task} task @param {number} ordinal */
export async function approve(store, task, ordinal) {
  const fresh = await act(store, task, 'approve', {}, { pending: 'busy' }, ordinal);
  if (fresh) offerUndo(store, fresh, ordinal, t('done.said', { title: task.title }) + next(store, fresh));
}

/** @param {GuildStore} store @param {Task} task @param {number} ordinal @param {string} reason */
export async function reject(store, task, ordinal, reason) {
  const fresh = await act(store, task, 'reject', { reason }, { pending: 'busy' }, ordinal);
  if (fresh) toasts.info(t('reject.said', { title: task.title }));
}

/** Ticks or unticks an item of the checklist. @param {GuildStore} store @param {Task} task @param {number} item @param {boolean} done */
export async function tick(store, task, item, done) {
  const ticks = done ? [...task.occurrence.ticks, item] : task.occurrence.ticks.filter((one) => one !== item);
  await act(store, task, 'tick', { item, done }, { pending: 'busy', occurrence: { ...task.occurrence, ticks } });
}

/** A sentence about the next occurrence, if there is one. @param {GuildStore} store @param {Task} task */
function next(store, task) {
  if (task.schedule.type !== 'recurring' || !task.occurrence) return '';
  const who = task.occurrence.assignees.map((id) => isolated(store.name(id))).join(', ');
  const due = dueText(task.occurrence.due, store.zone);
  return ' ' + (who ? t('done.nextWho', { who, due }) : t('done.next', { due }));
}

function offerUndo(store, task, ordinal, text) {
  toasts.info(text, { label: t('action.undo'), run: () => undo(store, task, ordinal) });
}

/**
 * Opens a closed occurrence again, or undoes the last action on the task.
 *
 * @param {GuildStore} store
 * @param {Task} task
 * @param {number} [ordinal] of the closed occurrence; without it, the last action
 */
export async function undo(store, task, ordinal) {
  try {
    store.put(await store.api.post(`/tasks/${task.id}/undo`, ordinal ? { ordinal } : {}));
    toasts.info(t('undo.said', { title: task.title }));
  } catch (error) {
    await refused(store, task.id, error);
  }
}

/** @param {GuildStore} store @param {Task} task @param {{reason?: string, advanceTurn?: boolean}} how */
export async function skip(store, task, how) {
  const ordinal = task.occurrence?.ordinal;
  const fresh = await act(store, task, 'skip', how, { pending: 'busy' });
  if (fresh) offerUndo(store, fresh, ordinal, t('skip.said', { title: task.title }) + next(store, fresh));
}

/** @param {GuildStore} store @param {Task} task */
export const claim = (store, task) =>
  act(store, task, 'claim', {}, { pending: 'busy', occurrence: { ...task.occurrence, state: 'CLAIMED', claimedBy: store.me.id } });

/** @param {GuildStore} store @param {Task} task */
export const release = (store, task) =>
  act(store, task, 'release', {}, { pending: 'busy', occurrence: { ...task.occurrence, state: 'OPEN', claimedBy: null } });

/** @param {GuildStore} store @param {Task} task @param {string[]} assignees */
export const assign = (store, task, assignees) =>
  act(store, task, 'assign', { assignees }, { pending: 'busy', occurrence: { ...task.occurrence, assignees } });

/** @param {GuildStore} store @param {Task} task @param {Date} until */
export async function snooze(store, task, until) {
  const snoozedUntil = until.toISOString();
  const fresh = await act(store, task, 'snooze', { until: snoozedUntil }, {
    pending: 'busy',
    occurrence: { ...task.occurrence, snoozedUntil },
  });
  if (fresh) toasts.info(t('snooze.said', { title: task.title, until: dueText({ type: 'time', local: '', zone: store.zone, at: snoozedUntil }, store.zone) }));
}

/** @param {GuildStore} store @param {object} body @returns {Promise<Task>} @throws {Problem} */
export async function create(store, body) {
  const task = await store.api.post('/tasks', body);
  store.put(task);
  return task;
}

/**
 * @param {GuildStore} store
 * @param {Task} task as it was when editing began
 * @param {object} changes
 * @throws {Problem} 412 when it was changed meanwhile
 */
export async function edit(store, task, changes) {
  store.put(await store.api.change('PATCH', `/tasks/${task.id}`, task.revision, changes));
}

/** @param {GuildStore} store @param {Task} task @returns {Promise<boolean>} */
export async function remove(store, task) {
  try {
    await store.api.change('DELETE', `/tasks/${task.id}`, task.revision);
    store.remove(task.id);
    toasts.info(t('delete.said', { title: task.title }), { label: t('action.undo'), run: () => restore(store, task) });
    return true;
  } catch (error) {
    await refused(store, task.id, error);
    return false;
  }
}

/** Takes a deleted task from the bin. @param {GuildStore} store @param {Task} task */
async function restore(store, task) {
  try {
    store.put(await store.api.post(`/tasks/${task.id}/restore`, {}));
    toasts.info(t('restore.said', { title: task.title }));
  } catch (error) {
    toasts.fail(error);
  }
}
