import { WEEK } from './format.js';
import { today, weekday } from './time.js';

/**
 * A task as a form holds it: every field has a value, also those that are not shown.
 *
 * @typedef {object} Draft
 * @property {string} title
 * @property {string} description
 * @property {string} category id or ''
 * @property {string[]} labels
 * @property {string} priority
 * @property {number} minutes
 * @property {number} difficulty
 * @property {'none'|'once'|'repeat'} when
 * @property {string} date due date, or first day of the recurrence
 * @property {string} time `HH:MM`, '' for the whole day
 * @property {string} zone
 * @property {'day'|'days'|'week'|'weeks'|'month'|'custom'} repeat
 * @property {number} interval of days and weeks
 * @property {string[]} days of the week
 * @property {number} day of the month
 * @property {string} rrule of custom
 * @property {import('./types.js').Schedule} [schedule] the one of the custom rule
 * @property {boolean} floating counted from the completion
 * @property {string} monthEnd
 * @property {string} strategy
 * @property {string[]} order
 */

/** @param {string} zone @returns {Draft} */
export function emptyDraft(zone) {
  const date = today(zone);
  return {
    title: '', description: '', category: '', labels: [], priority: 'NORMAL', minutes: 0, difficulty: 1,
    when: 'none', date, time: '', zone,
    repeat: 'week', interval: 2, days: [WEEK[weekday(date)]], day: Number(date.slice(8)), rrule: '',
    floating: false, monthEnd: 'CLAMP', strategy: 'POOL', order: [],
  };
}

/** @param {import('./types.js').Task} task @param {string} zone @returns {Draft} */
export function draftOf(task, zone) {
  const draft = {
    ...emptyDraft(zone),
    title: task.title, description: task.description, category: task.category ?? '', labels: [...task.labels],
    priority: task.priority, minutes: task.effort.minutes, difficulty: task.effort.difficulty,
    strategy: task.assignment.strategy, order: [...task.assignment.order],
  };
  const schedule = task.schedule;
  if (schedule.type === 'recurring') {
    return { ...draft, ...repeatOf(schedule), when: 'repeat', date: schedule.start, time: (schedule.time ?? '').slice(0, 5), zone: schedule.zone, floating: schedule.anchor === 'FROM_COMPLETION', monthEnd: schedule.monthEnd };
  }
  const due = schedule.due;
  if (due.type === 'time') return { ...draft, when: 'once', date: due.local.slice(0, 10), time: due.local.slice(11, 16), zone: due.zone };
  if (due.type === 'day') return { ...draft, when: 'once', date: due.date, zone: due.zone };
  return draft;
}

/** @param {import('./types.js').Schedule} schedule @returns {Partial<Draft>} */
function repeatOf(schedule) {
  const { preset, rrule } = schedule;
  if (!preset) return { repeat: 'custom', rrule, schedule };
  const some = preset.interval > 1;
  switch (preset.every) {
    case 'day':
      return { repeat: some ? 'days' : 'day', interval: Math.max(2, preset.interval) };
    case 'week':
      return { repeat: some ? 'weeks' : 'week', interval: Math.max(2, preset.interval), days: [...preset.days] };
    case 'month':
      // The form has no monthly interval and no nth weekday; such a rule is kept as it is.
      return some || !preset.day ? { repeat: 'custom', rrule, schedule } : { repeat: 'month', day: preset.day };
    case 'year':
      return { repeat: 'custom', rrule, schedule };
  }
}

/** @param {Draft} draft */
function presetOf(draft) {
  const days = WEEK.filter((code) => draft.days.includes(code));
  switch (draft.repeat) {
    case 'day':
      return { every: 'day', interval: 1 };
    case 'days':
      return { every: 'day', interval: draft.interval };
    case 'week':
      return { every: 'week', interval: 1, days };
    case 'weeks':
      return { every: 'week', interval: draft.interval, days };
    case 'month':
      return { every: 'month', interval: 1, day: draft.day };
  }
}

/** @param {Draft} draft */
function scheduleOf(draft) {
  if (draft.when === 'none') return { type: 'once', due: { type: 'never' } };
  const { date, time, zone } = draft;
  if (draft.when === 'once') {
    return { type: 'once', due: time ? { type: 'time', local: `${date}T${time}`, zone } : { type: 'day', date, zone } };
  }
  const rule = draft.repeat === 'custom' ? { rrule: draft.rrule } : { preset: presetOf(draft) };
  const anchor = draft.floating ? 'FROM_COMPLETION' : 'FROM_DUE';
  return { type: 'recurring', ...rule, start: date, time: time || null, zone, anchor, monthEnd: draft.monthEnd };
}

/** The body of the API request. @param {Draft} draft */
export function bodyOf(draft) {
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    category: draft.category || null,
    labels: draft.labels,
    effort: { minutes: draft.minutes, difficulty: draft.difficulty },
    priority: draft.priority,
    schedule: scheduleOf(draft),
    assignment: { strategy: draft.strategy, order: draft.strategy === 'POOL' ? [] : draft.order },
  };
}

/** The changed fields only: sending an unchanged schedule would reschedule the task. @param {Draft} before @param {Draft} after */
export function changesOf(before, after) {
  const old = bodyOf(before);
  return Object.fromEntries(Object.entries(bodyOf(after)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])));
}

/** Whether a text has visible characters. @param {string} text */
const shows = (text) => /[^\s\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u.test(text);

/** The key of the first error, null when the draft is valid. @param {Draft} draft */
export function lacking(draft) {
  if (!shows(draft.title)) return 'form.needsTitle';
  if (draft.when !== 'none' && !draft.date) return 'form.needsDate';
  if (draft.when === 'repeat' && draft.repeat.startsWith('week') && draft.days.length === 0) return 'form.needsDays';
  if (draft.strategy === 'FIXED' && draft.order.length === 0) return 'form.needsMember';
  return null;
}
