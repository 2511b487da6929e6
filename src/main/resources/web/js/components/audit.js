import { html, nothing } from 'lit';
import { instantText } from '../format.js';
import { Problem } from '../http.js';
import { known, t } from '../i18n.js';
import { router } from '../router.js';
import { sentence } from '../sentences.js';
import { empty, preferences, skeleton } from './bits.js';
import { icon } from './icons.js';
import { Part } from './part.js';

/** The audit log, newest first. */
class Audit extends Part {
  static properties = { entries: { state: true }, trouble: { state: true }, member: { state: true } };

  constructor() {
    super();
    /** @type {any[]|null} */
    this.entries = null;
    /** @type {string|null} */
    this.cursor = null;
    this.member = '';
    /** @type {Problem|null} */
    this.trouble = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  /** @param {string|null} [cursor] */
  async #load(cursor = null) {
    try {
      const [answer, recent] = await Promise.all([
        this.store.api.get('/audit', { limit: 100, member: this.member, cursor }),
        this.store.api.get('/tasks', { limit: 200, sort: 'changed' }), // for their titles
      ]);
      for (const task of recent.tasks) this.store.put(task);
      this.entries = cursor ? [...this.entries, ...answer.entries] : answer.entries;
      this.cursor = answer.cursor;
      this.trouble = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.trouble = error;
    }
  }

  render() {
    return html`<header class="page">
        <h1>${t('nav.audit')}</h1>
        <button type="button" @click=${() => this.#load()}>${icon('repeat')}${t('action.refresh')}</button>
        <label class="field">
          <span class="sr">${t('filter.member')}</span>
          <select @change=${this.#of}>
            <option value="">${t('filter.everyone')}</option>
            ${this.store.people.map((one) => html`<option value=${one.id}>${one.displayName}</option>`)}
          </select>
        </label>
        <div class="wide">${preferences()}</div>
      </header>
      ${this.#body()}`;
  }

  #of(event) {
    this.member = event.target.value;
    this.entries = null;
    this.#load();
  }

  #body() {
    if (!this.entries) return this.trouble ? empty('scroll', this.trouble.words) : skeleton();
    if (this.entries.length === 0) return empty('scroll', t('audit.none'));
    return html`<ol class="lines">
        ${this.entries.map(
          (entry) => html`<li class=${entry.kind === 'command.refused' ? 'refused' : ''}>
            ${icon(pictures[entry.kind] ?? pictures[entry.kind.split('.')[0]] ?? 'list')}
            <div>
              <span>${sentence(entry, this.store)}</span>
              <small>${instantText(entry.at, this.store.zone)}${this.#origin(entry)} · ${t('audit.revision', { revision: entry.revision })}</small>
            </div>
            ${entry.task ? html`<button type="button" class="small" @click=${() => router.set({ task: entry.task })}>${t('action.open')}</button>` : nothing}
          </li>`,
        )}
      </ol>
      ${this.cursor ? html`<button type="button" class="wide" @click=${() => this.#load(this.cursor)}>${t('list.more')}</button>` : nothing}`;
  }

  #origin(entry) {
    const key = 'origin.' + (entry.by?.origin ?? '').toLowerCase();
    return known(key) ? ' · ' + t(key) : '';
  }
}

const pictures = { task: 'list', occurrence: 'check', member: 'people', grouping: 'flag', permission: 'hand', settings: 'gear', guild: 'people', notification: 'bell', delivery: 'bell', command: 'close', 'task.deleted': 'bin', 'task.restored': 'undo', 'occurrence.opened': 'clock', 'occurrence.missed': 'close', 'occurrence.skipped': 'skip', 'occurrence.reopened': 'undo', 'occurrence.withdrawn': 'undo' };

customElements.define('dcm-audit', Audit);
