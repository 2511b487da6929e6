import { Emitter } from './emitter.js';

/**
 * Whether the server answers. Every call reports here; when one finds nobody, this knocks again by
 * itself, ever less often and never in step with other browsers, until somebody opens.
 */
class Health extends Emitter {
  away = false;
  #attempt = 0;
  #timer = 0;

  constructor() {
    super();
    addEventListener('online', () => this.away && this.#knockIn(0));
  }

  answered() {
    if (!this.away) return;
    clearTimeout(this.#timer);
    this.away = false;
    this.#attempt = 0;
    this.changed();
    this.emit('recovered');
  }

  failed() {
    if (this.away) return;
    this.away = true;
    this.changed();
    this.#knockIn(1000);
  }

  /** @param {number} milliseconds */
  #knockIn(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#knock(), milliseconds);
  }

  async #knock() {
    try {
      const answer = await fetch('/api/v1/me', { cache: 'no-store', signal: AbortSignal.timeout(8000) });
      if (answer.status < 502 || answer.status > 504) return this.answered();
    } catch {
      // Still away: the banner says so.
    }
    this.#attempt++;
    this.#knockIn(Math.min(15_000, 1000 * 2 ** this.#attempt) * (0.5 + Math.random() / 2));
  }
}

export const health = new Health();
