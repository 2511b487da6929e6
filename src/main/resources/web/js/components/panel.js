import { html, nothing } from 'lit';
import { approve, claim, complete, reject, release, remove, skip, undo } from '../commands.js';
import { Watch } from '../emitter.js';
import { active, awaiting } from '../filter.js';
import { Problem } from '../http.js';
import { t } from '../i18n.js';
import { router } from '../router.js';
import { icon } from './icons.js';
import { Part } from './part.js';
import './details.js';
import './edit.js';
import './snooze.js';

/** The task in the URL, beside the list; on a phone in front of it. */
class Panel extends Part {
  static properties = { mode: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    new Watch(this, router);
    /** @type {'look'|'edit'|'delete'|'snooze'|'skip'|'complete'|'reject'} */
    this.mode = 'look';
    /** @type {Problem|null} */
    this.trouble = null;
    this.shown = '';
    this.escape = (event) => event.key === 'Escape' && !event.defaultPrevented && this.shown && !document.querySelector('dialog.modal[open]') && this.#back();
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.escape);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.escape);
  }

  willUpdate() {
    const id = router.query.get('task') ?? '';
    if (id === this.shown) return;
    this.from = this.shown ? this.from : document.activeElement;
    this.shown = id;
    this.mode = 'look';
    this.trouble = null;
    if (id && !this.store.tasks.has(id)) this.#fetch(id);
    this.moved = true;
  }

  updated() {
    if (!this.moved) return;
    this.moved = false;
    if (this.shown) this.querySelector('h2')?.focus();
    else if (this.from?.isConnected) this.from.focus();
  }

  async #fetch(id) {
    try {
      this.store.put(await this.store.api.get(`/tasks/${encodeURIComponent(id)}`));
      this.moved = true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (this.shown === id) this.trouble = error;
    }
  }

  #back() {
    if (this.mode !== 'look') this.mode = 'look';
    else this.#close();
  }

  #close() {
    router.set({ task: null });
  }

  render() {
    if (!this.shown) return nothing;
    const task = this.store.tasks.get(this.shown);
    return html`<dialog open class="panel" aria-labelledby="panel-title">
      <div class="head">
        <h2 id="panel-title" tabindex="-1">${task ? html`<small>#${task.number}</small> <bdi>${task.title}</bdi>` : t('panel.task')}</h2>
        <button type="button" class="square plain" aria-label=${t('action.close')} @click=${() => this.#close()}>${icon('close')}</button>
      </div>
      ${task ? this.#task(task) : this.trouble || !this.store.tasks.has(this.shown) ? html`<p class="quiet" role="status">${this.trouble ? this.trouble.words : t('loading')}</p>` : nothing}
    </dialog>`;
  }

  /** @param {import('../types.js').Task} task */
  #task(task) {
    if (this.mode === 'edit') return html`<dcm-edit .task=${task} .done=${() => (this.mode = 'look')}></dcm-edit>`;
    return html`${this.#actions(task)} ${this.#question(task)}<dcm-details .task=${task}></dcm-details>`;
  }

  #actions(task) {
    const store = this.store;
    const open = active(task.occurrence) ? task.occurrence : null;
    const reported = awaiting(task);
    const judge = reported && store.mayApprove(reported);
    const needsNote = task.policy.requirements.includes('NOTE');
    const busy = Boolean(task.pending);
    const mine = open?.state === 'CLAIMED' && (open.claimedBy === store.me.id || store.can('TASK_ASSIGN'));
    const button = (name, words, run, kind = '') => html`<button type="button" class=${kind} ?disabled=${busy} @click=${run}>${icon(name)}<span>${words}</span></button>`;
    const mode = (name) => () => (this.mode = this.mode === name ? 'look' : name);
    return html`<div class="actions">
      ${judge ? button('check', t('action.approve'), () => approve(store, task, reported.ordinal), 'primary') : nothing}
      ${judge ? button('close', t('action.reject'), mode('reject')) : nothing}
      ${open && (store.can('TASK_COMPLETE') || store.can('TASK_COMPLETE_ANY')) ? button('check', t('action.complete'), needsNote ? mode('complete') : () => complete(store, task), judge ? '' : 'primary') : nothing}
      ${reported && !open ? button('undo', t('action.undo'), () => undo(store, task)) : nothing}
      ${open?.state === 'OPEN' && store.can('TASK_CLAIM') ? button('hand', t('action.claim'), () => claim(store, task)) : nothing}
      ${mine ? button('hand', t('action.release'), () => release(store, task)) : nothing}
      ${open ? button('snooze', t('action.snooze'), mode('snooze')) : nothing} ${open ? button('skip', t('action.skip'), mode('skip')) : nothing}
      ${!task.occurrence && task.lastClosed ? button('undo', t('action.reopen'), () => undo(store, task, task.lastClosed.ordinal)) : nothing}
      ${store.can('TASK_EDIT') ? button('pencil', t('action.edit'), mode('edit')) : nothing}
      ${store.can('TASK_DELETE') ? button('bin', t('action.delete'), mode('delete'), 'danger') : nothing}
    </div>`;
  }

  #question(task) {
    switch (this.mode) {
      case 'snooze':
        return html`<dcm-snooze .task=${task} .done=${() => (this.mode = 'look')}></dcm-snooze>`;
      case 'skip':
        return this.#skip(task);
      case 'complete':
        return this.#asked(t('complete.note'), t('action.complete'), (note) => complete(this.store, task, { note }));
      case 'reject':
        return this.#asked(t('reject.reason'), t('action.reject'), (reason) => reject(this.store, task, awaiting(task).ordinal, reason));
      case 'delete':
        return html`<div class="ask" role="alertdialog" aria-label=${t('action.delete')}>
          <p>${t('delete.sure', { title: task.title })}</p>
          <button type="button" class="danger solid" @click=${async () => (await remove(this.store, task)) && this.#close()}>${t('action.delete')}</button>
          <button type="button" @click=${() => (this.mode = 'look')}>${t('action.cancel')}</button>
        </div>`;
      default:
        return nothing;
    }
  }

  /** One line of text that an action needs. @param {string} words @param {string} action @param {(text: string) => void} run */
  #asked(words, action, run) {
    const submit = (event) => {
      event.preventDefault();
      const text = event.target.elements.text.value.trim();
      if (!text) return;
      this.mode = 'look';
      run(text);
    };
    return html`<form class="ask" @submit=${submit}>
      <label class="stack">${words}<input name="text" maxlength="500" required /></label>
      <button class="primary">${action}</button>
      <button type="button" @click=${() => (this.mode = 'look')}>${t('action.cancel')}</button>
    </form>`;
  }

  #skip(task) {
    const turns = task.assignment.strategy === 'ROUND_ROBIN';
    const submit = (event) => {
      event.preventDefault();
      const { reason, advance } = event.target.elements;
      this.mode = 'look';
      skip(this.store, task, { ...(reason.value.trim() ? { reason: reason.value.trim() } : {}), ...(turns ? { advanceTurn: advance.checked } : {}) });
    };
    return html`<form class="ask" @submit=${submit}>
      <label class="stack">${t('skip.reason')}<input name="reason" maxlength="500" /></label>
      ${turns ? html`<label class="check"><input type="checkbox" name="advance" checked />${t('skip.advance')}</label>` : nothing}
      <button class="primary">${t('action.skip')}</button>
      <button type="button" @click=${() => (this.mode = 'look')}>${t('action.cancel')}</button>
    </form>`;
  }
}

customElements.define('dcm-panel', Panel);
