/** The languages Minuta speaks; a person's own is kept in `users.language`. */
export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
