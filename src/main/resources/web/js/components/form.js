import { html, nothing } from 'lit';
import { WEEK, repeatText, weekdayName } from '../format.js';
import { t } from '../i18n.js';
import { segments } from './bits.js';
import { Part } from './part.js';

let forms = 0;

/** The fields of a task except its title. It shows a draft and reports each change. */
class Form extends Part {
  static properties = { draft: { attribute: false }, whole: { type: Boolean } };

  constructor() {
    super();
    /** @type {import('../draft.js').Draft} */
    this.draft = null;
    /** Whether title and description are included. */
    this.whole = false;
    /** @type {(draft: import('../draft.js').Draft) => void} */
    this.changed = () => {};
    this.key = 'form' + ++forms;
  }

  /** @param {Partial<import('../draft.js').Draft>} change */
  #set(change) {
    this.changed({ ...this.draft, ...change });
  }

  render() {
    const d = this.draft;
    return html`<div class="form">
      ${this.whole ? this.#texts(d) : nothing}
      <div class="part">
        ${segments(this.key + 'when', t('field.when'), [['none', t('when.none')], ['once', t('when.once')], ['repeat', t('when.repeat')]], d.when, (when) => this.#set({ when }))}
        ${d.when === 'none' ? nothing : this.#date(d)} ${d.when === 'repeat' ? this.#repeat(d) : nothing}
      </div>
      <div class="part">
        ${segments(this.key + 'who', t('field.who'), [['POOL', t('who.POOL')], ['FIXED', t('who.FIXED')], ['ROUND_ROBIN', t('who.ROUND_ROBIN')]], d.strategy, (strategy) => this.#set({ strategy }))}
        ${d.strategy === 'POOL' ? nothing : this.#members(d)}
      </div>
      <div class="part row-of-fields">${this.#rest(d)}</div>
      ${this.whole ? nothing : this.#description(d)}
    </div>`;
  }

  #texts(d) {
    return html`<label class="stack"
        >${t('field.title')}<input required maxlength="200" .value=${d.title} @input=${(e) => this.#set({ title: e.target.value })}
      /></label>
      ${this.#description(d)}`;
  }

  #description(d) {
    return html`<label class="stack"
      >${t('field.description')}<textarea rows="2" maxlength="4000" .value=${d.description} @input=${(e) => this.#set({ description: e.target.value })}></textarea>
    </label>`;
  }

  #date(d) {
    const allDay = d.time === '';
    return html`<div class="row-of-fields">
      <label class="stack"
        >${d.when === 'repeat' ? t('field.start') : t('field.date')}<input type="date" name="date" required .value=${d.date} @input=${(e) => this.#set({ date: e.target.value })}
      /></label>
      ${allDay
        ? nothing
        : html`<label class="stack">${t('field.time')}<input type="time" name="time" .value=${d.time} @change=${(e) => this.#set({ time: e.target.value })} /></label>`}
      <label class="check"><input type="checkbox" name="allDay" .checked=${allDay} @change=${(e) => this.#set({ time: e.target.checked ? '' : '19:00' })} />${t('field.allDay')}</label>
    </div>`;
  }

  #repeat(d) {
    const kinds = ['day', 'days', 'week', 'weeks', 'month', ...(d.repeat === 'custom' ? ['custom'] : [])];
    return html`<div class="row-of-fields">
        <label class="stack"
          >${t('field.repeat')}<select name="repeat" @change=${(e) => this.#set({ repeat: e.target.value })}>
            ${kinds.map((kind) => html`<option value=${kind} .selected=${kind === d.repeat}>${t('repeat.kind.' + kind)}</option>`)}
          </select></label
        >
        ${d.repeat === 'days' || d.repeat === 'weeks' ? this.#number(t('repeat.interval.' + d.repeat), 'interval', d.interval, 2, 366) : nothing}
        ${d.repeat === 'month' ? this.#number(t('repeat.dayOfMonth'), 'day', d.day, 1, 31) : nothing}
        ${d.repeat === 'custom' ? html`<span>${repeatText(d.schedule)}</span>` : nothing}
      </div>
      ${d.repeat.startsWith('week') ? this.#days(d) : nothing}
      <label class="check"><input type="checkbox" name="floating" .checked=${d.floating} @change=${(e) => this.#set({ floating: e.target.checked })} />${t('repeat.floating')}</label>`;
  }

  #days(d) {
    const toggle = (code) => this.#set({ days: d.days.includes(code) ? d.days.filter((one) => one !== code) : [...d.days, code] });
    return html`<div class="toggles" role="group" aria-label=${t('repeat.days')}>
      ${WEEK.map(
        (code) => html`<button type="button" aria-pressed=${d.days.includes(code)} data-day=${code} aria-label=${weekdayName(code, 'long')} @click=${() => toggle(code)}>${weekdayName(code)}</button>`,
      )}
    </div>`;
  }

  #members(d) {
    const turns = d.strategy === 'ROUND_ROBIN';
    const toggle = (id) => this.#set({ order: d.order.includes(id) ? d.order.filter((one) => one !== id) : [...d.order, id] });
    return html`<p class="quiet">${turns ? t('who.turnsHint') : t('who.fixedHint')}</p>
      <div class="toggles" role="group" aria-label=${t('field.members')}>
        ${this.store.people.map((one) => {
          const place = d.order.indexOf(one.id);
          return html`<button type="button" aria-pressed=${place >= 0} data-member=${one.id} @click=${() => toggle(one.id)}>${turns && place >= 0 ? place + 1 + '. ' : ''}<bdi>${one.displayName}</bdi></button>`;
        })}
      </div>`;
  }

  #rest(d) {
    const { categories, labels } = this.store;
    const toggle = (id) => this.#set({ labels: d.labels.includes(id) ? d.labels.filter((one) => one !== id) : [...d.labels, id] });
    return html`${this.#select(t('field.category'), 'category', [['', t('field.noCategory')], ...[...categories.values()].map((one) => [one.id, one.name])], d.category)}
    ${this.#select(t('field.priority'), 'priority', ['LOW', 'NORMAL', 'HIGH', 'URGENT'].map((one) => [one, t('priority.' + one)]), d.priority)}
    ${this.#number(t('field.minutes'), 'minutes', d.minutes, 0, 1440)} ${this.#number(t('field.difficulty'), 'difficulty', d.difficulty, 1, 5)}
    ${labels.size
      ? html`<div class="toggles all" role="group" aria-label=${t('field.labels')}>
          ${[...labels.values()].map((one) => html`<button type="button" aria-pressed=${d.labels.includes(one.id)} @click=${() => toggle(one.id)}><bdi>${one.name}</bdi></button>`)}
        </div>`
      : nothing}`;
  }

  #select(label, name, options, value) {
    return html`<label class="stack"
      >${label}<select name=${name} @change=${(e) => this.#set({ [name]: e.target.value })}>
        ${options.map(([option, words]) => html`<option value=${option} .selected=${option === value}>${words}</option>`)}
      </select></label
    >`;
  }

  #number(label, name, value, min, max) {
    const limited = (text) => Math.min(max, Math.max(min, Math.trunc(Number(text)) || min));
    return html`<label class="stack narrow-field"
      >${label}<input type="number" name=${name} inputmode="numeric" min=${min} max=${max} .value=${String(value)} @change=${(e) => this.#set({ [name]: limited(e.target.value) })}
    /></label>`;
  }
}

customElements.define('dcm-form', Form);
