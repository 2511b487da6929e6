import { Emitter } from './emitter.js';
import { health } from './health.js';
import { Live } from './live.js';
import { GuildStore } from './store.js';
import { TaskList } from './tasklist.js';

/** The guild that is shown. */
class Current extends Emitter {
  constructor() {
    super();
    health.on('recovered', () => this.store?.trouble && this.again());
  }

  /** @type {GuildStore|null} */
  store = null;
  /** @type {TaskList|null} */
  list = null;
  /** @type {Live|null} */
  live = null;

  /** @param {string} gid */
  async enter(gid) {
    if (this.store?.gid === gid) return;
    this.leave();
    const store = new GuildStore(gid);
    this.store = store;
    this.list = new TaskList(store);
    const tell = () => this.store === store && this.changed();
    store.addEventListener('change', tell);
    this.list.addEventListener('change', tell);
    await store.load();
    // Another guild may have been chosen while this one was loaded.
    if (this.store !== store || store.trouble) return;
    this.live = new Live(store);
    this.live.addEventListener('change', tell);
    this.changed();
  }

  leave() {
    this.live?.close();
    this.list?.close();
    this.store?.close();
    this.live = this.list = this.store = null;
  }

  /** Loads the guild again after a failure. */
  async again() {
    const gid = this.store?.gid;
    this.leave();
    if (gid) await this.enter(gid);
  }
}

export const current = new Current();
