/**
 * The views of a guild's dashboard, in the order of the navigation. A new view needs one entry
 * here.
 *
 * @typedef {object} View
 * @property {string} path below /g/{gid}/
 * @property {string} icon
 * @property {string} label key of its name
 * @property {string} element its custom element
 * @property {string|null} needs the permission that it requires
 */

/** @type {View[]} */
export const views = [
  { path: 'tasks', icon: 'list', label: 'nav.tasks', element: 'dcm-tasks', needs: null },
  { path: 'inbox', icon: 'bell', label: 'nav.inbox', element: 'dcm-inbox', needs: null },
  { path: 'audit', icon: 'scroll', label: 'nav.audit', element: 'dcm-audit', needs: 'AUDIT_VIEW' },
  { path: 'settings', icon: 'gear', label: 'nav.settings', element: 'dcm-settings', needs: null },
];
