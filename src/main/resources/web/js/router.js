import { Emitter } from './emitter.js';
import { views } from './routes.js';

/** The URL of the page. It contains the filters and the opened task, so that a link restores them. */
class Router extends Emitter {
  constructor() {
    super();
    addEventListener('popstate', () => this.changed());
    document.addEventListener('click', (event) => this.#click(event));
  }

  /** The guild's id, null before a guild is chosen. */
  get gid() {
    return location.pathname.match(/^\/g\/(\d{1,20})(?:\/|$)/)?.[1] ?? null;
  }

  get view() {
    const path = location.pathname.split('/')[3] ?? '';
    return views.find((view) => view.path === path) ?? null;
  }

  get query() {
    return new URLSearchParams(location.search);
  }

  /** @param {string} url */
  go(url) {
    history.pushState(null, '', url);
    this.changed();
    scrollTo(0, 0);
  }

  /** @param {string} url */
  replace(url) {
    history.replaceState(null, '', url);
    this.changed();
  }

  /**
   * Changes query parameters.
   *
   * @param {Record<string, string|null>} changes null or '' removes a parameter
   * @param {{replace?: boolean}} [how] replace: adds no history entry, as while typing
   */
  set(changes, how = {}) {
    const query = this.query;
    for (const [name, value] of Object.entries(changes)) value ? query.set(name, value) : query.delete(name);
    const search = query.toString();
    const url = location.pathname + (search ? '?' + search : '');
    if (url === location.pathname + location.search) return;
    history[how.replace ? 'replaceState' : 'pushState'](null, '', url);
    this.changed();
  }

  /** Navigates by links of the dashboard without loading the page again. @param {MouseEvent} event */
  #click(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.origin !== location.origin) return;
    if (link.pathname !== '/' && !link.pathname.startsWith('/g/')) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();
