import { CopyButton, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useWords } from '../words/words.ts';
import classes from './editor-parts.module.css';
import { useProblemText } from './field-problems.tsx';
import { IconButton } from './icon-button.tsx';
import { useDeepLink } from './pattern/deep-link.ts';
import { patternKinds, readPattern, writePattern, type PatternParts } from './pattern/pattern.ts';
import { patternWords } from './pattern/pattern-words.ts';
import { wouldAnswer } from './pattern/try-pattern.ts';
import type { FieldProblem } from './problems.ts';

export interface PatternEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly?: boolean;
}

/** Which texts a handler answers, with a trial. */
export function PatternEditor({ value, onChange, problems, isReadOnly = false }: PatternEditorProps) {
  const words = useWords(patternWords);
  const error = useProblemText(problems);
  // Without words yet a pattern does not say which kind it shall be.
  const [wished, setWished] = useState<PatternParts>(() => readPattern(value));
  const parts = writePattern(wished) === value ? wished : readPattern(value);
  const { kind } = parts;
  const isLink = kind === 'deep_link' && canStandInLink(parts.words);
  const link = useDeepLink(parts.words, isLink);
  const shown = link?.replace('https://', '') ?? `t.me/${words.someBot}?start=${parts.words}`;
  const put = (changed: PatternParts) => {
    setWished(changed);
    onChange(writePattern(changed));
  };
  return (
    <Stack gap="xs">
      <Select
        label={words.kind}
        allowDeselect={false}
        disabled={isReadOnly}
        value={kind}
        data={patternKinds.map((each) => ({ value: each, label: words.kinds[each] }))}
        {...(kind === 'any' && { description: words.hints.any, error })}
        onChange={(chosen) => put({ ...parts, kind: patternKinds.find((each) => each === chosen) ?? 'exact' })}
      />
      {kind !== 'any' && (
        <TextInput
          label={words.labels[kind]}
          description={isLink ? words.link(shown) : words.hints[kind]}
          error={error}
          readOnly={isReadOnly}
          spellCheck={false}
          {...(kind === 'command' && { leftSection: '/' })}
          {...(link !== null && { rightSection: <CopyLink link={link} /> })}
          value={parts.words}
          onChange={(event) => put({ kind, words: event.currentTarget.value })}
        />
      )}
      <Trial parts={parts} />
    </Stack>
  );
}

function CopyLink({ link }: { readonly link: string }) {
  const words = useWords(patternWords);
  return (
    <CopyButton value={link}>
      {({ copied, copy }) => (
        <IconButton
          label={copied ? words.linkCopied : words.copyLink}
          Icon={copied ? IconCheck : IconCopy}
          onClick={copy}
        />
      )}
    </CopyButton>
  );
}

/** Telegram takes no other marks; what they are made of is said until it fits. */
function canStandInLink(mark: string): boolean {
  return /^[\w-]{1,64}$/.test(mark);
}

type Outcome = 'fits' | 'fitsNot' | 'unreadable';

/** Whether a text that somebody might write would be answered. */
function Trial({ parts: { kind, words: said } }: { readonly parts: PatternParts }) {
  const words = useWords(patternWords);
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    let isOver = false;
    const show = (fits: boolean | null) => {
      if (!isOver) setOutcome(fits === null ? 'unreadable' : fits ? 'fits' : 'fitsNot');
    };
    if (text.trim() === '') setOutcome(null);
    else wouldAnswer({ kind, words: said }, text).then(show, () => show(null));
    return () => {
      isOver = true;
    };
  }, [kind, said, text]);
  return (
    <>
      <TextInput
        label={words.trial}
        placeholder={words.trialHint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div role="status">
        {outcome !== null && (
          <Group gap={6} wrap="nowrap">
            {outcome === 'fits' ? (
              <IconCheck size={16} aria-hidden className={classes['sign']} />
            ) : (
              <IconX size={16} aria-hidden className={classes['sign']} />
            )}
            <Text size="sm">
              <b>{words[outcome]}</b>
              {outcome === 'fits' && `. ${words.trialNote}`}
            </Text>
          </Group>
        )}
      </div>
    </>
  );
}
