import { Select, TextInput } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import { ConditionField } from '../condition/condition-field.tsx';
import type { Json } from '../configuration.ts';
import { useProblemText } from '../field-problems.tsx';
import type { FieldProblem } from '../problems.ts';
import { TargetField } from '../target/target-field.tsx';
import { TemplateField } from '../text/template-field.tsx';
import type { Argument } from './argument-schema.ts';
import { DurationField } from './duration-field.tsx';
import { stepsWords } from './steps-words.ts';
import type { StepSurroundings } from './surroundings.ts';

interface FormedFieldProps {
  readonly argument: Argument;
  readonly form: Extract<Argument['shape'], { readonly kind: 'form' }>['form'];
  readonly value: Json | undefined;
  readonly text: string;
  readonly onChange: (value: Json | undefined) => void;
  readonly problems: readonly FieldProblem[];
  readonly around: StepSurroundings;
}

/** An argument that the program says more of than its shape: a screen, a text with values, a condition. */
export function FormedField({ form, argument, text, value, onChange, problems, around }: FormedFieldProps) {
  const words = useWords(stepsWords);
  const say = (said: string) => onChange(said === '' ? undefined : said);
  const error = useProblemText(problems);
  const { title: label, description, isRequired } = argument;
  const { variables: vocabulary, isReadOnly, keyboards } = around;
  const common = { label, description, error, disabled: isReadOnly };
  switch (form) {
    case 'target':
      return (
        <TargetField
          label={label}
          description={description}
          value={text}
          onChange={say}
          callbacks={around.callbacks}
          handlers={around.handlers}
          registry={around.registry}
          vocabulary={vocabulary}
          onNewScreen={around.onNewScreen}
          newShows="send"
          error={error}
          isReadOnly={isReadOnly}
          isOptional={!isRequired}
        />
      );
    case 'keyboard':
      return (
        <Select
          {...common}
          searchable
          value={text === '' ? null : text}
          error={error ?? (text === '' || keyboards.includes(text) ? undefined : words.keyboardMissing(text))}
          data={text === '' || keyboards.includes(text) ? [...keyboards] : [text, ...keyboards]}
          onChange={(chosen) => chosen !== null && say(chosen)}
        />
      );
    case 'variable':
      return (
        <TextInput
          {...common}
          value={text}
          error={error ?? (text === '' || /^[a-z][a-z0-9_]{0,31}$/.test(text) ? undefined : words.variableHint)}
          spellCheck={false}
          onChange={(event) => say(event.currentTarget.value)}
        />
      );
    case 'condition':
      return <ConditionField {...{ label, vocabulary, problems, isReadOnly }} value={text} onChange={say} />;
    case 'seconds':
      return <DurationField {...common} value={typeof value === 'number' ? value : undefined} onChange={onChange} />;
    default:
      return (
        <TemplateField
          {...{ label, description, vocabulary, problems, isReadOnly }}
          source={text}
          onChange={say}
          isHtml={form === 'html'}
        />
      );
  }
}
