import { html, nothing } from 'lit';
import { current } from '../current.js';
import { Watch } from '../emitter.js';
import { health } from '../health.js';
import { t } from '../i18n.js';
import { router } from '../router.js';
import { session } from '../session.js';
import { listenForKeys } from '../shortcuts.js';
import { toasts } from '../toasts.js';
import { dueText } from '../format.js';
import { empty, skeleton } from './bits.js';
import { Part } from './part.js';
import './entry.js';
import './sidebar.js';
import './toasts.js';
import './help.js';
import './panel.js';

/** The frame of the page: it shows the login, the choice of a guild, or a view of the guild. */
class App extends Part {
  /** @type {{name: string, node: HTMLElement}|null} */
  #viewElement = null;

  constructor() {
    super();
    new Watch(this, session, router, health);
    listenForKeys();
    // "Today" and "late" depend on the time.
    this.clock = setInterval(() => current.changed(), 30_000);
  }

  willUpdate() {
    const gid = session.state === 'in' ? router.gid : null;
    if (!gid) {
      current.leave();
      return;
    }
    if (current.store?.gid !== gid) {
      current.enter(gid);
      current.store.on('notice', ({ detail }) => this.#notice(detail));
    }
    if (!router.view) router.replace(`/g/${gid}/tasks`);
  }

  updated() {
    const view = router.gid && router.view ? t(router.view.label) + ' · ' : '';
    const unread = this.store?.unread ? `(${this.store.unread}) ` : '';
    document.title = unread + view + (this.store?.guildName || 'DCM');
  }

  /** @param {import('../types.js').Notice} notice */
  #notice(notice) {
    const task = this.store.tasks.get(notice.task);
    const due = task?.occurrence ? ' · ' + dueText(task.occurrence.due, this.store.zone) : '';
    toasts.info(t('notice.' + notice.stage.type, { title: notice.title }) + due);
  }

  render() {
    return html`${health.unreachable ? html`<div class="banner" role="alert">${t('unreachable')}</div>` : nothing} ${this.#page()}
      <dcm-toasts></dcm-toasts><dcm-help></dcm-help>`;
  }

  #page() {
    if (session.state === 'unknown') return html`<main class="entry">${session.trouble && !health.unreachable ? session.trouble.words : skeleton(2)}</main>`;
    if (session.state === 'out') return html`<dcm-login></dcm-login>`;
    if (!router.gid) return html`<dcm-guilds></dcm-guilds>`;
    const store = this.store;
    if (store?.trouble) return this.#trouble(store.trouble);
    return html`<a class="skip" href="#main">${t('nav.skip')}</a>
      <div class="frame">
        <dcm-sidebar></dcm-sidebar>
        <main id="main" tabindex="-1">${store?.ready ? this.#content() : skeleton()}</main>
      </div>
      ${store?.ready ? html`<dcm-panel></dcm-panel>` : nothing}`;
  }

  #content() {
    const name = router.view?.element;
    if (!name) return nothing;
    if (this.#viewElement?.name !== name) this.#viewElement = { name, node: document.createElement(name) };
    return this.#viewElement.node;
  }

  /** @param {import('../http.js').Problem} problem */
  #trouble(problem) {
    return html`<main class="entry">
      ${empty(
        'broom',
        problem.status === 404 ? t('guild.unknown') : problem.words,
        html`<p>
          <button type="button" class="primary" @click=${() => current.again()}>${t('action.retry')}</button>
          <a class="button" href="/">${t('nav.otherGuild')}</a>
        </p>`,
      )}
    </main>`;
  }
}

customElements.define('dcm-app', App);
