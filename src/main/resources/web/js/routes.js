/**
 * Every floor of a guild's dashboard, in the order of the navigation. A floor that is built later
 * gets its line here and nothing else changes.
 *
 * @typedef {object} View
 * @property {string} path below /g/{gid}/
 * @property {string} icon
 * @property {string} label key of its name
 * @property {string} element the custom element that shows it
 * @property {string|null} needs the permission without which it is not offered
 */

/** @type {View[]} */
export const views = [
  { path: 'tasks', icon: 'list', label: 'nav.tasks', element: 'dcm-tasks', needs: null },
  { path: 'inbox', icon: 'bell', label: 'nav.inbox', element: 'dcm-inbox', needs: null },
  { path: 'audit', icon: 'scroll', label: 'nav.audit', element: 'dcm-audit', needs: 'AUDIT_VIEW' },
  { path: 'settings', icon: 'gear', label: 'nav.settings', element: 'dcm-settings', needs: null },
];
