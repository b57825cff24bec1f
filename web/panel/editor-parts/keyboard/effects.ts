/** What a button does, as one choice. */
import type { Button, Keyboard } from '../configuration.ts';

export const effects = ['data', 'text', 'url', 'web_app', 'request_contact', 'request_location'] as const;
export type Effect = (typeof effects)[number];
export type KeyboardKind = NonNullable<Keyboard['kind']>;

/** A reply button without anything else writes its label. */
export function effectOf(button: Button, kind: KeyboardKind): Effect {
  const named = effects.find((effect) => effect !== 'text' && button[effect] !== undefined);
  return named ?? (kind === 'reply' ? 'text' : 'data');
}

/** Telegram knows others under a message than in place of the letters. */
export function effectsOf(kind: KeyboardKind): readonly Effect[] {
  return effects.filter((effect) =>
    kind === 'inline' ? !['text', 'request_contact', 'request_location'].includes(effect) : effect !== 'url',
  );
}

/** The button with another effect; its label and when it shows stay. */
export function withEffect({ label, when }: Button, effect: Effect, value: string): Button {
  const kept = { label, ...(when !== undefined && { when }) };
  if (effect === 'request_contact' || effect === 'request_location') return { ...kept, [effect]: true };
  if (effect === 'text' || value === '') return kept;
  return { ...kept, [effect]: value };
}
