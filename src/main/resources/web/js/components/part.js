import { LitElement } from 'lit';
import { current } from '../current.js';
import { Watch } from '../emitter.js';
import { prefs } from '../prefs.js';

/**
 * The base class of components. It renders without a shadow root, so that one style sheet applies,
 * labels find their fields, and tests can query the page. It renders again when the guild or the
 * language changes.
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
