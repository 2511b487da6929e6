/**
 * Dates and times in a time zone. A day is a string like `2026-11-28`, a zone an IANA name.
 *
 * @typedef {string} Day
 */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * Formats are cached, because creating one is slow.
 *
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} options
 */
export function dateFormat(locale, options) {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

/**
 * @param {Date|number|string} instant
 * @param {string} zone
 * @returns {{day: Day, time: string}} time as `HH:MM`
 */
export function wallClock(instant, zone) {
  const parts = {};
  const format = dateFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  for (const { type, value } of format.formatToParts(new Date(instant))) parts[type] = value;
  return {
    day: `${parts.year.padStart(4, '0')}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}`,
  };
}

/** @param {Day} day */
export const utc = (day) => Date.parse(day + 'T00:00:00Z');

/**
 * @param {Day} day
 * @param {number} n
 * @returns {Day}
 */
export const addDays = (day, n) => new Date(utc(day) + n * 86_400_000).toISOString().slice(0, 10);

/**
 * Days between two dates; negative when `to` is earlier.
 *
 * @param {Day} from
 * @param {Day} to
 */
export const daysBetween = (from, to) => Math.round((utc(to) - utc(from)) / 86_400_000);

/** Monday is 0. @param {Day} day */
export const weekday = (day) => (new Date(utc(day)).getUTCDay() + 6) % 7;

/**
 * @param {string} zone
 * @param {number} [now] epoch milliseconds
 * @returns {Day}
 */
export const today = (zone, now = Date.now()) => wallClock(now, zone).day;

/**
 * The instant of a local time. In a DST gap it is shifted forward.
 *
 * @param {Day} day
 * @param {string} time `HH:MM`
 * @param {string} zone
 * @returns {Date}
 */
export function instantOf(day, time, zone) {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let guess = wanted;
  // The offset at the estimate corrects the estimate; twice, because the offset may differ there.
  for (let i = 0; i < 2; i++) {
    const seen = wallClock(guess, zone);
    guess += wanted - Date.parse(`${seen.day}T${seen.time}:00Z`);
  }
  return new Date(guess);
}

/**
 * The due time in epoch milliseconds; null for never.
 *
 * @param {import('./types.js').Due} due
 */
export function dueAt(due) {
  if (due.type === 'never') return null;
  if (due.type === 'day') return instantOf(due.date, '00:00', due.zone).getTime();
  return due.at ? Date.parse(due.at) : instantOf(due.local.slice(0, 10), due.local.slice(11, 16), due.zone).getTime();
}

/**
 * The time from which it is late; null for never.
 *
 * @param {import('./types.js').Due} due
 */
export function lateFrom(due) {
  return due.type === 'day' ? instantOf(addDays(due.date, 1), '00:00', due.zone).getTime() : dueAt(due);
}

/**
 * The day of the due time in `zone`.
 *
 * @param {import('./types.js').Due} due
 * @param {string} zone
 * @returns {Day|null}
 */
export function dueDay(due, zone) {
  if (due.type === 'never') return null;
  return due.type === 'day' ? due.date : wallClock(dueAt(due), zone).day;
}
