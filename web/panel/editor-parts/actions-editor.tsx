import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../words/words.ts';
import type { ActionSource, Entrance, NewScreen, Registry, Screen, Vocabulary } from './configuration.ts';
import classes from './editor-parts.module.css';
import { FieldProblems } from './field-problems.tsx';
import { mostSteps } from './limits.ts';
import { problemsAt, type FieldProblem } from './problems.ts';
import { ActionPicker } from './steps/action-picker.tsx';
import { StepCard } from './steps/step-card.tsx';
import { readSteps, readTyped, stepOf, writeSteps, writeTyped, type Step } from './steps/steps.ts';
import { stepsWords } from './steps/steps-words.ts';
import { useFocusNext } from './use-focus-next.ts';

export interface ActionsEditorProps {
  readonly value: ActionSource;
  readonly onChange: (value: ActionSource) => void;
  readonly registry: Registry;
  readonly callbacks: readonly Screen[];
  readonly handlers: readonly Entrance[];
  /** Names of the keyboards. */
  readonly keyboards: readonly string[];
  readonly variables: Vocabulary;
  readonly problems: readonly FieldProblem[];
  /** Makes a callback that a step shall lead to; without it no new ones are offered. */
  readonly onNewScreen?: ((screen: NewScreen) => void) | undefined;
  readonly isReadOnly?: boolean;
}

/** What happens, step by step. */
export function ActionsEditor(props: ActionsEditorProps) {
  const { value, onChange, registry, callbacks, handlers, keyboards, variables, problems, onNewScreen } = props;
  const { isReadOnly = false } = props;
  const words = useWords(stepsWords);
  const [isText, setText] = useState(false);
  const { within, focusNext } = useFocusNext<HTMLDivElement>();
  const steps = readSteps(value);
  const around = { registry, callbacks, handlers, keyboards, variables, onNewScreen, isReadOnly };
  const change = (changed: readonly Step[]) => onChange(writeSteps(changed, value));
  const isList = typeof value !== 'string';
  const move = (index: number, by: -1 | 1) => {
    focusNext(`[data-step="${index + by}"] [data-at="${by}"]`);
    change(swapped(steps ?? [], Math.min(index, index + by)));
  };
  return (
    <Stack gap="sm" role="group" aria-label={words.steps} ref={within}>
      {isText || steps === null ? (
        <TypedAction value={value} onChange={onChange} isUnreadable={steps === null} isReadOnly={isReadOnly} />
      ) : (
        steps.map((step, index) => (
          <StepCard
            // A step is known by its place: nothing else stays while it is changed.
            key={`${steps.length} ${index} ${step.name}`}
            number={index + 1}
            step={step}
            onChange={(changed) => {
              // Another action is another card.
              if (changed.name !== step.name) focusNext(`[data-step="${index}"]`);
              change(steps.with(index, changed));
            }}
            onUp={index === 0 ? undefined : () => move(index, -1)}
            onDown={index === steps.length - 1 ? undefined : () => move(index, 1)}
            onRemove={
              steps.length === 1
                ? undefined
                : () => {
                    focusNext(`[data-step="${Math.min(index, steps.length - 2)}"]`);
                    change(steps.toSpliced(index, 1));
                  }
            }
            problems={isList ? problemsAt(problems, index) : problems}
            around={around}
          />
        ))
      )}
      <FieldProblems
        problems={
          isText || steps === null ? problems : isList ? problems.filter(({ place }) => place.length === 0) : []
        }
      />
      {!isReadOnly && (
        <Group justify="space-between">
          {!isText && steps !== null && steps.length < mostSteps ? (
            <ActionPicker
              registry={registry}
              onPick={({ name }) => {
                focusNext(`[data-step="${steps.length}"]`);
                change([...steps, stepOf(name, {})]);
              }}
            >
              {(open) => (
                <Button size="xs" variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
                  {words.add}
                </Button>
              )}
            </ActionPicker>
          ) : (
            <span />
          )}
          {steps !== null && (
            <Group gap="xs">
              {steps.length > 1 && (
                <Text size="xs" c="dimmed">
                  {words.count(steps.length, mostSteps)}
                </Text>
              )}
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setText(!isText)}>
                {isText ? words.asForm : words.asText}
              </Button>
            </Group>
          )}
        </Group>
      )}
    </Stack>
  );
}

interface TypedActionProps extends Pick<ActionsEditorProps, 'value' | 'onChange'> {
  readonly isUnreadable: boolean;
  readonly isReadOnly: boolean;
}

/** The action as the configuration has it. What is being typed need not be a list yet. */
function TypedAction({ value, onChange, isUnreadable, isReadOnly }: TypedActionProps) {
  const words = useWords(stepsWords);
  const [typed, setTyped] = useState(() => writeTyped(value));
  return (
    <Textarea
      className={classes['source'] ?? ''}
      label={words.text}
      description={isUnreadable ? words.unreadable : words.textHint}
      readOnly={isReadOnly}
      autosize
      minRows={2}
      maxRows={20}
      spellCheck={false}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(readTyped(event.currentTarget.value));
      }}
    />
  );
}

/** With the next one in its place. */
function swapped(steps: readonly Step[], index: number): readonly Step[] {
  return [...steps.slice(0, index), ...steps.slice(index, index + 2).toReversed(), ...steps.slice(index + 2)];
}
