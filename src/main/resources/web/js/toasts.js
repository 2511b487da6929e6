import { Emitter } from './emitter.js';
import { Problem } from './http.js';
import { t } from './i18n.js';

/** @typedef {{id: number, text: string, kind: 'done'|'error', action: {label: string, run: () => void}|null}} Toast */

const DISPLAY_MS = 8000;

/** Short messages at the edge of the screen. */
class Toasts extends Emitter {
  /** @type {Toast[]} */
  list = [];
  #next = 1;
  /** @type {Map<number, number>} */
  #timers = new Map();

  /**
   * @param {string} text
   * @param {Toast['action']} [action]
   */
  info(text, action = null) {
    this.#add(text, 'done', action);
  }

  /** @param {unknown} error */
  fail(error) {
    if (!(error instanceof Problem)) console.error(error);
    // The login page is shown then; a message is not needed.
    if (error instanceof Problem && error.status === 401) return;
    this.#add(error instanceof Problem ? error.words : t('status.unexpected'), 'error', null);
  }

  /** @param {string} text */
  warn(text) {
    this.#add(text, 'error', null);
  }

  #add(text, kind, action) {
    const id = this.#next++;
    this.list = [...this.list.filter((toast) => toast.text !== text || toast.action), { id, text, kind, action }].slice(-3);
    this.resume(id);
    this.changed();
  }

  /** Keeps a toast visible while the pointer or the focus is on it. @param {number} id */
  hold(id) {
    clearTimeout(this.#timers.get(id));
  }

  /** @param {number} id */
  resume(id) {
    this.hold(id);
    this.#timers.set(id, setTimeout(() => this.dismiss(id), DISPLAY_MS));
  }

  /** @param {number} id */
  dismiss(id) {
    this.hold(id);
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
    this.changed();
  }

  /** Runs the action of the newest toast that has one. @returns {boolean} whether there was one */
  act() {
    const toast = this.list.findLast((one) => one.action);
    if (!toast) return false;
    this.dismiss(toast.id);
    toast.action.run();
    return true;
  }
}

export const toasts = new Toasts();
