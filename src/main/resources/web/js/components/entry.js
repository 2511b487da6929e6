import { html, nothing } from 'lit';
import { Watch } from '../emitter.js';
import { initial } from '../format.js';
import { known, t } from '../i18n.js';
import { router } from '../router.js';
import { session } from '../session.js';
import { toasts } from '../toasts.js';
import { empty, preferences, skeleton } from './bits.js';
import { icon } from './icons.js';
import { Part } from './part.js';

/** The login page. */
class Login extends Part {
  constructor() {
    super();
    new Watch(this, session);
  }

  render() {
    const error = router.query.get('error');
    return html`<main class="entry">
      <div class="card">
        <img src="/web/img/favicon.svg" alt="" width="72" height="72" />
        <h1>${t('login.title')}</h1>
        ${error ? html`<p class="alert" role="alert">${t(known('login.error.' + error) ? 'login.error.' + error : 'login.error.other')}</p>` : html`<p>${t('login.what')}</p>`}
        <a class="button primary wide" href=${session.loginUrl} data-login>${t('login.button')}</a>
        <p class="quiet">${t('login.promise')}</p>
        ${preferences()}
      </div>
    </main>`;
  }
}

/** Delay before the presence of DCM in a guild is queried again. */
const RETRY_MS = 3000;

/** Sorts guilds with DCM first, then those whose presence is unknown. @param {{installed: boolean|null}} guild */
const rank = (guild) => (guild.installed ? 2 : guild.installed === null ? 1 : 0);

/** The choice of a guild. */
class Guilds extends Part {
  constructor() {
    super();
    new Watch(this, session);
  }

  #retryTimer = 0;

  connectedCallback() {
    super.connectedCallback();
    session.loadGuilds();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#retryTimer);
  }

  /** Queries again while the presence of DCM in a guild is unknown. */
  updated() {
    clearTimeout(this.#retryTimer);
    if (session.guilds?.some((guild) => guild.installed === null)) this.#retryTimer = setTimeout(() => session.loadGuilds(), RETRY_MS);
  }

  render() {
    const guilds = [...(session.guilds ?? [])].sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name));
    return html`<main class="entry">
      <div class="card broad">
        <header>
          <h1>${t('guilds.title')}</h1>
          ${preferences()}
        </header>
        ${session.trouble ? html`<p class="alert" role="alert">${session.trouble.words}</p>` : nothing}
        ${session.guilds === null && !session.trouble ? skeleton(3) : nothing}
        ${session.guilds?.length === 0 ? empty('people', t('guilds.none')) : nothing}
        <ul class="guilds">
          ${guilds.map((guild) => html`<li>${guild.installed === false ? this.#hint(guild) : this.#open(guild)}</li>`)}
        </ul>
        <footer>
          <span class="quiet">${t('guilds.as', { name: session.user?.name ?? '' })}</span>
          <button type="button" class="quiet" @click=${() => session.logout().catch((e) => toasts.fail(e))}>${icon('out')}${t('nav.logout')}</button>
        </footer>
      </div>
    </main>`;
  }

  #open(guild) {
    return html`<a href="/g/${guild.id}/tasks">${badge(guild)}<span><strong><bdi>${guild.name}</bdi></strong>${guild.installed === null ? html`<small>${t('guilds.unreachable')}</small>` : nothing}</span></a>`;
  }

  #hint(guild) {
    return html`<div class="absent">
      ${badge(guild)}
      <span><strong><bdi>${guild.name}</bdi></strong><small>${guild.administrator ? t('guilds.invite') : t('guilds.askAdmin')}</small></span>
    </div>`;
  }
}

/** @param {{id: string, name: string, icon: string|null}} guild */
function badge(guild) {
  if (!guild.icon) return html`<span class="mark" aria-hidden="true">${initial(guild.name)}</span>`;
  const source = /^https:/.test(guild.icon) ? guild.icon : `https://cdn.discordapp.com/icons/${guild.id}/${guild.icon}.png?size=64`;
  return html`<img class="mark" src=${source} alt="" width="40" height="40" @error=${(e) => e.target.replaceWith(letter(guild.name))} />`;
}

/** Replaces a picture that cannot be loaded. @param {string} name */
function letter(name) {
  const span = document.createElement('span');
  span.className = 'mark';
  span.ariaHidden = 'true';
  span.textContent = initial(name);
  return span;
}

customElements.define('dcm-login', Login);
customElements.define('dcm-guilds', Guilds);
