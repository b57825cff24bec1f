/**
 * The bounds that the server's check knows, for saying them while something is typed. A test holds them against
 * `src/builder/rules/limits.ts`, which is not for pages.
 */
export const mostUnits = { message: 4096, caption: 1024, notice: 200 } as const;
/** Of a button's data, as an administrator gives it: the rest of Telegram's 64 carries versions. */
export const mostDataBytes = 44;
export const mostRowButtons = 8;
export const mostKeyboardButtons = 100;
/** UTF-16 units of a label that a phone still shows. */
export const readableLabelUnits = 48;
export const mostSteps = 50;
export const mostPictureBytes = 10 * 1024 * 1024;
export const pictureTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;

/** Whether so little room is left that it is worth a word: the last quarter. */
export function isNearlyFull(length: number, most: number): boolean {
  return length > (most * 3) / 4;
}

/** How Telegram measures a button's data: Cyrillic takes two bytes a letter. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
