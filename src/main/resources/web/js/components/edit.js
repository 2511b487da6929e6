import { html, nothing } from 'lit';
import { edit } from '../commands.js';
import { changesOf, draftOf, lacking } from '../draft.js';
import { Problem } from '../http.js';
import { t } from '../i18n.js';
import { toasts } from '../toasts.js';
import { Part } from './part.js';
import './form.js';

/**
 * Editing a task. Only changed fields are sent, with the revision at which editing began; after a
 * conflict the user chooses what to keep.
 */
class Edit extends Part {
  static properties = { task: { attribute: false }, draft: { state: true }, busy: { state: true }, conflict: { state: true } };

  constructor() {
    super();
    /** @type {import('../types.js').Task} */
    this.task = null;
    this.done = () => {};
    this.conflict = false;
    this.busy = false;
    /** @type {import('../draft.js').Draft|null} */
    this.draft = null;
  }

  willUpdate() {
    if (!this.draft) this.#begin();
  }

  #begin() {
    this.base = this.task;
    this.before = draftOf(this.task, this.store.settings.zone);
    this.draft = this.before;
    this.conflict = false;
  }

  render() {
    return html`<form class="edit" @submit=${this.#submit}>
      ${this.conflict
        ? html`<div class="alert" role="alert">
            <strong>${t('conflict.title')}</strong>
            <p>${t('conflict.text')}</p>
            <button type="button" @click=${() => this.#begin()}>${t('conflict.theirs')}</button>
            <button type="button" class="primary" @click=${this.#mine}>${t('conflict.mine')}</button>
          </div>`
        : nothing}
      <dcm-form whole .draft=${this.draft} .changed=${(draft) => (this.draft = draft)}></dcm-form>
      <footer>
        <button class="primary" ?disabled=${this.busy || this.conflict}>${t('action.save')}</button>
        <button type="button" @click=${() => this.done()}>${t('action.cancel')}</button>
      </footer>
    </form>`;
  }

  #submit(event) {
    event.preventDefault();
    this.#save(this.base);
  }

  /** Applies the user's changes to the current version of the task. */
  #mine() {
    this.conflict = false;
    this.#save(this.task);
  }

  /** @param {import('../types.js').Task} base with the expected revision */
  async #save(base) {
    const missing = lacking(this.draft);
    if (missing) return toasts.warn(t(missing));
    const changes = changesOf(this.before, this.draft);
    if (Object.keys(changes).length === 0) return this.done();
    this.busy = true;
    try {
      await edit(this.store, base, changes);
      toasts.info(t('edit.said'));
      this.done();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412) return toasts.fail(error);
      this.conflict = true;
      await this.#latest();
    } finally {
      this.busy = false;
    }
  }

  async #latest() {
    try {
      this.store.put(await this.store.api.get(`/tasks/${this.task.id}`));
    } catch (error) {
      toasts.fail(error);
    }
  }
}

customElements.define('dcm-edit', Edit);
