import { GuildApi } from './api.js';
import { Emitter } from './emitter.js';
import { Problem } from './http.js';
import { t } from './i18n.js';

/** Pseudonyms of forgotten members: the highest 63-bit ids, which no Discord user has. */
const PSEUDONYMS = 2n ** 63n - 2n ** 22n;

/** The number of a forgotten member; null: another id. @param {string} id */
function formerMember(id) {
  return /^\d{19}$/.test(id) && BigInt(id) > PSEUDONYMS ? String(BigInt(id) - PSEUDONYMS) : null;
}

/**
 * The state of one guild on this page. Events: `change` for every change, `task` and `removed` for
 * one task, `hidden` when a task may have become invisible, `notice` for a new notification,
 * `reload` when everything may have changed.
 *
 * @typedef {import('./types.js').Task} Task
 */
export class GuildStore extends Emitter {
  /** @type {Map<string, Task>} */
  tasks = new Map();
  /** @type {Map<string, import('./types.js').Member>} */
  members = new Map();
  /** @type {Map<string, import('./types.js').Grouping>} */
  categories = new Map();
  /** @type {Map<string, import('./types.js').Grouping>} */
  labels = new Map();
  /** @type {import('./types.js').Settings|null} */
  settings = null;
  /** @type {import('./types.js').Member|null} */
  me = null;
  /** @type {Set<string>} */
  permissions = new Set();
  guildName = '';
  unread = 0;
  /** The guild's revision up to which the state is complete. */
  revision = 0;
  /** @type {Problem|null} why the guild cannot be shown */
  trouble = null;
  /** The confirmed version of each task that is shown with an unconfirmed change. @type {Map<string, Task>} */
  #unconfirmed = new Map();
  #refreshTimer = 0;

  /** @param {string} gid */
  constructor(gid) {
    super();
    this.gid = gid;
    this.api = new GuildApi(gid);
  }

  get ready() {
    return this.settings !== null && this.me !== null;
  }

  get zone() {
    return this.me?.zone ?? this.settings?.zone ?? 'UTC';
  }

  /** @param {string} permission */
  can(permission) {
    return this.permissions.has(permission);
  }

  /** Whether the caller may approve what somebody reported. @param {import('./types.js').Occurrence} occurrence */
  mayApprove(occurrence) {
    return this.can('TASK_APPROVE') && (occurrence.completion?.by !== this.me.id || Boolean(this.settings.selfApproval));
  }

  /** @param {string} id */
  name(id) {
    const former = formerMember(id);
    return former ? t('member.former', { number: former }) : (this.members.get(id)?.displayName ?? id);
  }

  /** Active members, sorted by name. */
  get people() {
    return [...this.members.values()].filter((m) => m.active).sort((a, b) => a.displayName.localeCompare(b.displayName));
  }

  async load() {
    try {
      // The revision is read first: everything read after it is at least as new.
      this.revision = (await this.api.get('/tasks', { limit: 1 })).revision;
      await this.loadContext();
      this.trouble = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!this.ready) this.trouble = error;
    }
    this.changed();
  }

  /** Loads everything except the tasks: small, and rarely changed. */
  async loadContext() {
    const [members, mine, categories, labels, settings] = await Promise.all([
      this.api.list('/members', 'members'),
      ...['/members/@me', '/categories', '/labels', '/settings'].map((path) => this.api.get(path)),
    ]);
    this.me = mine.member;
    this.permissions = new Set(mine.permissions);
    this.guildName = mine.guildName;
    this.unread = mine.unread;
    this.members = new Map(members.map((one) => [one.id, one]));
    this.categories = new Map(categories.categories.map((one) => [one.id, one]));
    this.labels = new Map(labels.labels.map((one) => [one.id, one]));
    this.settings = settings;
    this.changed();
  }

  /** Stores a task unless a newer version is known. @param {Task} task */
  put(task) {
    const held = this.#unconfirmed.get(task.id);
    if (held) {
      if (task.revision >= held.revision) this.#unconfirmed.set(task.id, task);
      return;
    }
    const known = this.tasks.get(task.id);
    if (known && known.revision > task.revision) return;
    this.tasks.set(task.id, task);
    this.emit('task', task);
    this.changed();
  }

  /** @param {string} id */
  remove(id) {
    this.#unconfirmed.delete(id);
    this.tasks.delete(id);
    this.emit('removed', id);
    this.changed();
  }

  /**
   * Shows a task with a change that the server has not confirmed, until {@link settle}.
   *
   * @param {Task} task
   * @param {Partial<Task>} change
   */
  showOptimistic(task, change) {
    this.#unconfirmed.set(task.id, task);
    this.tasks.set(task.id, { ...task, ...change });
    this.changed();
  }

  /** Shows the confirmed version again. @param {string} id @param {Task|null} [answer] */
  settle(id, answer = null) {
    const held = this.#unconfirmed.get(id);
    if (!held) return;
    this.#unconfirmed.delete(id);
    this.tasks.delete(id);
    this.put(answer && answer.revision >= held.revision ? answer : held);
  }

  /** @param {{revision: number, event?: any}} frame */
  applyEvent(frame) {
    this.revision = frame.revision;
    const event = frame.event;
    if (!event) {
      // A member who sees only their own tasks is not told which of them became invisible.
      if (!this.can('TASK_VIEW_ALL')) this.emit('hidden');
      return;
    }
    if (event.task?.id) return this.put(event.task);
    if (event.type === 'task.deleted') {
      const id = event.taskId ?? [...this.tasks.values()].find((task) => task.number === event.number)?.id;
      if (id) this.remove(id);
      return;
    }
    if (/^(member|permission|settings|guild|grouping|category|label)/.test(event.type)) this.#scheduleLoadContext();
  }

  #scheduleLoadContext() {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => this.loadContext().catch((error) => console.error(error)), 150);
  }

  close() {
    clearTimeout(this.#refreshTimer);
  }
}
