import { html, nothing } from 'lit';
import { Problem } from '../http.js';
import { t } from '../i18n.js';
import { toasts } from '../toasts.js';
import { skeleton } from './bits.js';
import { Part } from './part.js';

const PERMISSIONS = [
  'TASK_CREATE', 'TASK_EDIT', 'TASK_DELETE', 'TASK_ASSIGN', 'TASK_CLAIM', 'TASK_COMPLETE', 'TASK_COMPLETE_ANY', 'TASK_APPROVE',
  'TASK_VIEW_ALL', 'TASK_VIEW_OWN', 'TASK_IMPORT_EXPORT', 'DASHBOARD_USE', 'REMINDER_MANAGE', 'STATISTICS_VIEW', 'AUDIT_VIEW',
  'MEMBER_MANAGE', 'PERMISSION_MANAGE', 'SETTINGS_MANAGE', 'INTEGRATION_MANAGE',
];

/** The permission matrix. */
class Matrix extends Part {
  static properties = { roles: { state: true }, busy: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {{id: string, name: string, permissions: string[]}[]|null} */
    this.roles = null;
    this.revision = 0;
    this.dirty = false;
    this.busy = false;
    /** @type {Problem|null} */
    this.trouble = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      const answer = await this.store.api.get('/permissions');
      this.dirty = false;
      this.roles = answer.roles;
      this.revision = answer.revision;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.trouble = error;
    }
  }

  render() {
    if (!this.roles) return this.trouble ? html`<p class="alert">${this.trouble.words}</p>` : skeleton(2);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('settings.permissions')}>
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">${t('matrix.permission')}</th>
              ${this.roles.map((role) => html`<th scope="col"><bdi>${role.name}</bdi></th>`)}
            </tr>
          </thead>
          <tbody>
            ${PERMISSIONS.map(
              (permission) => html`<tr>
                <th scope="row">${t('permission.' + permission)}</th>
                ${this.roles.map((role) => this.#cell(role, permission))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${this.dirty
        ? html`<p class="row-of-fields">
            <button type="button" class="primary" ?disabled=${this.busy} @click=${this.#save}>${t('action.save')}</button>
            <button type="button" @click=${() => this.#load()}>${t('action.cancel')}</button>
          </p>`
        : nothing}`;
  }

  #cell(role, permission) {
    const has = role.permissions.includes(permission);
    return html`<td>
      <input
        type="checkbox"
        aria-label=${t('matrix.cell', { role: role.name, permission: t('permission.' + permission) })}
        .checked=${has}
        ?disabled=${this.busy || (!has && !this.store.can(permission))}
        @change=${() => this.#toggle(role, permission)}
      />
    </td>`;
  }

  #toggle(role, permission) {
    this.dirty = true;
    const without = role.permissions.filter((one) => one !== permission);
    const permissions = without.length < role.permissions.length ? without : [...without, permission];
    this.roles = this.roles.map((one) => (one.id === role.id ? { ...one, permissions } : one));
  }

  async #save() {
    this.busy = true;
    try {
      const roles = this.roles.map(({ id, permissions }) => ({ id, permissions }));
      await this.store.api.change('PUT', '/permissions', this.revision, { roles });
      toasts.info(t('settings.saved'));
      await this.#load();
    } catch (error) {
      toasts.fail(error);
      if (error instanceof Problem && error.status === 412) await this.#load();
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('dcm-matrix', Matrix);
