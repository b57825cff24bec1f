import type { Texts, Vocabulary } from './configuration.ts';
import { mostUnits } from './limits.ts';
import type { FieldProblem } from './problems.ts';
import { textWords } from './text/text-words.ts';
import { useWords } from '../words/words.ts';
import { TranslatedText } from './text/translated-text.tsx';

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
export function MessageEditor({ value, onChange, kind, variables, problems, isReadOnly = false }: MessageEditorProps) {
  const words = useWords(textWords);
  return (
    <TranslatedText
      value={value}
      onChange={onChange}
      mode="html"
      label={words.message}
      most={mostUnits[kind]}
      vocabulary={variables}
      problems={problems}
      isReadOnly={isReadOnly}
    />
  );
}
