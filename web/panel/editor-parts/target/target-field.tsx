import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../../words/words.ts';
import type { Vocabulary } from '../configuration.ts';
import { readTarget, writeTarget } from '../screens.ts';
import { TemplateField } from '../text/template-field.tsx';
import { TargetPicker, type TargetPickerProps } from './target-picker.tsx';
import { targetWords } from './target-words.ts';

interface TargetFieldProps extends TargetPickerProps {
  readonly vocabulary: Vocabulary;
}

/** Where something leads, with the words that go along: `stats today`. */
export function TargetField({ value, onChange, vocabulary, ...picker }: TargetFieldProps) {
  const words = useWords(targetWords);
  const target = readTarget(value);
  const [isOpen, setOpen] = useState(target.words !== '');
  return (
    <Stack gap="xs">
      <TargetPicker
        {...picker}
        value={target.name}
        onChange={(name) => onChange(name === '' ? '' : writeTarget({ ...target, name }, value))}
      />
      {isOpen || target.words !== '' ? (
        <TemplateField
          label={words.words}
          description={words.wordsHint}
          source={target.words}
          onChange={(said) => onChange(writeTarget({ ...target, words: said }, value))}
          vocabulary={vocabulary}
          isReadOnly={picker.isReadOnly}
        />
      ) : (
        !picker.isReadOnly &&
        target.name !== '' && (
          <Button
            size="compact-xs"
            variant="subtle"
            w="fit-content"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            {words.addWords}
          </Button>
        )
      )}
    </Stack>
  );
}
