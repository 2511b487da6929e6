import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { current } from '../current.js';
import { Watch } from '../emitter.js';
import { SORTS, STATUSES, closedOnly, narrowed, sections, written } from '../filter.js';
import { t } from '../i18n.js';
import { router } from '../router.js';
import { empty, preferences, skeleton } from './bits.js';
import { icon } from './icons.js';
import { Part } from './part.js';
import './quick-add.js';
import './row.js';

const TYPING = 250;

/** The list of tasks, filtered by the URL's query. */
class Tasks extends Part {
  #typed = 0;

  constructor() {
    super();
    new Watch(this, router);
  }

  willUpdate() {
    current.list?.show(router.query);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typed);
  }

  render() {
    const list = current.list;
    if (!list) return nothing;
    return html`<h1 class="sr">${t('nav.tasks')}</h1>
      <div class="topbar">
        ${this.store.can('TASK_CREATE') ? html`<dcm-quick-add></dcm-quick-add>` : nothing}
        ${this.#search(list.filter)} ${this.#who(list.filter)}
        <div class="wide">${preferences()}</div>
      </div>
      ${this.#chips(list.filter)} ${this.#body(list)}
      <p class="hint">${t('keys.line')}</p>`;
  }

  #search(filter) {
    return html`<label class="field search">
      <span class="sr">${t('filter.search')}</span>${icon('search')}
      <input
        id="search"
        type="search"
        placeholder=${t('filter.search')}
        .value=${filter.q}
        autocomplete="off"
        enterkeyhint="search"
        @input=${(e) => this.#type(e.target.value)}
      />
    </label>`;
  }

  #type(text) {
    clearTimeout(this.#typed);
    this.#typed = setTimeout(() => router.set({ q: text }, { replace: true }), TYPING);
  }

  #who(filter) {
    const me = this.store.me;
    const others = this.store.people.filter((one) => one.id !== me.id);
    return this.#choice('assignee', t('filter.assignee'), filter, [['', t('filter.everyone')], [me.id, t('filter.me')], ...others.map((one) => [one.id, one.displayName])]);
  }

  #choice(name, label, filter, options) {
    return html`<label class="field">
      <span class="sr">${label}</span>
      <select @change=${(e) => router.set({ [name]: written(name, e.target.value) })}>
        ${options.map(([value, words]) => html`<option value=${value} .selected=${value === filter[name]}>${words}</option>`)}
      </select>
    </label>`;
  }

  #chips(filter) {
    const groups = (map, all) => [['', all], ...[...map.values()].map((one) => [one.id, one.name])];
    const { categories, labels } = this.store;
    return html`<div class="filters">
      <div class="chips" role="group" aria-label=${t('filter.status')}>
        ${STATUSES.map(
          (status) => html`<button type="button" aria-pressed=${status === filter.status} data-status=${status} @click=${() => router.set({ status: written('status', status) })}>
            ${t('status.is.' + status)}
          </button>`,
        )}
      </div>
      <div class="selects">
        ${categories.size ? this.#choice('category', t('field.category'), filter, groups(categories, t('filter.allCategories'))) : nothing}
        ${labels.size ? this.#choice('label', t('field.labels'), filter, groups(labels, t('filter.allLabels'))) : nothing}
        ${this.#choice('sort', t('filter.sort'), filter, SORTS.map((sort) => [sort, t('sort.' + sort)]))}
      </div>
    </div>`;
  }

  /** @param {import('../tasklist.js').TaskList} list */
  #body(list) {
    if (!list.loaded) return list.trouble ? this.#trouble(list) : skeleton();
    const tasks = list.tasks;
    if (tasks.length === 0) return this.#none(list.filter);
    return html`<div class="groups">
        ${sections(tasks, list.filter, this.store.settings).map((part) => this.#section(part, list.filter))}
      </div>
      ${list.cursor ? html`<button type="button" class="wide" @click=${() => list.more()}>${t('list.more')}</button>` : nothing}`;
  }

  #section({ key, tasks }, filter) {
    const rows = html`<ul>
      ${repeat(
        tasks,
        (task) => task.id,
        (task) => html`<li><dcm-row .task=${task} .closed=${closedOnly(filter)} .awaiting=${filter.status === 'awaiting_approval'}></dcm-row></li>`,
      )}
    </ul>`;
    if (!key) return html`<section class="group">${rows}</section>`;
    return html`<section class="group ${key}" aria-labelledby=${'group-' + key}>
      <h2 id=${'group-' + key}>${t('group.' + key)} <small>${tasks.length}</small></h2>
      ${rows}
    </section>`;
  }

  #none(filter) {
    const clear = html`<p>
      <button type="button" @click=${() => router.go(location.pathname)}>${t('filter.clear')}</button>
    </p>`;
    if (narrowed(filter)) return empty('search', t('list.noneFound'), clear);
    if (filter.status === 'active') return empty('broom', t('list.allDone'), html`<p>${t('list.allDoneMore')}</p>`);
    return empty('list', t('list.none.' + filter.status), clear);
  }

  #trouble(list) {
    return empty('broom', list.trouble.words, html`<p><button type="button" @click=${() => list.load()}>${t('action.retry')}</button></p>`);
  }
}

customElements.define('dcm-tasks', Tasks);
