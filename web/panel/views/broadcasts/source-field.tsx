import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { draftQuery, type Draft } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { marksOf } from './rules/marks.ts';

interface SourceFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The mark of a deep link: one that the bot answers, or any other that people may have come by. */
export function SourceField({ value, onChange }: SourceFieldProps) {
  const words = useWords(broadcastWords);
  const { data: marks = [] } = useQuery({ ...draftQuery, select: marksOfDraft });
  return (
    <Autocomplete
      label={words.sourceName}
      maxLength={64}
      data={marks}
      limit={50}
      value={value}
      onChange={(typed) => onChange(typed.trim())}
    />
  );
}

const marksOfDraft = ({ entries }: Draft): string[] => marksOf(entries);
