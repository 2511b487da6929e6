import { Emitter } from './emitter.js';
import { closedOnly, matches, order, readFilter } from './filter.js';
import { health } from './health.js';
import { Problem } from './http.js';

const PAGE = 200;

/** The tasks that match the filter in the URL: the server's response, updated by events. */
export class TaskList extends Emitter {
  /** @type {Set<string>} */
  #ids = new Set();
  #requestNumber = 0;
  #reloadTimer = 0;
  /** @type {string|null} */
  cursor = null;
  total = 0;
  loaded = false;
  /** @type {Problem|null} */
  trouble = null;

  /** @param {import('./store.js').GuildStore} store */
  constructor(store) {
    super();
    this.store = store;
    this.filter = readFilter(new URLSearchParams());
    this.key = '';
    this.stops = [
      store.on('task', ({ detail }) => this.#seen(detail)),
      store.on('removed', ({ detail }) => this.#ids.delete(detail) && this.total--),
      store.on('hidden', () => this.loaded && this.#scheduleLoad()),
      store.on('reload', () => this.load()),
      health.on('recovered', () => this.trouble && this.load()),
    ];
  }

  close() {
    clearTimeout(this.#reloadTimer);
    this.#requestNumber++;
    for (const stop of this.stops) stop();
  }

  /** @param {URLSearchParams} query of the URL */
  show(query) {
    const filter = readFilter(query);
    const key = JSON.stringify(filter);
    if (key === this.key) return;
    this.key = key;
    this.filter = filter;
    this.loaded = false;
    this.#ids = new Set();
    this.load();
  }

  /** In display order. */
  get tasks() {
    const found = [...this.#ids].map((id) => this.store.tasks.get(id)).filter(Boolean);
    return found.sort(order(this.filter));
  }

  async load() {
    await this.#fetch(null);
  }

  async more() {
    await this.#fetch(this.cursor);
  }

  /** @param {string|null} cursor */
  async #fetch(cursor) {
    const request = ++this.#requestNumber;
    clearTimeout(this.#reloadTimer);
    try {
      const answer = await this.store.api.get('/tasks', { ...this.filter, limit: PAGE, cursor });
      if (request !== this.#requestNumber) return; // the filter changed meanwhile
      this.#ids = new Set([...(cursor ? this.#ids : []), ...answer.tasks.map((task) => task.id)]);
      for (const task of answer.tasks) this.store.put(task);
      // Events may be newer than the response.
      for (const task of this.store.tasks.values()) if (task.revision > answer.revision) this.#place(task);
      this.cursor = answer.cursor ?? null;
      this.total = answer.total;
      this.loaded = true;
      this.trouble = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (request !== this.#requestNumber) return;
      this.trouble = error;
    }
    this.changed();
  }

  /** @param {import('./types.js').Task} task */
  #seen(task) {
    if (!this.loaded) return;
    this.#place(task);
    // The store knows only the last closed occurrence of a task; the server knows which belong
    // here.
    if (closedOnly(this.filter) || this.filter.q || this.cursor) this.#scheduleLoad();
  }

  #scheduleLoad() {
    clearTimeout(this.#reloadTimer);
    this.#reloadTimer = setTimeout(() => this.load(), 400);
  }

  /** @param {import('./types.js').Task} task */
  #place(task) {
    const before = this.#ids.size;
    if (matches(task, this.filter)) this.#ids.add(task.id);
    else this.#ids.delete(task.id);
    this.total += this.#ids.size - before;
  }
}
