import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Watch } from '../emitter.js';
import { t } from '../i18n.js';
import { toasts } from '../toasts.js';
import { icon } from './icons.js';
import { Part } from './part.js';

/** Shows the toasts in a live region, so that screen readers announce them. */
class ToastArea extends Part {
  constructor() {
    super();
    new Watch(this, toasts);
  }

  render() {
    return html`<div class="toasts" aria-live="polite">
      ${repeat(
        toasts.list,
        (toast) => toast.id,
        (toast) => html`<div
          class="toast ${toast.kind}"
          role=${toast.kind === 'error' ? 'alert' : 'status'}
          @pointerenter=${() => toasts.hold(toast.id)}
          @pointerleave=${() => toasts.resume(toast.id)}
          @focusin=${() => toasts.hold(toast.id)}
          @focusout=${() => toasts.resume(toast.id)}
        >
          <span>${toast.text}</span>
          ${toast.action ? html`<button type="button" class="act" @click=${() => this.#act(toast)}>${toast.action.label}</button>` : nothing}
          <button type="button" class="x" aria-label=${t('action.close')} @click=${() => toasts.dismiss(toast.id)}>${icon('close')}</button>
        </div>`,
      )}
    </div>`;
  }

  /** @param {import('../toasts.js').Toast} toast */
  #act(toast) {
    toasts.dismiss(toast.id);
    toast.action.run();
  }
}

customElements.define('dcm-toasts', ToastArea);
