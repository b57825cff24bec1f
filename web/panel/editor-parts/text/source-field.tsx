import { Textarea } from '@mantine/core';
import classes from '../editor-parts.module.css';

interface SourceFieldProps {
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly label: string;
  readonly isReadOnly: boolean;
}

/** A text as the configuration has it, for who wants to see its tags. */
export function SourceField({ source, onChange, label, isReadOnly }: SourceFieldProps) {
  return (
    <Textarea
      className={classes['source'] ?? ''}
      aria-label={label}
      value={source}
      readOnly={isReadOnly}
      autosize
      minRows={4}
      maxRows={20}
      spellCheck={false}
      variant="unstyled"
      px="sm"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
