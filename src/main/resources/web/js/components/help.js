import { html } from 'lit';
import { t } from '../i18n.js';
import { icon } from './icons.js';
import { Part } from './part.js';

/** The keyboard shortcuts. */
class Help extends Part {
  toggle() {
    const dialog = this.querySelector('dialog');
    dialog.open ? dialog.close() : dialog.showModal();
  }

  render() {
    const keys = [
      ['N', 'keys.new'],
      ['/', 'keys.search'],
      ['Z', 'keys.undo'],
      ['Esc', 'keys.close'],
      ['?', 'keys.help'],
    ];
    return html`<dialog class="modal" aria-labelledby="help-title" @click=${(e) => e.target === e.currentTarget && e.target.close()}>
      <header>
        <h2 id="help-title">${t('keys.title')}</h2>
        <button type="button" class="square" aria-label=${t('action.close')} @click=${() => this.toggle()}>${icon('close')}</button>
      </header>
      <dl class="keys">${keys.map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${t(words)}</dd>`)}</dl>
    </dialog>`;
  }
}

customElements.define('dcm-help', Help);
