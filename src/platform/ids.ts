/** Ids that must not be mixed up. `UserId` is `users.id`; Telegram's own number for a person is `TelegramId`. */
declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type UserId = Branded<number, 'UserId'>;
export type TelegramId = Branded<number, 'TelegramId'>;
export type ActivityId = Branded<number, 'ActivityId'>;
/** A UUIDv7 whose timestamp is the start of the session it was first given, so that it names its partition. */
export type SessionId = Branded<string, 'SessionId'>;
/** A UUID, which nobody guesses. */
export type JobId = Branded<string, 'JobId'>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether an integer may be one of these: JavaScript holds Telegram's 52 bits and the ids of any table to come. */
export const isUserId = (value: number): value is UserId => Number.isSafeInteger(value);
export const isTelegramId = (value: number): value is TelegramId => Number.isSafeInteger(value);
export const isSessionId = (value: string): value is SessionId => uuid.test(value);
export const isJobId = (value: string): value is JobId => uuid.test(value);
export const isActivityId = (value: number): value is ActivityId => Number.isSafeInteger(value);
