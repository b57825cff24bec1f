import type { FeedEvent } from '../../src/simulator/feed.ts';
import { ChatPane } from './chat-pane.ts';
import { element } from './dom.ts';
import { PeopleList } from './people-list.ts';
import { server, watch, type PeopleView } from './server.ts';
import { locale, words } from './words.ts';

/** In the address after `#`: the ids of the open chats, or this for none. */
const LIST_ONLY = 'list';

/** The whole page: a list of test users and the chats that are open. The address says which. */
class Simulator {
  readonly #panes = new Map<number, ChatPane>();
  readonly #host = element('main', { class: 'panes' });
  readonly #banner = element('p', { class: 'banner', role: 'status' }, words.banner);
  readonly #people: PeopleList;
  #known: PeopleView | undefined;

  constructor() {
    this.#people = new PeopleList({
      open: (id) => this.#go([id]),
      openBeside: (id) => this.#go([...this.#openIds(), id]),
    });
    document.documentElement.lang = locale;
    document.title = `Minuta — ${words.title}`;
    document.body.append(this.#banner, element('div', { class: 'app' }, this.#people.node, this.#host));
    addEventListener('hashchange', () => void this.#follow(true));
  }

  start(): void {
    watch({
      connected: () => void this.#connected(),
      disconnected: () => this.#setOnline(false),
      changed: (event) => this.#changed(event),
    });
  }

  async #connected(): Promise<void> {
    this.#setOnline(true);
    await this.#reloadPeople();
    if (location.hash === '') history.replaceState(null, '', `#${this.#firstPerson()}`);
    // In a frame the page around it has the focus, and keeps it.
    await this.#follow(this.#panes.size === 0 && window === window.parent);
    await Promise.all([...this.#panes.values()].map((pane) => pane.reload()));
  }

  /** Somebody who speaks the page's language. */
  #firstPerson(): number | string {
    const people = this.#known?.people.map(({ user }) => user) ?? [];
    return (people.find((user) => user.language_code === locale) ?? people[0])?.id ?? LIST_ONLY;
  }

  async #reloadPeople(): Promise<void> {
    this.#known = await server.people();
    this.#people.show(this.#known.people);
  }

  #openIds(): number[] {
    return location.hash.slice(1).split(',').map(Number).filter(Number.isSafeInteger);
  }

  #go(ids: readonly number[]): void {
    location.hash = ids.length === 0 ? LIST_ONLY : ids.join(',');
  }

  /** Opens and closes panes until they are what the address says. */
  async #follow(takeFocus: boolean): Promise<void> {
    const ids = this.#openIds();
    if (ids.some((id) => !this.#isKnown(id))) await this.#reloadPeople();
    const wanted = ids.filter((id) => this.#isKnown(id));
    for (const [id, pane] of this.#panes) {
      if (wanted.includes(id)) continue;
      pane.node.remove();
      this.#panes.delete(id);
    }
    const fresh = wanted.filter((id) => !this.#panes.has(id)).flatMap((id) => this.#openPane(id) ?? []);
    document.body.classList.toggle('in-chat', wanted.length > 0);
    this.#people.setOpen(wanted);
    await Promise.all(fresh.map((pane) => pane.reload()));
    if (takeFocus) fresh.at(-1)?.focus();
  }

  #isKnown(id: number): boolean {
    return this.#known?.people.some(({ user }) => user.id === id) === true;
  }

  #openPane(id: number): ChatPane | undefined {
    const user = this.#known?.people.find((person) => person.user.id === id)?.user;
    if (user === undefined || this.#known === undefined) return undefined;
    const onClose = (): void => this.#go(this.#openIds().filter((other) => other !== id));
    const pane = new ChatPane({ bot: this.#known.bot, user, onClose });
    this.#panes.set(id, pane);
    this.#host.append(pane.node);
    return pane;
  }

  #changed(event: FeedEvent): void {
    if (event.type === 'commands') {
      for (const pane of this.#panes.values()) pane.changed(event);
      return;
    }
    this.#panes.get(event.chat_id)?.changed(event);
    if (event.type === 'message' || event.type === 'edited') {
      this.#people.note(event.chat_id, event.message, event.type === 'message');
    } else if (event.type === 'person' || event.type === 'cleared') {
      void this.#reloadPeople();
    }
  }

  #setOnline(isOnline: boolean): void {
    this.#banner.textContent = isOnline ? words.banner : words.offline;
    this.#banner.classList.toggle('offline', !isOnline);
  }
}

new Simulator().start();
