import { Combobox, Text, useCombobox } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { ValueWords, Vocabulary } from '../configuration.ts';
import { textWords } from './text-words.ts';

interface ValuePickerProps {
  readonly isOpen: boolean;
  readonly vocabulary: Vocabulary;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** What the list hangs from. */
  readonly children: ReactNode;
  readonly onPick: (value: ValueWords) => void;
  /** A whole `{{ … }}` or `{% … %}` was typed instead of picking one. */
  readonly onSource?: (source: string) => void;
  /** Nothing was picked. */
  readonly onClose: () => void;
}

/** Every value that a text may name, found by its name or by what it means. */
export function ValuePicker(props: ValuePickerProps) {
  const { isOpen, vocabulary, search, onSearch, children, onPick, onSource, onClose } = props;
  const words = useWords(textWords);
  const { language } = useLanguage();
  const combobox = useCombobox({ opened: isOpen, onDropdownClose: onClose });
  const found = findValues(vocabulary.values, search);
  const { selectFirstOption, focusSearchInput } = combobox;
  useEffect(() => {
    if (!isOpen) return undefined;
    // The list is placed first: what is focused before that scrolls the page.
    const timer = setTimeout(focusSearchInput, 0);
    return () => clearTimeout(timer);
  }, [isOpen, focusSearchInput]);
  useEffect(() => {
    if (isOpen) selectFirstOption();
  }, [isOpen, search, selectFirstOption]);

  function typed(text: string): void {
    const source = `{${text.trim()}`;
    if (onSource !== undefined && /^\{(\{[^]+\}|%[^]+%)\}$/.test(source)) onSource(source);
    else onSearch(text);
  }

  return (
    <Combobox
      store={combobox}
      width={340}
      position="bottom-start"
      withinPortal
      onOptionSubmit={(name) => {
        const value = vocabulary.values.find((each) => each.name === name);
        if (value !== undefined) onPick(value);
      }}
    >
      <Combobox.Target targetType="button">{children}</Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => typed(event.currentTarget.value)}
          placeholder={words.findValue}
          aria-label={words.findValue}
        />
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={words.values}>
          {found.length === 0 && <Combobox.Empty>{words.noValues}</Combobox.Empty>}
          {found.map((value) => (
            <Combobox.Option key={value.name} value={value.name}>
              <Text size="sm">{value[language]}</Text>
              <Text size="xs" c="inherit" opacity={0.85} ff="monospace">
                {value.name}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Braces and spaces that were typed on the way to a name say nothing. */
function findValues(values: readonly ValueWords[], search: string): readonly ValueWords[] {
  const wanted = search
    .replaceAll(/[{}%\s]+/g, ' ')
    .trim()
    .toLowerCase();
  return values.filter(({ name, ru, en }) => [name, ru, en].some((each) => each.toLowerCase().includes(wanted)));
}
