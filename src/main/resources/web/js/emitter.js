/** An event target that components can observe. */
export class Emitter extends EventTarget {
  /** Emits `change`. */
  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /**
   * @param {string} type
   * @param {(event: CustomEvent) => void} listener
   * @returns {() => void} removes the listener
   */
  on(type, listener) {
    this.addEventListener(type, listener);
    return () => this.removeEventListener(type, listener);
  }
}

/** A Lit controller that renders its host again whenever an emitter changes. */
export class Watch {
  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {...Emitter} sources
   */
  constructor(host, ...sources) {
    this.host = host;
    this.sources = sources;
    this.listener = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    for (const source of this.sources) source.addEventListener('change', this.listener);
  }

  hostDisconnected() {
    for (const source of this.sources) source.removeEventListener('change', this.listener);
  }
}
