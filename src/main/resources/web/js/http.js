import { health } from './health.js';
import { known, t } from './i18n.js';

/** The server's response timeout is 10 s. */
const TIMEOUT_MS = 12_000;
const RETRY_DELAYS_MS = [400, 1500, 4000];

/** A response with an error, or the reason why there was no response (RFC 9457). */
export class Problem extends Error {
  /**
   * @param {number} status 0 when there was no response
   * @param {{type?: string, title?: string, detail?: string, errors?: {field?: string, detail?: string}[]}} body
   * @param {number} [retryAfter] seconds
   */
  constructor(status, body, retryAfter = 0) {
    super(body.detail ?? body.title ?? String(status));
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** The last segment of the type, such as `already-claimed`. */
  get kind() {
    return (this.body.type ?? '').split(/[/:#]/).pop() ?? '';
  }

  /** Whether the request may be repeated: its outcome is unknown, or the server was not ready. */
  get transient() {
    return [0, 502, 503, 504].includes(this.status) || this.kind === 'in-progress';
  }

  /** One sentence in the user's language if the kind is known. */
  get words() {
    if (known('problem.' + this.kind)) return t('problem.' + this.kind);
    const fields = (this.body.errors ?? []).map((e) => [e.field, e.detail].filter(Boolean).join(': ')).filter(Boolean);
    if (this.status === 422 && fields.length > 0) return t('problem.fields', { fields: fields.join(' · ') });
    if (known('status.' + this.status)) return t('status.' + this.status);
    return this.body.detail ?? this.body.title ?? t('status.other', { status: this.status });
  }
}

/**
 * @param {string} url
 * @param {RequestInit} init
 * @returns {Promise<Response>} a response below 400
 * @throws {Problem}
 */
export async function send(url, init) {
  let answer;
  try {
    answer = await fetch(url, { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT_MS), ...init });
  } catch (error) {
    health.failed();
    throw new Problem(0, { detail: String(error) });
  }
  if (answer.status === 502) health.failed();
  else health.answered();
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => ({}));
  throw new Problem(answer.status, body ?? {}, Number(answer.headers.get('Retry-After')) || 0);
}

/**
 * Retries transient failures. Only for idempotent requests: a read, or a command with its own
 * Idempotency-Key.
 *
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
export async function withRetry(attempt) {
  for (const pause of RETRY_DELAYS_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Problem) || !error.transient) throw error;
      const wait = Math.max(pause, Math.min(error.retryAfter, 10) * 1000);
      await new Promise((go) => setTimeout(go, wait * (0.75 + Math.random() / 2)));
    }
  }
  return attempt();
}
