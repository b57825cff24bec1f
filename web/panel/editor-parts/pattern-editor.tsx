import { TextInput } from '@mantine/core';
import type { FieldProblem } from './problems.ts';

export interface PatternEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly?: boolean;
}

/** Which texts a handler answers, with a trial. */
export function PatternEditor({ value, onChange }: PatternEditorProps) {
  return <TextInput aria-label="Pattern" value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}
