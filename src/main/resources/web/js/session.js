import { Emitter } from './emitter.js';
import { health } from './health.js';
import { Problem, withRetry, send } from './http.js';

/** The logged-in user and the user's guilds with DCM. */
class Session extends Emitter {
  /** @type {'unknown'|'in'|'out'} */
  state = 'unknown';
  /** @type {{id: string, name: string, avatar: string|null}|null} */
  user = null;
  /** @type {{id: string, name: string, icon: string|null, administrator: boolean, installed: boolean|null}[]|null} */
  guilds = null;
  /** @type {Problem|null} why the guilds could not be read */
  trouble = null;

  constructor() {
    super();
    health.on('recovered', () => {
      if (this.state === 'unknown') this.load();
      else if (this.state === 'in' && this.trouble) this.loadGuilds();
    });
  }

  async load() {
    try {
      const answer = await send('/api/v1/me', {});
      this.user = (await answer.json()).user;
      this.state = 'in';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401) this.state = 'out';
      else this.trouble = error;
    }
    this.changed();
  }

  async loadGuilds() {
    try {
      const answer = await withRetry(() => send('/api/v1/me/guilds', {}));
      this.guilds = (await answer.json()).guilds;
      this.trouble = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401) return this.ended();
      this.trouble = error;
    }
    this.changed();
  }

  /** The session has ended. */
  ended() {
    this.state = 'out';
    this.user = null;
    this.guilds = null;
    this.changed();
  }

  async logout() {
    await send('/api/v1/auth/logout', { method: 'POST' });
    this.ended();
  }

  /** The URL of the login, which returns to the current page. */
  get loginUrl() {
    const guild = location.pathname.match(/^\/g\/(\d+)/)?.[1];
    const query = new URLSearchParams({ ...(guild ? { guild } : {}), return: guild ? location.pathname + location.search : '/' });
    return '/api/v1/auth/login?' + query;
  }
}

export const session = new Session();
