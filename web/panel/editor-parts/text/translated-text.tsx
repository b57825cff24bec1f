import { Button, Group, SimpleGrid, Stack, Tabs, Text } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconCopy, IconLanguage } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Confirm } from '../../parts/confirm.tsx';
import { languages, useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { Texts, Vocabulary } from '../configuration.ts';
import { FieldProblems } from '../field-problems.tsx';
import { problemsAt, type FieldProblem } from '../problems.ts';
import { useFocusNext } from '../use-focus-next.ts';
import { TextEditor } from './text-editor.tsx';
import { textWords } from './text-words.ts';
import { languagesOf, split, withTranslation } from './translations.ts';
import type { TextMode } from './use-text-editor.ts';

interface TranslatedTextProps {
  readonly value: Texts | undefined;
  readonly onChange: (value: Texts | undefined) => void;
  readonly mode: TextMode;
  readonly isSingleLine?: boolean;
  readonly label: string;
  readonly most?: number;
  readonly vocabulary: Vocabulary;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly: boolean;
}

/**
 * Pixels that two texts beside each other need. They go on standing so in a little less: two texts one behind the other
 * are shorter, and the scroll bar that comes and goes with that must not turn one into the other for ever.
 */
const twoColumns = { from: 440, until: 420 };

/** A text in every language it has: beside each other, or one behind the other where there is no room. */
export function TranslatedText({ value, onChange, problems, label, isReadOnly, ...field }: TranslatedTextProps) {
  const words = useWords(textWords);
  const { language: own } = useLanguage();
  const { ref, width } = useElementSize();
  const { within, focusNext } = useFocusNext<HTMLDivElement>();
  const wasWide = useRef(false);
  const isWide = width >= (wasWide.current ? twoColumns.until : twoColumns.from);
  useEffect(() => {
    wasWide.current = isWide;
  });
  // A text that has been emptied keeps the shape it had.
  const [wasSplit, setWasSplit] = useState(typeof value === 'object');
  const isSplit = value === undefined ? wasSplit : typeof value === 'object';
  const [isJoining, setJoining] = useState(false);
  const [shown, setShown] = useState<string>(own);
  const codes = languagesOf(isSplit ? (value ?? {}) : undefined);
  const kept = typeof value === 'object' ? (value[own] === undefined ? (Object.keys(value)[0] ?? own) : own) : own;

  const nameOf = (code: string) => (code === 'ru' || code === 'en' ? words.languages[code] : words.language(code));
  const textIn = (code: string) => (typeof value === 'object' ? (value[code] ?? '') : (value ?? ''));

  function join(): void {
    setJoining(false);
    setWasSplit(false);
    onChange(textIn(kept) || undefined);
  }

  /** The keyboard goes on in the text that is now to be translated. */
  function divide(): void {
    const translated = languages.find((code) => code !== own) ?? own;
    setWasSplit(true);
    setShown(translated);
    if (typeof value === 'string') onChange(split(value));
    focusNext(`[data-language="${translated}"] :is([role="textbox"], textarea)`);
  }

  function oneLanguage(code: string): ReactNode {
    const other = codes.find((each) => each !== code && textIn(each) !== '');
    return (
      <Stack gap={4} data-language={code}>
        <TextEditor
          {...field}
          label={`${label}, ${nameOf(code)}`}
          source={textIn(code)}
          onChange={(text) => onChange(withTranslation(value, code, text))}
          problems={problemsAt(problems, code)}
          isReadOnly={isReadOnly}
        />
        {textIn(code) === '' && other !== undefined && !isReadOnly && (
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              {words.missing}
            </Text>
            <Button
              size="compact-xs"
              variant="light"
              leftSection={<IconCopy size={14} aria-hidden />}
              onClick={() => onChange(withTranslation(value, code, textIn(other)))}
            >
              {words.copyFrom(nameOf(other))}
            </Button>
          </Group>
        )}
      </Stack>
    );
  }

  return (
    <Stack gap="xs" ref={useMergedRef(ref, within)} role="group" aria-label={label}>
      {field.mode === 'plain' && (
        <Text size="sm" fw={500} aria-hidden>
          {label}
        </Text>
      )}
      {!isSplit && (
        <TextEditor
          {...field}
          label={label}
          source={textIn(own)}
          onChange={(text) => onChange(text === '' ? undefined : text)}
          problems={[]}
          isReadOnly={isReadOnly}
        />
      )}
      {isSplit && isWide && (
        <SimpleGrid cols={2} spacing="sm">
          {codes.map((code) => (
            <div key={code}>
              <Text size="sm" {...(field.mode === 'html' ? { fw: 600 } : { c: 'dimmed' })} mb={4}>
                {nameOf(code)}
              </Text>
              {oneLanguage(code)}
            </div>
          ))}
        </SimpleGrid>
      )}
      {isSplit && !isWide && (
        <Tabs value={shown} onChange={(code) => setShown(code ?? own)} keepMounted={false}>
          <Tabs.List aria-label={words.translations} mb="xs">
            {codes.map((code) => (
              <Tabs.Tab key={code} value={code}>
                {nameOf(code)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {codes.map((code) => (
            <Tabs.Panel key={code} value={code}>
              {oneLanguage(code)}
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
      <FieldProblems problems={problems.filter(({ place: [code] }) => code === undefined || !codes.includes(code))} />
      {!isReadOnly && (
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconLanguage size={16} aria-hidden />}
            onClick={() => {
              if (isSplit && codes.filter((code) => textIn(code) !== '').length > 1) setJoining(true);
              else if (isSplit) join();
              else divide();
            }}
          >
            {isSplit ? words.forEverybody : words.ofEach}
          </Button>
        </Group>
      )}
      <Confirm
        isOpen={isJoining}
        title={words.joinTitle}
        action={words.join}
        onConfirm={join}
        onClose={() => setJoining(false)}
      >
        {words.joinText(nameOf(kept))}
      </Confirm>
    </Stack>
  );
}
