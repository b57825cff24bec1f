import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../words/words.ts';
import type { Button, NewScreen, Registry, Screen, Vocabulary } from '../configuration.ts';
import { useProblemText } from '../field-problems.tsx';
import { isNearlyFull, mostDataBytes, utf8Bytes } from '../limits.ts';
import { problemsAt, type FieldProblem } from '../problems.ts';
import { TargetField } from '../target/target-field.tsx';
import classes from '../editor-parts.module.css';
import { effectOf, effects, effectsOf, withEffect, type KeyboardKind } from './effects.ts';
import { keyboardWords } from './keyboard-words.ts';

export interface Surroundings {
  readonly kind: KeyboardKind;
  readonly callbacks: readonly Screen[];
  readonly registry: Registry;
  readonly variables: Vocabulary;
  readonly onNewScreen?: ((screen: NewScreen) => void) | undefined;
  readonly isReadOnly: boolean;
}

interface EffectFieldProps {
  readonly button: Button;
  readonly onChange: (button: Button) => void;
  readonly problems: readonly FieldProblem[];
  readonly around: Surroundings;
}

/** What a press does: one of what Telegram knows on this kind of keyboard. */
export function EffectField({ button, onChange, problems, around }: EffectFieldProps) {
  const words = useWords(keyboardWords);
  // Chosen and not filled in yet: the button has nothing that says so.
  const [wished, setWished] = useState(effectOf(button, around.kind));
  const own = effectOf(button, around.kind);
  const isNamed = effects.some((effect) => effect !== 'text' && button[effect] !== undefined);
  const effect = isNamed ? own : wished;
  const offered = effectsOf(around.kind);
  const urlError = useProblemText([...problemsAt(problems, 'url'), ...problemsAt(problems, 'web_app')]);
  return (
    <Stack gap="xs">
      <Select
        label={words.effect}
        allowDeselect={false}
        disabled={around.isReadOnly}
        value={effect}
        // One that this kind of keyboard has not stays to be seen until it is changed.
        data={effects
          .filter((each) => offered.includes(each) || each === effect)
          .map((each) => ({ value: each, label: words.effects[each] }))}
        onChange={(chosen) => {
          const next = effects.find((each) => each === chosen) ?? 'data';
          setWished(next);
          onChange(withEffect(button, next, ''));
        }}
      />
      {effect === 'data' && (
        <DataField
          label={words.target}
          data={button.data ?? ''}
          onChange={(data) => onChange(withEffect(button, 'data', data))}
          problems={problemsAt(problems, 'data')}
          around={around}
        />
      )}
      {(effect === 'url' || effect === 'web_app') && (
        <TextInput
          label={effect === 'url' ? words.address : words.appAddress}
          type="url"
          placeholder="https://"
          value={button[effect] ?? ''}
          error={urlError}
          readOnly={around.isReadOnly}
          onChange={(event) => onChange(withEffect(button, effect, event.currentTarget.value))}
        />
      )}
    </Stack>
  );
}

interface DataFieldProps {
  readonly label: string;
  readonly data: string;
  readonly onChange: (data: string) => void;
  readonly problems: readonly FieldProblem[];
  readonly around: Surroundings;
}

/** Where a press leads, and how much of Telegram's room its name takes. */
export function DataField({ label, data, onChange, problems, around }: DataFieldProps) {
  const words = useWords(keyboardWords);
  const error = useProblemText(problems);
  const { kind, callbacks, registry, variables, onNewScreen, isReadOnly } = around;
  // What a value will say is not known; the rest is as long as it is.
  const bytes = utf8Bytes(data.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/gs, ''));
  const isOver = bytes > mostDataBytes;
  return (
    <Stack gap={4}>
      <TargetField
        label={label}
        value={data}
        onChange={onChange}
        callbacks={callbacks}
        registry={registry}
        vocabulary={variables}
        onNewScreen={onNewScreen}
        newShows={kind === 'inline' ? 'edit' : 'send'}
        error={error}
        isReadOnly={isReadOnly}
      />
      {kind === 'inline' && isNearlyFull(bytes, mostDataBytes) && (
        <Text size="xs" {...(isOver ? { className: classes['error'] } : { c: 'dimmed' })}>
          {words.bytes(bytes, mostDataBytes)}
          {isOver && `. ${words.bytesOver}`}
        </Text>
      )}
    </Stack>
  );
}
