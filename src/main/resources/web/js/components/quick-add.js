import { html, nothing } from 'lit';
import { create } from '../commands.js';
import { bodyOf, emptyDraft, lacking } from '../draft.js';
import { t } from '../i18n.js';
import { router } from '../router.js';
import { toasts } from '../toasts.js';
import { icon } from './icons.js';
import { Part } from './part.js';
import './form.js';

/** A title and Enter create a task; a button opens the other fields. */
class QuickAdd extends Part {
  static properties = { open: { state: true }, busy: { state: true }, draft: { state: true } };

  constructor() {
    super();
    this.open = false;
    this.busy = false;
    /** @type {import('../draft.js').Draft|null} */
    this.draft = null;
  }

  willUpdate() {
    this.draft ??= emptyDraft(this.store.settings.zone);
  }

  render() {
    return html`<form class="quick-add" @submit=${this.#submit} @keydown=${this.#key}>
      <div class="line">
        ${icon('plus')}
        <label class="sr" for="new-task">${t('add.label')}</label>
        <input
          id="new-task"
          maxlength="200"
          autocomplete="off"
          enterkeyhint="done"
          placeholder=${t('add.placeholder')}
          .value=${this.draft.title}
          @input=${(e) => (this.draft = { ...this.draft, title: e.target.value })}
        />
        <button
          type="button"
          class="square plain"
          aria-expanded=${this.open}
          aria-controls="new-task-more"
          aria-label=${t('add.more')}
          title=${t('add.more')}
          @click=${() => (this.open = !this.open)}
        >
          ${icon('tune')}
        </button>
        <button class="primary" ?disabled=${this.busy}>${t('add.button')}</button>
      </div>
      <div id="new-task-more" ?hidden=${!this.open}>
        ${this.open ? html`<dcm-form .draft=${this.draft} .changed=${(draft) => (this.draft = draft)}></dcm-form>` : nothing}
      </div>
    </form>`;
  }

  #key(event) {
    if (event.key !== 'Escape') return;
    if (this.open) this.open = false;
    else event.target.blur();
    event.stopPropagation();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.busy) return;
    const missing = lacking(this.draft);
    if (missing) {
      toasts.warn(t(missing));
      if (missing === 'form.needsTitle') this.querySelector('#new-task').focus();
      return;
    }
    this.busy = true;
    try {
      const task = await create(this.store, bodyOf(this.draft));
      this.draft = emptyDraft(this.store.settings.zone);
      this.open = false;
      toasts.info(t('add.said', { number: task.number, title: task.title }), { label: t('action.open'), run: () => router.set({ task: task.id }) });
    } catch (error) {
      // The draft is kept, so that it can be sent again.
      toasts.fail(error);
    } finally {
      this.busy = false;
      this.querySelector('#new-task').focus();
    }
  }
}

customElements.define('dcm-quick-add', QuickAdd);
