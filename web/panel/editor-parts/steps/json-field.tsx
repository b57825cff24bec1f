import { JsonInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../words/words.ts';
import type { Json } from '../configuration.ts';
import type { GroupFieldProps } from './line-group.tsx';
import { stepsWords } from './steps-words.ts';

/** What no form can show. What cannot be read is not kept: the value before it stays. */
export function JsonField({ label, description, value, onChange, error, isReadOnly }: GroupFieldProps) {
  const words = useWords(stepsWords);
  const [typed, setTyped] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));
  const [isBroken, setBroken] = useState(false);
  return (
    <JsonInput
      label={label}
      description={description}
      error={isBroken ? words.badJson : error}
      readOnly={isReadOnly}
      autosize
      minRows={3}
      maxRows={16}
      spellCheck={false}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        try {
          const read: Json | undefined = text.trim() === '' ? undefined : JSON.parse(text);
          setBroken(false);
          onChange(read);
        } catch {
          setBroken(true);
        }
      }}
    />
  );
}
