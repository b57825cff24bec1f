/** Telegram's limits as they bear on a configuration, and our own bounds on its size. */

/** UTF-16 units of a message's text, counted after its HTML is parsed. */
export const MAX_TEXT_UNITS = 4096;
/** UTF-16 units of a photo's caption, counted after its HTML is parsed. */
export const MAX_CAPTION_UNITS = 1024;
/** UTF-16 units of a notice over the chat. */
export const MAX_NOTICE_UNITS = 200;
/** Commands in Telegram's menu. */
export const MAX_COMMANDS = 100;
/** UTF-16 units of a button's label that a phone still shows. */
export const READABLE_LABEL_UNITS = 48;
/** UTF-16 units of a value as it usually is, such as a name or a duration. */
export const USUAL_VALUE_UNITS = 12;
/**
 * UTF-8 bytes of a button's data as an administrator gives it: Telegram's 64
 * minus what the transport appends (the configuration's and the tracker's versions).
 */
export const MAX_DATA_BYTES = 44;
/** Characters of the person's text that patterns look at; Telegram sends no more, a stand-in might. */
export const MAX_MATCHED_CHARS = 4096;

/** Characters of one text's source, expressions included. */
export const MAX_SOURCE_CHARS = 16_384;
export const MAX_NAME_CHARS = 64;
export const MAX_LABEL_CHARS = 512;
export const MAX_PATTERN_CHARS = 1000;
export const MAX_ACTION_CHARS = 16_384;
/** Lists and fields within each other in an action's text; a request's body may have as many levels. */
export const MAX_ACTION_LEVELS = 100;
export const MAX_STEPS = 50;
export const MAX_HANDLERS = 20_000;
export const MAX_CALLBACKS = 20_000;
export const MAX_KEYBOARDS = 5000;
export const MAX_BUTTONS = 20_000;
export const MAX_KEYBOARD_BUTTONS = 100;
export const MAX_ROW_BUTTONS = 8;
/** Instructions of all regular expressions together: ten thousand simple ones, or fifty of the largest. */
export const MAX_REGEX_PROGRAMS = 100_000;
/** Problems named at a time; beyond, the rest is counted. */
export const MAX_PROBLEMS = 1000;
/** Characters of a whole document. */
export const MAX_DOCUMENT_CHARS = 16 * 1024 * 1024;
/** Values of a whole document, twice what the most entries have when each says all there is to say. */
export const MAX_DOCUMENT_VALUES = 1_000_000;

/** The bytes a text takes in UTF-8, which is how Telegram measures a button's data. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
