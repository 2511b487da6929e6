import { html, nothing } from 'lit';
import { assign, tick, undo } from '../commands.js';
import { isolated } from '../direction.js';
import { active, holders, late } from '../filter.js';
import { dueInFull, dueText, instantText, listText, minutesOf, minutesText, repeatText } from '../format.js';
import { Problem } from '../http.js';
import { t } from '../i18n.js';
import { chip } from './bits.js';
import { Part } from './part.js';

/** The details of a task and its history. */
class Details extends Part {
  static properties = { task: { attribute: false }, history: { state: true } };

  constructor() {
    super();
    /** @type {import('../types.js').Task} */
    this.task = null;
    /** @type {any[]|null} */
    this.history = null;
    this.known = '';
  }

  willUpdate() {
    const now = this.task.id + ' ' + this.task.revision;
    if (now === this.known || this.task.pending) return;
    this.known = now;
    this.#load(now);
  }

  async #load(now) {
    try {
      const { occurrences } = await this.store.api.get(`/tasks/${this.task.id}/occurrences`);
      if (this.known === now) this.history = [...occurrences].sort((a, b) => b.ordinal - a.ordinal);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.history = null; // the panel is useful without the history
    }
  }

  render() {
    const task = this.task;
    const zone = this.store.zone;
    const open = task.occurrence;
    const names = (ids) => listText(ids.map((id) => this.store.name(id)));
    const category = this.store.categories.get(task.category);
    const labels = task.labels.map((id) => this.store.labels.get(id)?.name).filter(Boolean);
    const next = this.#next(task);
    return html`${task.description ? html`<p class="description">${task.description}</p>` : nothing}
      <dl class="facts">
        ${fact(t('field.state'), open ? (late(open) ? html`<b class="late">${t('status.is.overdue')}</b>` : t('state.' + open.state)) : t('state.' + (task.lastClosed?.state ?? 'CANCELLED')))}
        ${open ? fact(t('field.due'), html`<span title=${dueInFull(open.due, zone)}>${dueText(open.due, zone)}</span>${open.due.type === 'never' ? nothing : html`<small>${dueInFull(open.due, zone)}</small>`}`) : nothing}
        ${open?.snoozedUntil ? fact(t('field.snoozed'), instantText(open.snoozedUntil, zone)) : nothing}
        ${task.schedule.type === 'recurring' ? fact(t('field.repeat'), repeatText(task.schedule)) : nothing}
        ${open ? fact(t('field.who'), this.#who(task, open, names)) : nothing} ${next ? fact(t('field.next'), next) : nothing}
        ${task.policy.requirements.length ? fact(t('field.needs'), listText(task.policy.requirements.map((need) => t('needs.' + need)))) : nothing}
        ${task.policy.deadline.action === 'KEEP' ? nothing : fact(t('field.deadline'), this.#deadline(task.policy.deadline))}
        ${category ? fact(t('field.category'), chip(category)) : nothing} ${labels.length ? fact(t('field.labels'), listText(labels)) : nothing}
        ${task.priority === 'NORMAL' ? nothing : fact(t('field.priority'), t('priority.' + task.priority))}
        ${task.effort.minutes ? fact(t('field.effort'), t('effort.is', { minutes: minutesText(task.effort.minutes), difficulty: task.effort.difficulty })) : nothing}
        ${fact(t('field.created'), t('created.is', { name: this.store.name(task.createdBy), at: instantText(task.createdAt, zone) }))}
      </dl>
      ${this.#checklist(task)} ${this.#history(zone)}`;
  }

  /** @param {import('../types.js').Task['policy']['deadline']} deadline */
  #deadline({ action, after }) {
    const minutes = minutesOf(after);
    return t('deadline.' + action, { when: minutes ? t('deadline.after', { time: minutesText(minutes) }) : t('deadline.atOnce') });
  }

  /** @param {import('../types.js').Task} task */
  #checklist(task) {
    const items = task.policy.checklist;
    const open = task.occurrence;
    if (items.length === 0 || !open) return nothing;
    return html`<h3>${t('field.checklist')} <small>${open.ticks.length}/${items.length}</small></h3>
      <ul class="checklist">
        ${items.map(
          (words, item) => html`<li>
            <label class="check">
              <input type="checkbox" .checked=${open.ticks.includes(item)} ?disabled=${Boolean(task.pending) || !active(open)} @change=${(e) => tick(this.store, task, item, e.target.checked)} />
              <bdi>${words}</bdi>
            </label>
          </li>`,
        )}
      </ul>`;
  }

  #who(task, open, names) {
    const held = holders(open);
    const words = held.length === 0 ? t('who.POOL') : open.state === 'CLAIMED' ? t('row.busy', { name: names(held) }) : names(held);
    if (!this.store.can('TASK_ASSIGN') || !active(open)) return words;
    const chosen = open.assignees.length === 1 ? open.assignees[0] : open.assignees.length ? '*' : '';
    const change = (e) => assign(this.store, task, e.target.value ? [e.target.value] : []);
    return html`${open.state === 'CLAIMED' ? html`<span>${words}</span>` : nothing}
      <select aria-label=${t('action.assign')} ?disabled=${Boolean(task.pending)} @change=${change}>
        <option value="" .selected=${chosen === ''}>${t('who.POOL')}</option>
        ${chosen === '*' ? html`<option value="*" disabled .selected=${true}>${names(open.assignees)}</option>` : nothing}
        ${this.store.people.map((one) => html`<option value=${one.id} .selected=${one.id === chosen}>${one.displayName}</option>`)}
      </select>`;
  }

  /** The next assignees, if the members stay the same. @param {import('../types.js').Task} task */
  #next(task) {
    if (task.assignment.strategy !== 'ROUND_ROBIN' || task.schedule.type !== 'recurring') return null;
    const everyone = [...this.store.members.values()].sort((a, b) => a.joinedAt.localeCompare(b.joinedAt)).map((one) => one.id);
    const order = task.assignment.order.length ? task.assignment.order : everyone;
    const turns = order.filter((id) => this.store.members.get(id)?.active);
    const at = turns.indexOf(task.occurrence?.assignees[0] ?? '');
    return turns.length > 1 && at >= 0 ? isolated(this.store.name(turns[(at + 1) % turns.length])) : null;
  }

  #history(zone) {
    const past = (this.history ?? []).filter((one) => !['OPEN', 'CLAIMED', 'AWAITING_APPROVAL'].includes(one.state));
    if (past.length === 0) return nothing;
    return html`<h3>${t('history.title')}</h3>
      <ol class="history">
        ${past.map(
          (one) => html`<li class=${one.state}>
            <strong>${this.#happened(one)}</strong>
            <small>${one.closedAt ? instantText(one.doneAt ?? one.closedAt, zone) : ''}${one.due.type === 'never' ? nothing : ' · ' + t('history.due', { due: dueText(one.due, zone) })}</small>
            ${one.note ? html`<q><bdi>${one.note}</bdi></q>` : nothing}
            ${one.ordinal === this.task.lastClosed?.ordinal && one.state !== 'CANCELLED' ? html`<button type="button" class="small" ?disabled=${Boolean(this.task.pending)} @click=${() => undo(this.store, this.task, one.ordinal)}>${t('action.undo')}</button>` : nothing}
          </li>`,
        )}
      </ol>`;
  }

  #happened(one) {
    if (one.state !== 'DONE') return t('state.' + one.state);
    const by = this.store.name(one.completedBy);
    return one.loggedBy && one.loggedBy !== one.completedBy ? t('history.doneFor', { by, logged: this.store.name(one.loggedBy) }) : t('history.done', { by });
  }
}

/** @param {string} name @param {unknown} value */
const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

customElements.define('dcm-details', Details);
