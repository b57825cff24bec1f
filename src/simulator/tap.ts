import type { Core } from './core.ts';
import { findButton, ownContact, press, say, sendContact, sendLocation, type Deed, type Press } from './person.ts';
import type { ChatRecord } from './world.ts';

/** Where a test user is when asked for a location: Moscow, Red Square. */
const HOME = { latitude: 55.7539, longitude: 37.6208 };

/**
 * Taps the button a person sees under this label: the newest inline one, else one of the keyboard below the chat.
 * @returns `undefined` where there is none
 */
export function tap(core: Core, chat: ChatRecord, label: string): Deed | Press | undefined {
  const inline = findButton(chat, label);
  if (inline?.button.callback_data !== undefined) {
    return press(core, chat, inline.messageId, inline.button.callback_data);
  }
  const key = chat.keyboard?.keyboard.flat().find(({ text }) => text === label);
  if (key === undefined) return undefined;
  if (key.request_contact === true) return sendContact(core, chat, ownContact(chat));
  if (key.request_location === true) return sendLocation(core, chat, HOME);
  return say(core, chat, key.text);
}
