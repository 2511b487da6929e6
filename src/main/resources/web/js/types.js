/**
 * The API's shapes, for editors and readers; openapi.yaml is what counts. Nothing runs here.
 *
 * @typedef {{type: 'never'}
 *   | {type: 'time', local: string, zone: string, at?: string}
 *   | {type: 'day', date: string, zone: string, at?: string, until?: string}} Due
 *
 * @typedef {{every: 'day'|'week'|'month'|'year', interval: number, days?: string[], day?: number, ordinal?: number, weekday?: string, month?: number}} Preset
 *
 * @typedef {{type: 'once', due: Due}
 *   | {type: 'recurring', rrule?: string, start?: string, time?: string|null, zone?: string,
 *      anchor?: 'FROM_DUE'|'FROM_COMPLETION', monthEnd?: 'CLAMP'|'SKIP', preset?: Preset|null,
 *      times?: string[], season?: number[], holidays?: 'SKIP'|'EARLIER'|'LATER', exceptions?: string[]}} Schedule
 *
 * @typedef {{by: string, loggedBy: string, doneAt: string, loggedAt: string, note: string|null}} Completion
 *
 * @typedef {{ordinal: number, state: 'OPEN'|'CLAIMED'|'AWAITING_APPROVAL'|'DONE'|'SKIPPED'|'MISSED'|'EXPIRED'|'CANCELLED', due: Due,
 *   overdue: boolean, openedAt: string, assignees: string[], claimedBy: string|null,
 *   snoozedUntil: string|null, ticks: number[], parts: Completion[], completion: Completion|null, closedAt: string|null}} Occurrence
 *
 * @typedef {{strategy: 'FIXED'|'POOL'|'ROUND_ROBIN', order: string[]}} Assignment
 *
 * @typedef {{id: string, number: number, title: string, description: string, category: string|null,
 *   labels: string[], effort: {minutes: number, difficulty: number},
 *   priority: 'LOW'|'NORMAL'|'HIGH'|'URGENT', schedule: Schedule, assignment: Assignment,
 *   policy: {checklist: string[], requirements: string[], deadline: {action: string, after: string}}, occurrences: Occurrence[],
 *   occurrence: Occurrence|null, lastClosed: Occurrence|null, createdBy: string, createdAt: string,
 *   revision: number, pending?: 'done'|'busy'}} Task pending: what the server has not confirmed yet
 *
 * @typedef {{id: string, displayName: string, roles: string[], administrator: boolean,
 *   zone: string|null, locale: string|null, active: boolean, joinedAt: string, revision: number}} Member
 *
 * @typedef {{id: string, name: string, colour: string, revision: number}} Grouping
 *
 * @typedef {{guild: {id: string, name: string}, zone: string, locale: string, weekStart: string,
 *   reminderOffsets: string[], escalateAfter: string|null, channel: string|null,
 *   undoWindow: string, selfApproval: boolean, balanceHalfLifeWeeks: number | null, revision: number}} Settings
 *
 * @typedef {{revision: number, task: string, number: number, ordinal: number, title: string,
 *   stage: {type: 'before'|'snoozed'|'nudged'|'overdue', offset?: string, after?: string},
 *   late: boolean, at: string, read: boolean}} Notice
 */
export {};
