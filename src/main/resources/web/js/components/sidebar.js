import { html, nothing } from 'lit';
import { current } from '../current.js';
import { Watch } from '../emitter.js';
import { initial } from '../format.js';
import { t } from '../i18n.js';
import { router } from '../router.js';
import { views } from '../routes.js';
import { session } from '../session.js';
import { toasts } from '../toasts.js';
import { liveLine, preferences } from './bits.js';
import { icon } from './icons.js';
import { Part } from './part.js';

/** Navigation: a sidebar, or on a phone a bar at the bottom with the guild's name at the top. */
class Sidebar extends Part {
  constructor() {
    super();
    new Watch(this, router, session);
  }

  render() {
    const store = this.store;
    const name = store?.guildName || '…';
    return html`<header>
        <a class="guild" href="/" title=${t('nav.otherGuild')}>
          <span class="mark" aria-hidden="true">${initial(name)}</span>
          <span><strong>${name}</strong><small>${t('nav.tagline')}</small></span>
        </a>
        <div class="narrow">${liveLine(current.live)} ${preferences()}</div>
      </header>
      <nav aria-label=${t('nav.label')}>
        ${views.filter((view) => !view.needs || store?.can(view.needs)).map((view) => this.#link(view))}
      </nav>
      <footer>
        <div class="me">
          <span><bdi>${store?.me?.displayName ?? session.user?.name ?? ''}</bdi></span>
          <a class="square" href="/" aria-label=${t('nav.otherGuild')} title=${t('nav.otherGuild')}>${icon('swap')}</a>
          <button type="button" class="square" aria-label=${t('nav.logout')} title=${t('nav.logout')} @click=${this.#logout}>${icon('out')}</button>
        </div>
        ${liveLine(current.live)}
      </footer>`;
  }

  #link(view) {
    const here = router.view === view;
    const unread = view.path === 'inbox' ? (this.store?.unread ?? 0) : 0;
    return html`<a href="/g/${router.gid}/${view.path}" aria-current=${here ? 'page' : nothing}>
      ${icon(view.icon)}<span>${t(view.label)}</span>
      ${unread ? html`<b class="badge"><span aria-hidden="true">${unread > 99 ? '99+' : unread}</span><span class="sr">${t('inbox.unread', { n: unread })}</span></b>` : nothing}
    </a>`;
  }

  #logout() {
    session.logout().then(
      () => router.go('/'),
      (error) => toasts.fail(error),
    );
  }
}

customElements.define('dcm-sidebar', Sidebar);
