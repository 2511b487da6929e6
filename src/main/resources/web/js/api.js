import { Problem, withRetry, send } from './http.js';
import { session } from './session.js';

/** The cursor of the next page (RFC 8288), null at the end of a list. @param {Response} answer */
function cursorOf(answer) {
  const next = /<([^>]+)>;\s*rel="?next"?/.exec(answer.headers.get('Link') ?? '')?.[1];
  return next ? new URL(next, location.href).searchParams.get('cursor') : null;
}

/** How long a tab waits for the lock; a suspended tab may hold it indefinitely. */
const LOCK_TIMEOUT_MS = 15_000;

/**
 * Runs `work` while holding the lock of the session: each use replaces the session's cookie, so
 * that tabs must send the newest one in turn. Without the lock the server accepts the previous
 * cookie for 30 s.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withSessionLock(work) {
  // a page loaded without TLS from another machine has no locks
  if (!navigator.locks) return work();
  let begun = false;
  const once = () => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request('dcm-session', { signal: AbortSignal.timeout(LOCK_TIMEOUT_MS) }, once);
  } catch (error) {
    if (begun) throw error;
    return work();
  }
}

/** The resources of one guild, for the logged-in user. */
export class GuildApi {
  /** @type {Promise<{token: string, ends: number}>|null} */
  #token = null;

  /** @param {string} gid */
  constructor(gid) {
    this.gid = gid;
    this.base = `/api/v1/guilds/${gid}`;
  }

  /**
   * @param {string} path relative to the guild
   * @param {Record<string, string|number|null|undefined>} [query]
   */
  get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return withRetry(() => this.#request('GET', path + (search ? '?' + search : ''), {}));
  }

  /**
   * A whole list, page by page.
   *
   * @param {string} path relative to the guild
   * @param {string} name of the list in the response
   * @returns {Promise<any[]>}
   */
  async list(path, name) {
    const all = [];
    let cursor = null;
    do {
      const page = await this.get(path, { limit: 200, cursor });
      all.push(...page[name]);
      cursor = page.cursor;
    } while (cursor);
    return all;
  }

  /**
   * Sends a command. It is retried with the same key when the response is lost, so it takes effect
   * once.
   *
   * @param {string} path
   * @param {object} [body]
   */
  post(path, body = {}) {
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    return withRetry(() => this.#request('POST', path, headers, body));
  }

  /**
   * Sends a change of a revision. It is sent once: a retry would be refused if the first attempt
   * had succeeded.
   *
   * @param {'PATCH'|'PUT'|'DELETE'} method
   * @param {string} path
   * @param {number|null} revision null: without condition
   * @param {object} [body]
   */
  change(method, path, revision, body) {
    return this.#request(method, path, revision === null ? {} : { 'If-Match': `"${revision}"` }, body);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {object} [body]
   */
  async #request(method, path, headers, body) {
    for (let renewed = false; ; renewed = true) {
      const bearer = await this.#bearer();
      try {
        const answer = await send(this.base + path, {
          method,
          headers: {
            Accept: 'application/json',
            Authorization: `Bearer ${bearer}`,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
          },
          body: body === undefined ? undefined : JSON.stringify(body),
        });
        if (answer.status === 204) return null;
        return { ...(await answer.json()), cursor: cursorOf(answer) };
      } catch (error) {
        // The token has expired or the member's roles have changed: a new token is requested.
        if (!(error instanceof Problem) || error.status !== 401 || renewed) throw error;
        this.#token = null;
      }
    }
  }

  /** Makes the next request fetch a new token. */
  forgetToken() {
    this.#token = null;
  }

  async #bearer() {
    let held = await this.#token;
    if (!held || Date.now() > held.ends) {
      this.#token = this.#fetchToken();
      held = await this.#token;
    }
    return held.token;
  }

  async #fetchToken() {
    try {
      const ask = () =>
        withSessionLock(() => send(this.base + '/token', { method: 'POST', headers: { Accept: 'application/json' } }));
      // Roles that change at this moment can make the new token stale at once: it is requested
      // again.
      const answer = await ask().catch((error) => {
        if (error instanceof Problem && error.kind === 'stale-token') return ask();
        throw error;
      });
      const { token, expiresIn } = await answer.json();
      return { token, ends: Date.now() + Math.max(5, expiresIn - 30) * 1000 };
    } catch (error) {
      this.#token = null;
      if (error instanceof Problem && error.kind === 'no-session') session.ended();
      throw error;
    }
  }
}
