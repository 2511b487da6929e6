import { Emitter } from './emitter.js';

/**
 * Whether the server answers. Every request reports its outcome here. When the server is
 * unreachable, it is probed with exponential backoff and jitter until it answers.
 */
class Health extends Emitter {
  unreachable = false;
  #attempt = 0;
  #timer = 0;

  constructor() {
    super();
    addEventListener('online', () => this.unreachable && this.#scheduleProbe(0));
  }

  answered() {
    if (!this.unreachable) return;
    clearTimeout(this.#timer);
    this.unreachable = false;
    this.#attempt = 0;
    this.changed();
    this.emit('recovered');
  }

  failed() {
    if (this.unreachable) return;
    this.unreachable = true;
    this.changed();
    this.#scheduleProbe(1000);
  }

  /** @param {number} milliseconds */
  #scheduleProbe(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#probe(), milliseconds);
  }

  async #probe() {
    try {
      const answer = await fetch('/api/v1/me', { cache: 'no-store', signal: AbortSignal.timeout(8000) });
      if (answer.status < 502 || answer.status > 504) return this.answered();
    } catch {
      // Still unreachable: the banner says so.
    }
    this.#attempt++;
    this.#scheduleProbe(Math.min(15_000, 1000 * 2 ** this.#attempt) * (0.5 + Math.random() / 2));
  }
}

export const health = new Health();
