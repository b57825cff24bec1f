/** A chat's contents as its components take them: nothing of how they were fetched, and of Telegram's wire only the text. */
import type { Entity, FormattedText } from '../../../src/simulator/wire.ts';

/** Text with what is marked in it, offsets in UTF-16 units; or Telegram's HTML, as a configuration has it. */
export type ChatText = FormattedText | { readonly html: string };

export interface ChatPhoto {
  /** As a browser can load it; `pictureAddress` makes one of what a configuration says. */
  readonly src: string;
  /** Pixels, where they are known: the place is kept free while the picture comes. */
  readonly width?: number;
  readonly height?: number;
}

/** A button under a message. */
export interface ChatButton {
  readonly label: string;
  /** What it does, where that is not a press: it shows by a sign in the corner. */
  readonly opens?: 'link' | 'app';
  /** Where a link or an app leads; without it the button opens nothing and is pressed like any other. */
  readonly href?: string;
}

/** A key of the keyboard in place of the letters. */
export interface ChatKey {
  readonly label: string;
  readonly requests?: 'contact' | 'location';
}

/** Which button of a keyboard, from 0. */
export interface ButtonPlace {
  readonly row: number;
  readonly column: number;
}

/** All that is in a bubble. */
export interface ChatContent {
  readonly text?: ChatText;
  readonly photo?: ChatPhoto;
  readonly document?: { readonly name: string; readonly note?: string };
  /** A contact or a place that was shared. */
  readonly card?: { readonly kind: 'contact' | 'location'; readonly lines: readonly string[] };
}

export type { Entity };

/** The address of a configuration's picture: one on the internet as it is, `upload:12` where the API gives it out. */
export function pictureAddress(photoUrl: string): string {
  const [, id] = /^upload:([1-9]\d*)$/.exec(photoUrl) ?? [];
  return id === undefined ? photoUrl : `/api/v1/uploads/${id}/content`;
}
