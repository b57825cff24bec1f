import { button, element } from './dom.ts';

export interface MenuItem {
  readonly label: string;
  readonly detail?: string;
  choose(): void;
}

/** A list that opens beside its button; arrows move in it, Escape and a press elsewhere close it. */
export class Menu {
  readonly node: HTMLElement;
  readonly #opener: HTMLElement;
  readonly #items: () => readonly MenuItem[];
  readonly #empty: string;

  /** @param empty what stands there where there is nothing to choose */
  constructor(opener: HTMLElement, className: string, items: () => readonly MenuItem[], empty = '') {
    this.#opener = opener;
    this.#items = items;
    this.#empty = empty;
    this.node = element('div', { class: `menu ${className}`, role: 'menu', hidden: true });
    opener.setAttribute('aria-haspopup', 'menu');
    opener.setAttribute('aria-expanded', 'false');
    opener.addEventListener('click', () => (this.node.hidden ? this.open() : this.close()));
    this.node.addEventListener('keydown', (event) => this.#onKey(event));
    document.addEventListener('pointerdown', (event) => {
      const { target } = event;
      if (target instanceof Node && !this.node.contains(target) && !opener.contains(target)) this.close();
    });
  }

  open(): void {
    const nodes = this.#items().map((item) => this.#itemNode(item));
    this.node.replaceChildren(...(nodes.length === 0 ? [element('p', {}, this.#empty)] : nodes));
    this.node.hidden = false;
    this.#opener.setAttribute('aria-expanded', 'true');
    nodes[0]?.focus();
  }

  close(): void {
    if (this.node.hidden) return;
    const hadFocus = this.node.contains(document.activeElement);
    this.node.hidden = true;
    this.#opener.setAttribute('aria-expanded', 'false');
    if (hadFocus) this.#opener.focus();
  }

  #itemNode(item: MenuItem): HTMLElement {
    const content = element('span', { dir: 'auto' }, item.label);
    const node = button({ role: 'menuitem' }, content, () => {
      this.close();
      item.choose();
    });
    if (item.detail !== undefined) node.append(element('small', { dir: 'auto' }, item.detail));
    return node;
  }

  #onKey(event: KeyboardEvent): void {
    const nodes = [...this.node.querySelectorAll('button')];
    const at = nodes.findIndex((node) => node === document.activeElement);
    if (event.key === 'Escape') this.close();
    else if (event.key === 'ArrowDown') nodes[(at + 1) % nodes.length]?.focus();
    else if (event.key === 'ArrowUp') nodes[(at - 1 + nodes.length) % nodes.length]?.focus();
    else return;
    event.preventDefault();
  }
}
