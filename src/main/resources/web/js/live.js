import { Emitter } from './emitter.js';
import { health } from './health.js';
import { Problem } from './http.js';

const TOKEN_EXPIRED = 4401;
const PING_INTERVAL_MS = 25_000;
const PONG_TIMEOUT_MS = 8000;

/**
 * The live connection of a guild. Revisions have no gaps: when one is missing, it reconnects and
 * asks for the events after the last one received. `state` is `live` only after the server's hello.
 */
export class Live extends Emitter {
  /** @type {'connecting'|'live'|'offline'} */
  state = 'connecting';
  /** @type {WebSocket|null} */
  #socket = null;
  #attempt = 0;
  /** The revision after which a gap was found. */
  #gapAfterRevision = -1;
  #reconnectTimer = 0;
  #pingTimer = 0;
  #pongTimer = 0;
  #closed = false;

  /** @param {import('./store.js').GuildStore} store already loaded */
  constructor(store) {
    super();
    this.store = store;
    this.stops = [health.on('recovered', () => this.#reconnectLater(0)), health.on('change', () => health.unreachable && this.#connectionLost())];
    this.seen = () => document.visibilityState === 'visible' && this.#ping();
    document.addEventListener('visibilitychange', this.seen);
    this.offline = () => this.#connectionLost();
    addEventListener('offline', this.offline);
    this.#pingTimer = setInterval(this.seen, PING_INTERVAL_MS);
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#reconnectTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#pongTimer);
    for (const stop of this.stops) stop();
    document.removeEventListener('visibilitychange', this.seen);
    removeEventListener('offline', this.offline);
    this.#drop();
  }

  async #connect() {
    if (this.#closed) return;
    this.#drop();
    clearTimeout(this.#reconnectTimer);
    const socket = await this.#open();
    if (!socket) return;
    if (this.#closed) return socket.close();
    this.#drop();
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#socket === socket && this.#receive(JSON.parse(data));
    socket.onclose = ({ code }) => this.#socket === socket && this.#ended(code);
  }

  /** @returns {Promise<WebSocket|null>} */
  async #open() {
    try {
      const { ticket } = await this.store.api.post('/ws-ticket');
      const url = new URL(`/ws/v1/guilds/${this.store.gid}?since=${this.store.revision}`, location.href);
      url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
      const socket = new WebSocket(url, 'dcm.v1');
      socket.onopen = () => socket.send(JSON.stringify({ type: 'auth', ticket }));
      return socket;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#setState('offline');
      // No session or no longer a member: the page shows it, and retrying would not help.
      if (![401, 403, 404].includes(error.status)) this.#reconnectLater();
      return null;
    }
  }

  /** @param {any} frame */
  #receive(frame) {
    clearTimeout(this.#pongTimer);
    switch (frame.type) {
      case 'hello':
        this.#attempt = 0;
        this.#setState('live');
        break;
      case 'event':
        if (frame.revision <= this.store.revision) break;
        if (frame.revision > this.store.revision + 1) return this.#recoverGap();
        this.store.applyEvent(frame);
        if (frame.event?.type === 'member.forgotten') return this.#resync();
        break;
      case 'notification':
        this.store.unread = frame.unread;
        // The counter comes without a notification when the inbox was read, perhaps in another
        // window.
        this.store.emit(frame.notification ? 'notice' : 'read', frame.notification);
        this.store.changed();
        break;
      case 'pong':
        break;
      case 'resync':
        this.#resync();
        break;
    }
  }

  /** Requests missing events once; if the gap remains, loads everything again. */
  #recoverGap() {
    if (this.#gapAfterRevision === this.store.revision) return this.#resync();
    this.#gapAfterRevision = this.store.revision;
    this.#reconnectLater(0);
  }

  /** Loads everything again, because too many events were missed. */
  async #resync() {
    this.#drop();
    this.#setState('connecting');
    this.store.tasks.clear();
    await this.store.load();
    this.store.emit('reload');
    this.#connect();
  }

  /** @param {number} code */
  #ended(code) {
    this.#socket = null;
    this.#setState('connecting');
    if (code === TOKEN_EXPIRED) {
      this.store.api.forgetToken();
      this.store.loadContext().catch((error) => console.error(error));
    }
    this.#reconnectLater();
  }

  /** @param {number} [pause] milliseconds; by default exponential backoff with jitter */
  #reconnectLater(pause = Math.min(30_000, 500 * 2 ** this.#attempt++) * (0.5 + Math.random() / 2)) {
    this.#drop();
    clearTimeout(this.#reconnectTimer);
    if (this.state === 'live') this.#setState('connecting');
    this.#reconnectTimer = setTimeout(() => this.#connect(), pause);
  }

  /** Pings the server, because a connection can be dead without having been closed. */
  #ping() {
    if (this.state !== 'live' || !this.#socket) return;
    this.#socket.send(JSON.stringify({ type: 'ping' }));
    clearTimeout(this.#pongTimer);
    this.#pongTimer = setTimeout(() => this.#connectionLost(), PONG_TIMEOUT_MS);
  }

  #connectionLost() {
    this.#setState('offline');
    this.#reconnectLater();
  }

  #drop() {
    clearTimeout(this.#pongTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** @param {Live['state']} state */
  #setState(state) {
    if (this.state === state) return;
    this.state = state;
    this.changed();
  }
}
