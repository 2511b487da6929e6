import { isolated } from './direction.js';
import { locale, t } from './i18n.js';
import { dateFormat, daysBetween, dueDay, today, utc, wallClock } from './time.js';

export const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** `za`, or in full `zaterdag`. @param {string} code such as SA @param {'short'|'long'} [width] */
export function weekdayName(code, width = 'short') {
  // 5 January 1970 was a Monday.
  return dateFormat(locale(), { weekday: width, timeZone: 'UTC' }).format((4 + WEEK.indexOf(code)) * 86_400_000);
}

/**
 * A day relative to today: today, in three days, Saturday 12 December.
 *
 * @param {import('./time.js').Day} day
 * @param {import('./time.js').Day} from today
 */
export function dayText(day, from) {
  const daysAhead = daysBetween(from, day);
  if (Math.abs(daysAhead) <= 6) return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(daysAhead, 'day');
  const sameYear = day.slice(0, 4) === from.slice(0, 4);
  return dateFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(utc(day));
}

/**
 * @param {import('./types.js').Due} due
 * @param {string} zone of the viewer
 */
export function dueText(due, zone, now = Date.now()) {
  const day = dueDay(due, zone);
  if (day === null || due.type === 'never') return t('due.never');
  const words = dayText(day, today(zone, now));
  return due.type === 'day' ? words : `${words} ${wallClock(due.at ?? due.local + 'Z', due.at ? zone : 'UTC').time}`;
}

/** The whole date, for tooltips and details. @param {import('./types.js').Due} due @param {string} zone */
export function dueInFull(due, zone) {
  const day = dueDay(due, zone);
  if (day === null || due.type === 'never') return t('due.never');
  const date = dateFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(utc(day));
  return due.type === 'day' ? date : `${date}, ${wallClock(due.at ?? due.local + 'Z', due.at ? zone : 'UTC').time}`;
}

/** An instant as day and time. @param {string} instant @param {string} zone */
export function instantText(instant, zone, now = Date.now()) {
  const { day, time } = wallClock(instant, zone);
  return `${dayText(day, today(zone, now))} ${time}`;
}

/** Names as a list. @param {string[]} names */
export const listText = (names) => new Intl.ListFormat(locale()).format(names.map(isolated));

/** `april`. @param {number} month 1 to 12 */
const monthName = (month) => dateFormat(locale(), { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1, 1));

/** How often, at which times, in which months. @param {import('./types.js').Schedule} schedule */
export function repeatText(schedule) {
  if (schedule.type !== 'recurring') return t('repeat.never');
  let text = ruleText(schedule);
  if (schedule.times) text = t('repeat.at', { text, times: listText(schedule.times.map((time) => time.slice(0, 5))) });
  if (schedule.season) text = t('repeat.season', { text, months: seasonText(schedule.season) });
  return schedule.holidays ? t('repeat.holidays.' + schedule.holidays, { text }) : text;
}

/** @param {import('./types.js').Schedule & {type: 'recurring'}} schedule */
function ruleText({ preset, rrule }) {
  if (!preset) return t('repeat.custom', { rule: rrule ?? '' });
  const every = t('repeat.every.' + preset.every, { n: preset.interval });
  if (preset.every === 'week' && preset.days?.length) {
    return t('repeat.on', { every, days: listText(WEEK.filter((d) => preset.days.includes(d)).map((d) => weekdayName(d))) });
  }
  if (preset.every === 'year') {
    const date = dateFormat(locale(), { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, preset.month - 1, preset.day));
    return t('repeat.on', { every, days: date });
  }
  if (preset.ordinal) {
    return t('repeat.onNth', { every, nth: t('repeat.nth.' + (preset.ordinal < 0 ? 'last' : preset.ordinal)), day: weekdayName(preset.weekday, 'long') });
  }
  return preset.every === 'month' ? t('repeat.onDay', { every, day: preset.day ?? 1 }) : every;
}

/** `april to september`; months that are not in a row one by one. @param {number[]} season 1 to 12 */
function seasonText(season) {
  const starts = season.filter((month) => !season.includes(month === 1 ? 12 : month - 1));
  if (season.length < 3 || starts.length !== 1) return listText(season.map(monthName));
  const last = ((starts[0] + season.length - 2) % 12) + 1;
  return t('repeat.months', { first: monthName(starts[0]), last: monthName(last) });
}

/** Minutes of an ISO 8601 duration such as PT1H30M. @param {string} iso */
export function minutesOf(iso) {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+(?:\.\d+)?S)?)?$/.exec(iso);
  if (!found) return 0;
  const [, days, hours, minutes] = found.map((part) => Number(part ?? 0));
  return days * 1440 + hours * 60 + minutes;
}

/** @param {number} minutes */
export const isoOf = (minutes) =>
  minutes === 0 ? 'PT0S' : `PT${minutes >= 60 ? Math.floor(minutes / 60) + 'H' : ''}${minutes % 60 ? (minutes % 60) + 'M' : ''}`;

/** @param {number} minutes */
export function minutesText(minutes) {
  const of = (n, unit) => new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(n);
  if (minutes > 0 && minutes % 1440 === 0) return of(minutes / 1440, 'day');
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return of(minutes, 'minute');
  return minutes % 60 === 0 ? of(hours, 'hour') : `${of(hours, 'hour')} ${of(minutes % 60, 'minute')}`;
}

/** The initial in an avatar. @param {string} name */
export const initial = (name) => [...name.trim()][0]?.toLocaleUpperCase(locale()) ?? '?';
