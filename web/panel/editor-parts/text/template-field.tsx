import { Input } from '@mantine/core';
import type { Vocabulary } from '../configuration.ts';
import type { FieldProblem } from '../problems.ts';
import { TextEditor } from './text-editor.tsx';

interface TemplateFieldProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly vocabulary: Vocabulary;
  readonly problems?: readonly FieldProblem[];
  readonly isReadOnly: boolean;
  /** Formatted as Telegram has it; words in one line without this. */
  readonly isHtml?: boolean;
}

/** Words with values in them, as an action or a button takes them. */
export function TemplateField({ label, description, problems = [], isHtml = false, ...field }: TemplateFieldProps) {
  return (
    <Input.Wrapper label={label} labelElement="div" description={description}>
      <TextEditor
        {...field}
        label={label}
        mode={isHtml ? 'html' : 'plain'}
        isSingleLine={!isHtml}
        problems={problems}
      />
    </Input.Wrapper>
  );
}
