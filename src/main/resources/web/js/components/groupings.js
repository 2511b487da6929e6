import { html, nothing } from 'lit';
import { Problem } from '../http.js';
import { t } from '../i18n.js';
import { toasts } from '../toasts.js';
import { chip } from './bits.js';
import { icon } from './icons.js';
import { Part } from './part.js';

const COLOURS = ['#4752c4', '#24934e', '#b86e00', '#c2337f', '#0e7f9c', '#8a4fd0', '#c0392b', '#5f6b7a'];

/** The categories or the labels, with a field for a new one. */
class Groupings extends Part {
  static properties = { kind: {}, busy: { state: true } };

  constructor() {
    super();
    /** @type {'categories'|'labels'} */
    this.kind = 'categories';
    this.busy = false;
  }

  render() {
    const all = [...this.store[this.kind].values()];
    const may = this.store.can('SETTINGS_MANAGE');
    return html`<h3>${t('groupings.' + this.kind)}</h3>
      <ul class="groupings">
        ${all.map(
          (one) => html`<li>
            ${chip(one)}
            ${may ? html`<button type="button" class="square plain" ?disabled=${this.busy} aria-label=${t('groupings.delete', { name: one.name })} title=${t('action.delete')} @click=${() => this.#delete(one)}>${icon('bin')}</button>` : nothing}
          </li>`,
        )}
      </ul>
      ${all.length === 0 ? html`<p class="quiet">${t('groupings.none')}</p>` : nothing}
      ${may
        ? html`<form class="row-of-fields" @submit=${this.#add}>
            <label class="stack">${t('groupings.new')}<input name="name" required maxlength="50" autocomplete="off" /></label>
            <label class="stack colour">${t('groupings.colour')}<input type="color" name="colour" .value=${COLOURS[all.length % COLOURS.length]} /></label>
            <button ?disabled=${this.busy}>${icon('plus')}${t('add.button')}</button>
          </form>`
        : nothing}`;
  }

  #add(event) {
    event.preventDefault();
    const form = event.target;
    const { name, colour } = form.elements;
    this.#change(async () => {
      await this.store.api.post('/' + this.kind, { name: name.value.trim(), colour: colour.value });
      form.reset();
    });
  }

  #delete(one) {
    if (!confirm(t('groupings.sure', { name: one.name }))) return;
    this.#change(() => this.store.api.change('DELETE', `/${this.kind}/${one.id}`, one.revision));
  }

  /** @param {() => Promise<unknown>} command */
  async #change(command) {
    this.busy = true;
    try {
      await command();
    } catch (error) {
      toasts.fail(error);
    }
    await this.store.loadContext().catch((error) => error instanceof Problem || Promise.reject(error));
    this.busy = false;
  }
}

customElements.define('dcm-groupings', Groupings);
