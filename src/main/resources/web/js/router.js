import { Emitter } from './emitter.js';
import { views } from './routes.js';

/** What the address bar says. Filters and the opened task live there, so a link restores them. */
class Router extends Emitter {
  constructor() {
    super();
    addEventListener('popstate', () => this.changed());
    document.addEventListener('click', (event) => this.#click(event));
  }

  /** The guild's id, null on the pages before one is picked. */
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
   * Changes parts of the query.
   *
   * @param {Record<string, string|null>} changes null or '' takes a part away
   * @param {{replace?: boolean}} [how] replace: no step for the back button, as while typing
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

  /** Follows our own links without loading the page anew. @param {MouseEvent} event */
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
