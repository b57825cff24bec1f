import { Button, Group, Popover, Select, Stack, Text, TextInput } from '@mantine/core';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { useState } from 'react';
import type { FilterWords, Vocabulary } from '../configuration.ts';
import classes from '../editor-parts.module.css';
import { textWords } from './text-words.ts';
import { readExpression, writeExpression } from './value-expression.ts';

interface ChipPopoverProps {
  readonly source: string;
  readonly place: { readonly left: number; readonly top: number };
  readonly vocabulary: Vocabulary;
  readonly isReadOnly: boolean;
  readonly onChange: (source: string) => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** What a value in a text is and how it is shown; changed here or in its source. */
export function ChipPopover({ source, place, vocabulary, isReadOnly, onChange, onRemove, onClose }: ChipPopoverProps) {
  const words = useWords(textWords);
  const { language } = useLanguage();
  const [draft, setDraft] = useState(source);
  const expression = readExpression(draft);
  const value = vocabulary.values.find(({ name }) => name === expression?.name);
  const isWhole = /^(\{\{[^]+\}\}|\{%[^]+%\})$/.test(draft.trim());

  function close(): void {
    if (isWhole && draft !== source) onChange(draft.trim());
    onClose();
  }

  return (
    <Popover opened onDismiss={close} trapFocus withinPortal position="bottom-start" width={320} shadow="md">
      <Popover.Target>
        <span className={classes['anchor']} style={{ left: place.left, top: place.top }} />
      </Popover.Target>
      <Popover.Dropdown aria-label={words.valueIs}>
        <Stack gap="xs">
          {value !== undefined && <Text size="sm">{value[language]}</Text>}
          {source.startsWith('{%') && (
            <Text size="sm" c="dimmed">
              {words.logicHint}
            </Text>
          )}
          {expression !== null && (
            <Select
              label={words.shownAs}
              data={filterChoices(vocabulary.filters, expression.filters, words.asIs, language)}
              value={expression.filters.join(' | ')}
              disabled={isReadOnly}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(chosen) =>
                setDraft(writeExpression({ name: expression.name, filters: chosen ? [chosen] : [] }))
              }
            />
          )}
          <TextInput
            label={words.chipSource}
            value={draft}
            readOnly={isReadOnly}
            error={!isWhole}
            spellCheck={false}
            data-autofocus
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') close();
            }}
          />
          <Group justify="space-between">
            <Button size="xs" variant="subtle" color="red" disabled={isReadOnly} onClick={onRemove}>
              {words.removeChip}
            </Button>
            <Button size="xs" onClick={close}>
              {words.apply}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Each filter as its example writes it, with its arguments. */
function filterChoices(
  filters: readonly FilterWords[],
  present: readonly string[],
  asIs: string,
  language: 'ru' | 'en',
): { value: string; label: string }[] {
  const offered = filters.flatMap((filter) => {
    const applied = readExpression(filter.example.replace(/^\{\{\s*(?:"[^"]*"|[\d.]+)/, '{{ x'))?.filters.at(-1);
    return applied === undefined ? [] : [{ value: applied, label: filter[language] }];
  });
  const own = present.join(' | ');
  const isOffered = own === '' || offered.some(({ value }) => value === own);
  return [{ value: '', label: asIs }, ...offered, ...(isOffered ? [] : [{ value: own, label: own }])];
}
