import { html } from 'lit';
import { snooze } from '../commands.js';
import { dayText } from '../format.js';
import { t } from '../i18n.js';
import { addDays, instantOf, today, wallClock, weekday } from '../time.js';
import { Part } from './part.js';

/** The time to snooze until: suggestions, then a free choice. */
class Snooze extends Part {
  static properties = { task: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../types.js').Task} */
    this.task = null;
    this.done = () => {};
  }

  /** @returns {[string, Date][]} */
  #presets() {
    const zone = this.store.zone;
    const day = today(zone);
    const hour = new Date(Math.ceil((Date.now() + 3_600_000) / 60_000) * 60_000);
    const evening = instantOf(day, '19:00', zone);
    const monday = addDays(day, 7 - weekday(day));
    return [
      [t('snooze.hour'), hour],
      ...(evening.getTime() > Date.now() + 5_400_000 ? [[t('snooze.evening'), evening]] : []),
      [t('snooze.tomorrow'), instantOf(addDays(day, 1), '09:00', zone)],
      [t('snooze.monday'), instantOf(monday, '09:00', zone)],
    ];
  }

  render() {
    const zone = this.store.zone;
    return html`<div class="ask" role="group" aria-label=${t('action.snooze')}>
      <div class="toggles">
        ${this.#presets().map(([words, until]) => {
          const { day, time } = wallClock(until, zone);
          return html`<button type="button" title=${dayText(day, today(zone)) + ' ' + time} @click=${() => this.#until(until)}>${words} <small>${time}</small></button>`;
        })}
      </div>
      <form class="row-of-fields" @submit=${this.#submit}>
        <label class="stack">${t('snooze.other')}<input type="datetime-local" name="until" required /></label>
        <button>${t('action.snooze')}</button>
      </form>
    </div>`;
  }

  #submit(event) {
    event.preventDefault();
    const [day, time] = event.target.elements.until.value.split('T');
    this.#until(instantOf(day, time.slice(0, 5), this.store.zone));
  }

  /** @param {Date} until */
  #until(until) {
    this.done();
    snooze(this.store, this.task, until);
  }
}

customElements.define('dcm-snooze', Snooze);
