import { locale } from './i18n.js';
import { addDays, daysBetween, dueAt, dueDay, lateFrom, today, weekday } from './time.js';

/**
 * @typedef {import('./types.js').Task} Task
 * @typedef {{status: string, assignee: string, category: string, label: string, q: string, sort: string}} Filter
 */

export const STATUSES = ['active', 'open', 'claimed', 'overdue', 'awaiting_approval', 'done', 'skipped', 'missed'];
export const SORTS = ['due', 'priority', 'title', 'number', 'changed'];
const DEFAULTS = { status: 'active', assignee: '', category: '', label: '', q: '', sort: 'due' };
const PRIORITIES = ['URGENT', 'HIGH', 'NORMAL', 'LOW'];

/** @param {URLSearchParams} query @returns {Filter} */
export function readFilter(query) {
  const filter = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS)) filter[name] = query.get(name) ?? DEFAULTS[name];
  if (!STATUSES.includes(filter.status)) filter.status = DEFAULTS.status;
  if (!SORTS.includes(filter.sort)) filter.sort = DEFAULTS.sort;
  return filter;
}

/** The value of a filter in the URL: null for the default. */
export const written = (name, value) => (value === DEFAULTS[name] ? null : value);

/** Whether a filter other than the status is set. @param {Filter} filter */
export const narrowed = (filter) => Boolean(filter.assignee || filter.category || filter.label || filter.q);

/** @param {Filter} filter */
export const closedOnly = (filter) => ['done', 'skipped', 'missed'].includes(filter.status);

/** Whether somebody can still complete it. @param {import('./types.js').Occurrence|null} [occurrence] */
export const active = (occurrence) => occurrence?.state === 'OPEN' || occurrence?.state === 'CLAIMED';

/** The oldest occurrence that awaits approval. @param {Task} task */
export const awaiting = (task) => task.occurrences.find((one) => one.state === 'AWAITING_APPROVAL') ?? null;

/** @param {import('./types.js').Occurrence|null} occurrence */
export function late(occurrence, now = Date.now()) {
  if (!active(occurrence)) return false;
  const from = lateFrom(occurrence.due);
  return from !== null && now > from;
}

/** The assignees of an open occurrence, or who completed it. @param {import('./types.js').Occurrence|null} occurrence */
export function holders(occurrence) {
  if (!occurrence) return [];
  if (occurrence.completion) return [occurrence.completion.by];
  return occurrence.claimedBy ? [occurrence.claimedBy] : occurrence.assignees;
}

/**
 * The occurrence that a row shows: the closed one in lists of closed tasks, otherwise the open one.
 *
 * @param {Task} task
 * @param {Filter} filter
 */
export const shown = (task, filter) =>
  closedOnly(filter)
    ? task.lastClosed
    : (filter.status === 'awaiting_approval' ? awaiting(task) : null) ?? task.occurrence ?? task.lastClosed;

/**
 * Whether a task from an event belongs in the list. The server decides at the next load.
 *
 * @param {Task} task
 * @param {Filter} filter
 */
export function matches(task, filter, now = Date.now()) {
  const occurrence = closedOnly(filter) ? task.lastClosed : task.occurrence;
  if (!occurrence) return false;
  const fits = {
    active: () => active(occurrence),
    open: () => occurrence.state === 'OPEN',
    claimed: () => occurrence.state === 'CLAIMED',
    overdue: () => late(occurrence, now),
    done: () => occurrence.state === 'DONE',
    skipped: () => occurrence.state === 'SKIPPED',
    awaiting_approval: () => awaiting(task) !== null,
    missed: () => ['MISSED', 'EXPIRED'].includes(occurrence.state),
  };
  if (!fits[filter.status]()) return false;
  if (filter.assignee && !holders(occurrence).includes(filter.assignee)) return false;
  if (filter.category && task.category !== filter.category) return false;
  if (filter.label && !task.labels.includes(filter.label)) return false;
  const text = (`#${task.number} ${task.title}\n` + task.description).toLowerCase();
  return !filter.q || text.includes(filter.q.trim().toLowerCase());
}

/** @param {Filter} filter @returns {(a: Task, b: Task) => number} */
export function order(filter) {
  const by = {
    due: (a, b) => moment(a, filter) - moment(b, filter),
    number: () => 0,
    title: (a, b) => a.title.localeCompare(b.title, locale()),
    priority: (a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority),
    changed: (a, b) => b.revision - a.revision,
  }[filter.sort];
  return (a, b) => by(a, b) || a.number - b.number;
}

/** @param {Task} task @param {Filter} filter */
function moment(task, filter) {
  const occurrence = shown(task, filter);
  // Among what is done, the latest comes first.
  if (closedOnly(filter)) return -Date.parse(occurrence?.closedAt ?? '1970-01-01');
  return (occurrence && (occurrence.due.type === 'day' ? lateFrom(occurrence.due) : dueAt(occurrence.due))) ?? Number.MAX_SAFE_INTEGER;
}

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/**
 * Tasks under their headings, in the guild's zone and week.
 *
 * @param {Task[]} tasks in order
 * @param {Filter} filter
 * @param {{zone: string, weekStart: string}} settings
 * @returns {{key: string, tasks: Task[]}[]} one without key when there is nothing to divide
 */
export function sections(tasks, filter, settings, now = Date.now()) {
  if (filter.sort !== 'due' || closedOnly(filter)) return [{ key: '', tasks }];
  const day = today(settings.zone, now);
  const into = (weekday(day) - WEEKDAYS.indexOf(settings.weekStart) + 7) % 7;
  const nextWeek = addDays(day, 7 - into);
  /** @type {Map<string, Task[]>} */
  const found = new Map(['overdue', 'today', 'tomorrow', 'week', 'later', 'none'].map((key) => [key, []]));
  for (const task of tasks) {
    const occurrence = shown(task, filter);
    const on = occurrence ? dueDay(occurrence.due, settings.zone) : null;
    const daysAhead = on === null ? 0 : daysBetween(day, on);
    let key = 'later';
    if (on === null) key = 'none';
    else if (late(occurrence, now)) key = 'overdue';
    else if (daysAhead <= 0) key = 'today';
    else if (daysAhead === 1) key = 'tomorrow';
    else if (on < nextWeek) key = 'week';
    found.get(key).push(task);
  }
  return [...found].filter(([, some]) => some.length > 0).map(([key, some]) => ({ key, tasks: some }));
}
