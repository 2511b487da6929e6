import { LitElement } from 'lit';
import { current } from '../current.js';
import { Watch } from '../emitter.js';
import { prefs } from '../prefs.js';

/**
 * A piece of the page. It lives in the page's own tree, so that one set of styles reaches it, labels
 * find their fields, and tests find what people see. Renders again when the guild or the language
 * changes.
 */
export class Part extends LitElement {
  constructor() {
    super();
    new Watch(this, current, prefs);
  }

  createRenderRoot() {
    return this;
  }

  get store() {
    return current.store;
  }
}
