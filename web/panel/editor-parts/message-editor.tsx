import { Textarea } from '@mantine/core';
import type { Texts, Vocabulary } from './configuration.ts';
import type { FieldProblem } from './problems.ts';

export interface MessageEditorProps {
  /** Nothing: the entry has no message. */
  readonly value: Texts | undefined;
  readonly onChange: (value: Texts | undefined) => void;
  /** What bounds its length: 4,096, 1,024 or 200 units. */
  readonly kind: 'message' | 'caption' | 'notice';
  readonly variables: Vocabulary;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly?: boolean;
}

/** A text for people, as Telegram will show it, in every language it has. */
export function MessageEditor({ value, onChange }: MessageEditorProps) {
  return (
    <Textarea
      aria-label="Message"
      value={typeof value === 'string' ? value : (value?.['ru'] ?? '')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
