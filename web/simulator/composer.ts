import type { ChatView } from '../../src/simulator/control-views.ts';
import type { KeyboardButton, ReplyKeyboard } from '../../src/simulator/wire.ts';
import { button, element, icon } from './dom.ts';
import { Menu } from './menu.ts';
import { words } from './words.ts';

export interface ComposerActions {
  say(text: string): void;
  shareContact(): void;
  shareLocation(): void;
  unblock(): void;
}

/** What stands below a chat: the input with the command menu, the bot's keyboard, or the one button to begin. */
export class Composer {
  readonly node: HTMLElement;
  readonly #actions: ComposerActions;
  readonly #input: HTMLTextAreaElement;
  readonly #bar: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #keyboardHost = element('div', { class: 'reply-keyboard' });
  #view: Pick<ChatView, 'started' | 'blocked' | 'keyboard' | 'commands'> | undefined;
  #isOpen = true;

  constructor(actions: ComposerActions) {
    this.#actions = actions;
    this.#input = element('textarea', { rows: 1, 'aria-label': words.placeholder, dir: 'auto', maxlength: 4096 });
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    this.#input.addEventListener('input', () => this.#grow());
    const slash = button(
      { class: 'icon-button slash', 'aria-label': words.commands, title: words.commands },
      '/',
      () => undefined,
    );
    const commands = new Menu(slash, 'commands-menu', () => this.#commandItems(), words.noCommands);
    this.#toggle = button({ class: 'icon-button' }, icon('keyboard'), () => {
      this.#isOpen = !this.#isOpen;
      this.#renderKeyboard();
    });
    const send = button({ class: 'icon-button send', 'aria-label': words.send, title: words.send }, icon('send'), () =>
      this.#send(),
    );
    this.#bar = element('div', { class: 'input-bar' }, commands.node, slash, this.#input, this.#toggle, send);
    this.node = element('footer', { class: 'composer' });
  }

  /** Shows what fits the chat's state. */
  show(view: ChatView): void {
    this.#view = view;
    if (view.blocked) this.#showOnly(words.unblock, () => this.#actions.unblock());
    else if (!view.started) this.#showOnly(words.start, () => this.#actions.say('/start'));
    else {
      if (this.#bar.parentElement === null) this.node.replaceChildren(this.#bar, this.#keyboardHost);
      this.#isOpen = true;
      this.#renderKeyboard();
    }
  }

  /** Replaces the keyboard below the chat; a new one opens by itself. */
  setKeyboard(keyboard: ReplyKeyboard | null): void {
    if (this.#view === undefined) return;
    this.#view = { ...this.#view, keyboard };
    this.#isOpen = true;
    this.#renderKeyboard();
  }

  focus(): void {
    // On a phone the system's keyboard would cover the bot's own.
    if (matchMedia('(hover: hover)').matches) this.#input.focus();
  }

  #showOnly(label: string, act: () => void): void {
    this.node.replaceChildren(button({ class: 'big-button' }, label, act));
  }

  #commandItems(): { label: string; detail: string; choose: () => void }[] {
    return (this.#view?.commands ?? []).map(({ command, description }) => ({
      label: `/${command}`,
      detail: description,
      choose: () => this.#actions.say(`/${command}`),
    }));
  }

  #renderKeyboard(): void {
    const keyboard = this.#view?.keyboard ?? null;
    this.#input.placeholder = keyboard?.input_field_placeholder ?? words.placeholder;
    const isShown = keyboard !== null && (this.#isOpen || keyboard.is_persistent === true);
    this.#toggle.hidden = keyboard === null || keyboard.is_persistent === true;
    const label = isShown ? words.hideKeyboard : words.showKeyboard;
    this.#toggle.setAttribute('aria-label', label);
    this.#toggle.title = label;
    this.#toggle.setAttribute('aria-expanded', String(isShown));
    this.#keyboardHost.hidden = !isShown;
    if (keyboard === null || !isShown) return;
    this.#keyboardHost.classList.toggle('tall', keyboard.resize_keyboard !== true);
    const rows = keyboard.keyboard.map((row) =>
      element('div', { class: 'row' }, ...row.map((key) => this.#keyNode(key, keyboard))),
    );
    this.#keyboardHost.replaceChildren(...rows);
  }

  #keyNode(key: KeyboardButton, keyboard: ReplyKeyboard): HTMLElement {
    return button({ class: 'key', dir: 'auto' }, key.text, () => {
      if (key.request_contact === true) this.#actions.shareContact();
      else if (key.request_location === true) this.#actions.shareLocation();
      else this.#actions.say(key.text);
      if (keyboard.one_time_keyboard === true) {
        this.#isOpen = false;
        this.#renderKeyboard();
      }
    });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    const text = this.#input.value.trim();
    if (text === '') return;
    this.#input.value = '';
    this.#grow();
    this.#actions.say(text);
    this.#input.focus();
  }

  #grow(): void {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, 160)}px`;
  }
}
