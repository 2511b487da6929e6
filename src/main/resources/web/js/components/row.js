import { html, nothing } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { approve, claim, complete, undo } from '../commands.js';
import { active, awaiting, holders, late } from '../filter.js';
import { dueInFull, dueText, instantText, repeatText } from '../format.js';
import { t } from '../i18n.js';
import { router } from '../router.js';
import { avatar, chip } from './bits.js';
import { icon } from './icons.js';
import { Part } from './part.js';

/** One task in the list. */
class Row extends Part {
  static properties = { task: { attribute: false }, closed: { type: Boolean }, awaiting: { type: Boolean } };

  constructor() {
    super();
    /** @type {import('../types.js').Task} */
    this.task = null;
    /** Whether the last closed occurrence is shown instead of the open one. */
    this.closed = false;
    /** Whether the occurrence that awaits approval is shown. */
    this.awaiting = false;
  }

  render() {
    const task = this.task;
    const occurrence = this.closed ? task.lastClosed : ((this.awaiting ? awaiting(task) : null) ?? task.occurrence ?? task.lastClosed);
    const done = task.pending === 'done' || occurrence?.state === 'DONE';
    return html`<article
      class=${classMap({ row: true, done, skipped: occurrence?.state === 'SKIPPED', late: !done && late(occurrence), busy: Boolean(task.pending) })}
      data-task=${task.number}
    >
      ${this.#box(task, occurrence, done)}
      <div class="body">
        <button type="button" class="title" @click=${() => router.set({ task: task.id })}><bdi>${task.title}</bdi></button>
        <div class="meta">
          ${chip(this.store.categories.get(task.category))} ${this.#when(occurrence)} ${this.#marks(task, occurrence)}
          ${task.labels.map((id) => this.store.labels.get(id)).map((label) => (label ? html`<span class="label"><bdi>${label.name}</bdi></span>` : nothing))}
        </div>
      </div>
      ${this.#approve(task, occurrence)} ${this.#claim(task, occurrence, done)} ${this.#people(occurrence)}
    </article>`;
  }

  #box(task, occurrence, done) {
    const closed = !active(occurrence);
    // A report is withdrawn as the last action; an occurrence that is closed is opened again.
    const ordinal = occurrence?.state === 'AWAITING_APPROVAL' ? undefined : occurrence?.ordinal;
    const words = closed ? t('action.undoOf', { title: task.title }) : t('action.completeOf', { title: task.title });
    return html`<button
      type="button"
      class="box"
      role="checkbox"
      aria-checked=${occurrence?.state === 'AWAITING_APPROVAL' ? 'mixed' : done}
      aria-label=${words}
      title=${closed ? t('action.undo') : t('action.complete')}
      ?disabled=${Boolean(task.pending)}
      @click=${() => (closed ? undo(this.store, task, ordinal) : complete(this.store, task))}
    >
      <span>${icon('check')}</span>
    </button>`;
  }

  #when(occurrence) {
    if (!occurrence) return nothing;
    const zone = this.store.zone;
    if (occurrence.closedAt) return html`<span class="when">${icon('check')}${instantText(occurrence.completion?.doneAt ?? occurrence.closedAt, zone)}</span>`;
    if (occurrence.due.type === 'never') return nothing;
    return html`<span class="when due" title=${dueInFull(occurrence.due, zone)}>${icon('clock')}${dueText(occurrence.due, zone)}</span>`;
  }

  #marks(task, occurrence) {
    const snoozed = occurrence?.snoozedUntil && Date.parse(occurrence.snoozedUntil) > Date.now();
    return html`${task.schedule.type === 'recurring' ? html`<span class="mark-icon" title=${repeatText(task.schedule)}>${icon('repeat')}<span class="sr">${repeatText(task.schedule)}</span></span>` : nothing}
    ${['HIGH', 'URGENT'].includes(task.priority) ? html`<span class="flag ${task.priority}">${icon('flag')}${t('priority.' + task.priority)}</span>` : nothing}
    ${snoozed ? html`<span class="when">${icon('snooze')}${t('row.snoozed', { until: instantText(occurrence.snoozedUntil, this.store.zone) })}</span>` : nothing}
    ${occurrence?.state === 'SKIPPED' ? html`<span class="when">${icon('skip')}${t('state.SKIPPED')}</span>` : nothing}
    ${['MISSED', 'EXPIRED'].includes(occurrence?.state) ? html`<span class="when missed">${icon('flag')}${t('state.' + occurrence.state)}</span>` : nothing}
    ${occurrence?.state === 'AWAITING_APPROVAL' ? html`<span class="when">${icon('clock')}${t('state.AWAITING_APPROVAL')}</span>` : nothing}`;
  }

  #approve(task, occurrence) {
    if (occurrence?.state !== 'AWAITING_APPROVAL' || !this.store.mayApprove(occurrence)) return nothing;
    return html`<button type="button" class="small" ?disabled=${Boolean(task.pending)} aria-label=${t('action.approveOf', { title: task.title })} @click=${() => approve(this.store, task, occurrence.ordinal)}>
      ${icon('check')}<span>${t('action.approve')}</span>
    </button>`;
  }

  #claim(task, occurrence, done) {
    if (done || occurrence?.state !== 'OPEN' || occurrence.assignees.length > 0 || !this.store.can('TASK_CLAIM')) return nothing;
    return html`<button type="button" class="small" ?disabled=${Boolean(task.pending)} aria-label=${t('action.claimOf', { title: task.title })} @click=${() => claim(this.store, task)}>
      ${icon('hand')}<span>${t('action.claim')}</span>
    </button>`;
  }

  #people(occurrence) {
    const busy = occurrence?.state === 'CLAIMED';
    const ids = holders(occurrence);
    if (ids.length === 0) return nothing;
    return html`<span class="people">
      ${ids.slice(0, 3).map((id) => avatar(this.store.name(id), { busy, title: busy ? t('row.busy', { name: this.store.name(id) }) : this.store.name(id) }))}
      ${ids.length > 3 ? html`<span class="avatar">+${ids.length - 3}</span>` : nothing}
    </span>`;
  }
}

customElements.define('dcm-row', Row);
