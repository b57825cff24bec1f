import type { PersonView } from '../../src/simulator/control-views.ts';
import type { Message, User } from '../../src/simulator/wire.ts';
import { avatar, button, element, icon } from './dom.ts';
import { summary } from './message-view.ts';
import { server } from './server.ts';
import { formatTime, words } from './words.ts';

export interface PeopleActions {
  open(id: number): void;
  openBeside(id: number): void;
}

export const fullName = (user: User): string =>
  user.last_name === undefined ? user.first_name : `${user.first_name} ${user.last_name}`;

/** The test users, each with the last message of their chat and how many of the bot's they have not seen. */
export class PeopleList {
  readonly node: HTMLElement;
  readonly #list = element('ul', { class: 'people' });
  readonly #actions: PeopleActions;
  readonly #people = new Map<number, PersonView>();
  readonly #unseen = new Map<number, number>();
  #open: readonly number[] = [];

  constructor(actions: PeopleActions) {
    this.#actions = actions;
    const label = words.addPerson;
    const add = button({ class: 'icon-button', 'aria-label': label, title: label }, icon('plus'), () =>
      this.#askPerson(),
    );
    const header = element('header', { class: 'pane-header' }, element('h1', {}, words.people), add);
    this.node = element('nav', { class: 'sidebar', 'aria-label': words.people }, header, this.#list);
  }

  show(people: readonly PersonView[]): void {
    this.#people.clear();
    for (const person of people) this.#people.set(person.user.id, person);
    this.#render();
  }

  setOpen(ids: readonly number[]): void {
    this.#open = ids;
    for (const id of ids) this.#unseen.delete(id);
    this.#render();
  }

  /** Notes a new or changed message. */
  note(id: number, message: Message, isNew: boolean): void {
    const person = this.#people.get(id);
    if (person === undefined) return;
    this.#people.set(id, { ...person, last_message: message });
    if (isNew && message.from.is_bot && !this.#open.includes(id)) this.#unseen.set(id, (this.#unseen.get(id) ?? 0) + 1);
    this.#render();
  }

  #render(): void {
    const focused = document.activeElement?.getAttribute('data-person');
    this.#list.replaceChildren(...[...this.#people.values()].map((person) => this.#item(person)));
    if (focused !== null && focused !== undefined) {
      this.#list.querySelector<HTMLElement>(`[data-person="${focused}"]`)?.focus();
    }
  }

  #item({ user, last_message: last }: PersonView): HTMLElement {
    const unseen = this.#unseen.get(user.id) ?? 0;
    const isOpen = this.#open.includes(user.id);
    const name = element('span', { class: 'name' }, element('bdi', {}, fullName(user)));
    if (last !== null) name.append(element('time', {}, formatTime(last.date)));
    const line = element('span', { class: 'preview', dir: 'auto' }, last === null ? words.noChats : summary(last));
    const main = button(
      { class: 'person-button', 'data-person': user.id, 'aria-current': isOpen ? 'true' : undefined },
      avatar(user.first_name, user.id),
      () => this.#actions.open(user.id),
    );
    main.append(element('span', { class: 'person-text' }, name, line));
    if (unseen > 0) main.append(element('span', { class: 'badge' }, String(unseen)));
    const label = `${words.beside}: ${fullName(user)}`;
    const beside = button(
      { class: 'icon-button beside', 'aria-label': label, title: words.beside },
      icon('beside'),
      () => this.#actions.openBeside(user.id),
    );
    beside.hidden = isOpen;
    return element('li', {}, main, beside);
  }

  #askPerson(): void {
    const name = element('input', { required: true, maxlength: 64, autocomplete: 'off', 'aria-label': words.name });
    name.placeholder = words.name;
    const language = element(
      'select',
      { 'aria-label': words.language },
      element('option', { value: 'ru' }, words.russian),
      element('option', { value: 'en' }, words.english),
    );
    const form = element('form', { method: 'dialog' }, element('h2', {}, words.addPerson), name, language);
    const dialog = element('dialog', { class: 'alert' }, form);
    const submit = element('button', { class: 'text-button' }, words.add);
    const buttons = element(
      'div',
      { class: 'buttons' },
      button({ class: 'text-button' }, words.cancel, () => dialog.close()),
      submit,
    );
    form.append(buttons);
    form.addEventListener('submit', () => void this.#addPerson(name.value.trim(), language.value));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  async #addPerson(name: string, language: string): Promise<void> {
    if (name === '') return;
    const user = await server.addPerson({ first_name: name, language_code: language });
    this.#people.set(user.id, { user, started: false, blocked: false, last_message: null });
    this.#actions.open(user.id);
  }
}
