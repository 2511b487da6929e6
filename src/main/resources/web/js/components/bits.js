import { html, nothing } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { initial } from '../format.js';
import { t } from '../i18n.js';
import { prefs } from '../prefs.js';
import { icon } from './icons.js';

/** Small elements that several components share. */

/** @param {string} name @param {{busy?: boolean, title?: string}} [how] busy: has claimed the task */
export const avatar = (name, how = {}) => html`<span
  class=${classMap({ avatar: true, busy: how.busy ?? false })}
  title=${how.title ?? name}
  ><span aria-hidden="true">${initial(name)}</span><span class="sr">${how.title ?? name}</span></span
>`;

/**
 * The colour is set as a property, because the content security policy forbids style attributes.
 *
 * @param {import('../types.js').Grouping|undefined} group
 */
export const chip = (group) =>
  group
    ? html`<span class="chip"><i .style=${/^#[0-9a-f]{6}$/i.test(group.colour) ? `background: ${group.colour}` : ''}></i><bdi>${group.name}</bdi></span>`
    : nothing;

/** The guide, language and theme. */
export const preferences = () => html`<div class="prefs">
  <a class="button square" href="/guide?lang=${prefs.language}" target="_blank" aria-label=${t('nav.guide')} title=${t('nav.guide')}>${icon('help')}</a>
  <button
    type="button"
    class="square"
    lang=${prefs.language === 'nl' ? 'en' : 'nl'}
    aria-label=${prefs.language === 'nl' ? 'NL: switch to English' : 'EN: naar het Nederlands'}
    title=${prefs.language === 'nl' ? 'Switch to English' : 'Naar het Nederlands'}
    @click=${() => prefs.setLanguage(prefs.language === 'nl' ? 'en' : 'nl')}
  >
    ${prefs.language === 'nl' ? 'NL' : 'EN'}
  </button>
  <button
    type="button"
    class="square"
    aria-label=${prefs.darkNow ? t('theme.light') : t('theme.dark')}
    title=${prefs.darkNow ? t('theme.light') : t('theme.dark')}
    @click=${() => prefs.toggleTheme()}
  >
    ${icon(prefs.darkNow ? 'sun' : 'moon')}
  </button>
</div>`;

/** The indicator of the live connection. @param {import('../live.js').Live|null} live */
export const liveLine = (live) => {
  const state = live?.state ?? 'connecting';
  return html`<p class="liveline ${state}" role="status"><i aria-hidden="true"></i><span>${t('live.' + state)}</span></p>`;
};

/** A page for an empty list. @param {string} picture @param {string} title @param {unknown} [more] */
export const empty = (picture, title, more = nothing) => html`<div class="empty">
  <div class="picture">${icon(picture)}</div>
  <h2>${title}</h2>
  ${more}
</div>`;

export const skeleton = (rows = 4) => html`<div class="skeleton" role="status" aria-label=${t('loading')}>
  ${Array.from({ length: rows }, () => html`<div></div>`)}
</div>`;

/**
 * A choice of a few options, side by side.
 *
 * @param {string} name of the group of fields
 * @param {string} legend
 * @param {[string, string][]} options value and text
 * @param {string} value
 * @param {(value: string) => void} chosen
 */
export const segments = (name, legend, options, value, chosen) => html`<fieldset class="segments">
  <legend>${legend}</legend>
  <div>
    ${options.map(
      ([option, words]) => html`<label
        ><input type="radio" name=${name} value=${option} .checked=${option === value} @change=${() => chosen(option)} /><span>${words}</span></label
      >`,
    )}
  </div>
</fieldset>`;
