import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { instantText } from '../format.js';
import { Problem } from '../http.js';
import { t } from '../i18n.js';
import { router } from '../router.js';
import { toasts } from '../toasts.js';
import { empty, preferences, skeleton } from './bits.js';
import { icon } from './icons.js';
import { Part } from './part.js';

/** The member's notifications. */
class Inbox extends Part {
  static properties = { lines: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {import('../types.js').Notice[]|null} */
    this.lines = null;
    /** @type {string|null} */
    this.cursor = null;
    /** @type {Problem|null} */
    this.trouble = null;
    this.stops = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.stops = ['notice', 'read', 'reload'].map((type) => this.store.on(type, () => this.#load()));
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
  }

  /** @param {string|null} [cursor] */
  async #load(cursor = null) {
    try {
      const answer = await this.store.api.get('/notifications', { limit: 50, cursor });
      this.lines = cursor ? [...this.lines, ...answer.notifications] : answer.notifications;
      this.cursor = answer.cursor;
      this.trouble = null;
      this.store.unread = answer.unread;
      this.store.changed();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.trouble = error;
    }
  }

  render() {
    return html`<header class="page">
        <h1>${t('nav.inbox')}</h1>
        ${this.store.unread ? html`<button type="button" @click=${this.#readAll}>${icon('check')}${t('inbox.readAll')}</button>` : nothing}
        <div class="wide">${preferences()}</div>
      </header>
      ${this.#body()}`;
  }

  #body() {
    if (!this.lines) return this.trouble ? empty('bell', this.trouble.words) : skeleton();
    if (this.lines.length === 0) return empty('bell', t('inbox.none'), html`<p>${t('inbox.noneMore')}</p>`);
    return html`<ul class="lines">
        ${repeat(
          this.lines,
          (line) => line.revision,
          (line) => html`<li class=${line.read ? 'read' : 'unread'}>
            ${icon(line.stage.type === 'overdue' ? 'flag' : line.stage.type === 'snoozed' ? 'snooze' : line.stage.type === 'nudged' ? 'bell' : 'clock')}
            <div>
              <button type="button" class="title" @click=${() => router.set({ task: line.task })}>${t('notice.' + line.stage.type, { title: line.title })}</button>
              <small>#${line.number} · ${instantText(line.at, this.store.zone)}${line.late ? ' · ' + t('inbox.late') : ''}</small>
            </div>
            ${line.read ? nothing : html`<b class="new">${t('inbox.new')}</b>`}
          </li>`,
        )}
      </ul>
      ${this.cursor ? html`<button type="button" class="wide" @click=${() => this.#load(this.cursor)}>${t('list.more')}</button>` : nothing}`;
  }

  async #readAll() {
    const before = { lines: this.lines, unread: this.store.unread };
    const upTo = Math.max(...this.lines.map((line) => line.revision));
    this.lines = this.lines.map((line) => ({ ...line, read: true }));
    this.store.unread = 0;
    this.store.changed();
    try {
      await this.store.api.post('/notifications/read', { upTo });
    } catch (error) {
      this.lines = before.lines;
      this.store.unread = before.unread;
      this.store.changed();
      toasts.fail(error);
    }
  }
}

customElements.define('dcm-inbox', Inbox);
