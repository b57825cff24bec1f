import { button, element } from './dom.ts';
import { words } from './words.ts';

const TOAST_MS = 4000;

/** A short notice over a chat, as an answer to a press; read out by screen readers. */
export function toast(host: HTMLElement, text: string): void {
  const node = element('div', { class: 'toast', dir: 'auto' }, text);
  host.replaceChildren(node);
  setTimeout(() => node.remove(), TOAST_MS);
}

/** A notice that waits to be put away. */
export function alertBox(text: string): void {
  const dialog = element('dialog', { class: 'alert' }, element('p', { dir: 'auto' }, text));
  dialog.append(button({ class: 'text-button', autofocus: true }, words.ok, () => dialog.close()));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
