import { notifications } from '@mantine/notifications';
import { commonWords } from './common-words.ts';

/** Says that something is done; read out by screen readers, gone after a while. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', closeButtonProps: named() });
}

/** Says that something was not done. */
export function notifyFailed(message: string, title?: string): void {
  const heading = title !== undefined && { title };
  notifications.show({ message, color: 'red', autoClose: 10_000, closeButtonProps: named(), ...heading });
}

/** The cross on a notification has no words of its own. No component shows it, so the page says the language. */
function named(): { readonly 'aria-label': string } {
  return { 'aria-label': commonWords[document.documentElement.lang === 'ru' ? 'ru' : 'en'].close };
}
