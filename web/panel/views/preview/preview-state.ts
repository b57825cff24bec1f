import type { PreviewRequest } from '../../../../src/preview/schema.ts';
import type { Language } from '../../words/language.ts';

export type PreviewStep = NonNullable<PreviewRequest['steps']>[number];
export type ServerAnswer = NonNullable<PreviewStep['answers']>[number];
type PersonaRequest = NonNullable<PreviewRequest['persona']>;

/** Who writes in the preview, as the form has it. */
export interface PersonaChoice {
  readonly firstName: string;
  readonly username: string;
  readonly language: Language;
  /** Empty: the one for who never chose. */
  readonly timeZone: string;
  /** `2026-11-22T10:00` by the person's clock; empty: now. */
  readonly begin: string;
  readonly timer: 'idle' | 'running' | 'paused';
  /** Whether an hour is tracked today already. */
  readonly isTracked: boolean;
}

/** All that a preview is made of; the server keeps nothing of it. */
export interface PreviewState {
  readonly of: 'draft' | 'live';
  readonly persona: PersonaChoice;
  /** RFC 3339: «now» stands still, so that the same steps give the same again. */
  readonly anchor: string;
  readonly steps: readonly PreviewStep[];
}

const names = { ru: 'Аня', en: 'Anna' } as const;
const activities = { ru: ['Работа', 'Чтение'], en: ['Work', 'Reading'] } as const;

export function newPreview(language: Language, anchor: string): PreviewState {
  const persona: PersonaChoice = {
    firstName: names[language],
    username: '',
    language,
    timeZone: '',
    begin: '',
    timer: 'idle',
    isTracked: false,
  };
  return { of: 'draft', persona, anchor, steps: [] };
}

/** @param version of what runs; null for the draft. */
export function requestOf({ persona, anchor, steps }: PreviewState, version: number | null): PreviewRequest {
  return {
    version,
    persona: personaOf(persona),
    time: persona.begin === '' ? anchor : persona.begin,
    steps: [...steps],
  };
}

function personaOf({ firstName, username, language, timeZone, timer, isTracked }: PersonaChoice): PersonaRequest {
  const [first, second] = activities[language];
  return {
    first_name: firstName,
    username: username === '' ? null : username,
    language,
    time_zone: timeZone === '' ? null : timeZone,
    sessions: [
      ...(isTracked ? [{ activity: first, started_ago: 150, minutes: 60 }] : []),
      ...(timer === 'idle'
        ? []
        : [{ activity: second, started_ago: 25, minutes: null, is_paused: timer === 'paused' }]),
    ],
  };
}

const storedAs = 'minuta.preview';
/** Grows when what is stored has another form. */
const form = 1;

/** Outlives a reload, and this tab no longer than that. */
export function storePreview(state: PreviewState): void {
  sessionStorage.setItem(storedAs, JSON.stringify({ form, state }));
}

export function storedPreview(): PreviewState | null {
  try {
    const stored: { form?: number; state?: PreviewState } = JSON.parse(sessionStorage.getItem(storedAs) ?? '{}');
    return stored.form === form ? (stored.state ?? null) : null;
  } catch {
    return null;
  }
}
