import type { TelegramId, UserId } from '../platform/ids.ts';
import type { Language } from '../texts/language.ts';

/** What Telegram says of who wrote. */
export interface Sender {
  readonly telegramId: TelegramId;
  readonly firstName: string;
  readonly username: string | null;
  /** An IETF language tag such as `ru` or `pt-br`. */
  readonly languageCode: string | null;
}

/** A user with the settings in force: what they chose, else the defaults. */
export interface Person {
  readonly id: UserId;
  readonly telegramId: TelegramId;
  readonly firstName: string;
  readonly username: string | null;
  readonly language: Language;
  readonly timeZone: string;
  /** 1 is Monday. */
  readonly weekStart: number;
  /** Minutes after midnight. */
  readonly dayStart: number;
  /** Every zone a session of theirs was started in. */
  readonly sessionZones: readonly string[];
  readonly isBlocked: boolean;
  /** When they were last told what the bot can do. */
  readonly hintedAt: Temporal.Instant | null;
  /** Whether everything about them is being erased: nothing is done for them any more. */
  readonly isErasing: boolean;
}

export interface Defaults {
  readonly language: Language;
  readonly timeZone: string;
}

/** What may be changed in settings. */
export type Preferences = Partial<Pick<Person, 'language' | 'timeZone' | 'weekStart' | 'dayStart'>>;
