import { html, nothing } from 'lit';
import { isoOf, minutesOf, minutesText } from '../format.js';
import { Problem } from '../http.js';
import { t } from '../i18n.js';
import { toasts } from '../toasts.js';
import { preferences } from './bits.js';
import { Part } from './part.js';
import './groupings.js';
import './matrix.js';

const OFFSETS = [2880, 1440, 720, 180, 60, 30, 15, 0];
const WEEKDAYS = ['MONDAY', 'SUNDAY', 'SATURDAY'];

/** The guild's settings. */
class Settings extends Part {
  static properties = { busy: { state: true }, channels: { state: true }, outage: { state: true } };

  constructor() {
    super();
    this.busy = false;
    /** @type {{id: string, name: string, writable: boolean}[]} */
    this.channels = [];
    /** @type {{channel: string, code: string, messages: number}|null} */
    this.outage = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#loadChannels();
  }

  /** Loads the channels; without them an id can be typed. */
  async #loadChannels() {
    if (!this.store?.can('SETTINGS_MANAGE')) return;
    const [channels, deliveries] = await Promise.allSettled(['/channels', '/notifications/deliveries'].map((path) => this.store.api.get(path)));
    if (channels.status === 'fulfilled') this.channels = channels.value.channels;
    if (deliveries.status === 'fulfilled') this.outage = deliveries.value.channelOutage;
  }

  #channel(chosen) {
    const writable = this.channels.filter((one) => one.writable);
    if (writable.length === 0)
      return html`<label class="stack"
        >${t('settings.channelId')}<input name="channel" inputmode="numeric" pattern="[0-9]{1,20}" .value=${chosen ?? ''} title=${t('settings.channelHint')}
      /></label>`;
    const names = writable.map((one) => [one.id, '#' + one.name]);
    const known = writable.some((one) => one.id === chosen);
    return select('channel', t('settings.channel'), known ? names : [[chosen ?? '', this.channels.find((one) => one.id === chosen)?.name ?? chosen ?? '–'], ...names], chosen ?? '');
  }

  render() {
    const store = this.store;
    const may = store.can('SETTINGS_MANAGE');
    return html`<header class="page"><h1>${t('nav.settings')}</h1><div class="wide">${preferences()}</div></header>
      <section class="card">
        <h2>${t('settings.guild')}</h2>
        ${this.outage ? html`<p class="alert" role="status">${t('settings.channelOutage', { count: this.outage.messages, code: this.outage.code })}</p>` : nothing}
        ${may ? nothing : html`<p class="quiet">${t('settings.readOnly')}</p>`}
        <form @submit=${this.#submit}><fieldset class="plain" ?disabled=${!may || this.busy}>${this.#fields(store.settings)}</fieldset></form>
      </section>
      <section class="card">
        <h2>${t('settings.groupings')}</h2>
        <div class="two"><dcm-groupings kind="categories"></dcm-groupings><dcm-groupings kind="labels"></dcm-groupings></div>
      </section>
      ${store.can('PERMISSION_MANAGE') ? html`<section class="card"><h2>${t('settings.permissions')}</h2><dcm-matrix></dcm-matrix></section>` : nothing}`;
  }

  /** @param {import('../types.js').Settings} settings */
  #fields(settings) {
    const chosen = new Set(settings.reminderOffsets.map(minutesOf));
    const offsets = [...new Set([...OFFSETS, ...chosen])].sort((a, b) => b - a);
    return html`<div class="row-of-fields">
        ${select('zone', t('settings.zone'), zones(settings.zone).map((zone) => [zone, zone.replaceAll('_', ' ')]), settings.zone)}
        ${select('locale', t('settings.locale'), [...new Set(['nl', 'en', settings.locale])].map((one) => [one, language(one)]), settings.locale)}
        ${select('weekStart', t('settings.weekStart'), [...new Set([...WEEKDAYS, settings.weekStart])].map((one) => [one, t('weekday.' + one)]), settings.weekStart)}
      </div>
      <fieldset class="choices">
        <legend>${t('settings.reminders')}</legend>
        ${offsets.map(
          (minutes) => html`<label class="check"
            ><input type="checkbox" name="offset" value=${minutes} .checked=${chosen.has(minutes)} />${minutes === 0 ? t('settings.atDue') : t('settings.before', { span: minutesText(minutes) })}</label
          >`,
        )}
      </fieldset>
      <div class="row-of-fields">
        ${select(
          'escalateAfter',
          t('settings.escalate'),
          [['', t('settings.never')], ...spans([30, 60, 120, 360, 1440], settings.escalateAfter).map((m) => [isoOf(m), t('settings.after', { span: minutesText(m) })])],
          settings.escalateAfter ? isoOf(minutesOf(settings.escalateAfter)) : '',
        )}
        ${select('undoWindow', t('settings.undo'), spans([5, 10, 30, 60, 1440], settings.undoWindow).map((m) => [isoOf(m), minutesText(m)]), isoOf(minutesOf(settings.undoWindow)))}
        ${this.#channel(settings.channel)}
      </div>
      <button class="primary">${t('action.save')}</button>`;
  }

  async #submit(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    const old = this.store.settings;
    const wanted = {
      zone: data.get('zone'),
      locale: data.get('locale'),
      weekStart: data.get('weekStart'),
      reminderOffsets: data.getAll('offset').map((minutes) => isoOf(Number(minutes))),
      escalateAfter: data.get('escalateAfter') || null,
      undoWindow: data.get('undoWindow'),
      ...(data.get('channel') ? { channel: data.get('channel') } : {}),
    };
    const same = (name) =>
      name === 'reminderOffsets'
        ? JSON.stringify(old.reminderOffsets.map(minutesOf).sort()) === JSON.stringify(wanted.reminderOffsets.map(minutesOf).sort())
        : /^PT/.test(wanted[name] ?? '') && old[name]
          ? minutesOf(old[name]) === minutesOf(wanted[name])
          : old[name] === wanted[name];
    const changes = Object.fromEntries(Object.entries(wanted).filter(([name]) => !same(name)));
    if (Object.keys(changes).length === 0) return toasts.info(t('settings.nothing'));
    this.busy = true;
    try {
      await this.store.api.change('PATCH', '/settings', old.revision, changes);
      toasts.info(t('settings.saved'));
    } catch (error) {
      toasts.fail(error);
    }
    await this.store.loadContext().catch((error) => error instanceof Problem || Promise.reject(error));
    await this.#loadChannels();
    this.busy = false;
  }
}

const select = (name, label, options, value) => html`<label class="stack"
  >${label}<select name=${name}>
    ${options.map(([option, words]) => html`<option value=${option} .selected=${option === value}>${words}</option>`)}
  </select></label
>`;

/** @param {number[]} usual minutes @param {string|null} chosen */
const spans = (usual, chosen) => [...new Set([...usual, ...(chosen ? [minutesOf(chosen)] : [])])].sort((a, b) => a - b);

/** @param {string} chosen */
const zones = (chosen) => [...new Set([...(Intl.supportedValuesOf?.('timeZone') ?? []), 'UTC', chosen])];

/** The name of a language in that language. @param {string} tag */
const language = (tag) => new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;

customElements.define('dcm-settings', Settings);
