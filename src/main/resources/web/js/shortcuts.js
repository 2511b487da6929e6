import { toasts } from './toasts.js';

/** @param {EventTarget|null} target */
const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button)$/.test(target.type));

/** @param {string} selector */
function focus(selector) {
  const field = document.querySelector(selector);
  field?.focus();
  return Boolean(field);
}

/** The keyboard shortcuts of the help page. They are off while a field or a dialog has the focus. */
export function listenForKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const open = document.querySelector('dialog[open]');
    const keys = {
      n: () => !open && focus('#new-task'),
      '/': () => !open && focus('#search'),
      z: () => toasts.act(),
      '?': () => {
        const help = document.querySelector('dcm-help');
        if (open && !help.contains(open)) return false;
        help.toggle();
        return true;
      },
    };
    if (keys[event.key.toLowerCase()]?.()) event.preventDefault();
  });
}
