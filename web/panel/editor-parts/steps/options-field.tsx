import { Group, TextInput } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { languages } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { Json } from '../configuration.ts';
import { IconButton } from '../icon-button.tsx';
import { LineGroup, type GroupFieldProps } from './line-group.tsx';
import { isTable, textOf } from './step-words.ts';
import { stepsWords } from './steps-words.ts';

interface Option {
  readonly label: string | Readonly<Record<string, string>>;
  readonly value: string;
}

/** What a person can choose from: what stands on each button, and what is kept of it. */
export function OptionsField({ label, description, value, onChange, error, isReadOnly }: GroupFieldProps) {
  const words = useWords(stepsWords);
  const options = Array.isArray(value) ? value.map(readOption) : [];
  const change = (changed: readonly Option[]) => onChange(changed.length === 0 ? undefined : changed.map(writeOption));
  return (
    <LineGroup
      {...{ label, description, error, isReadOnly }}
      count={options.length}
      onAdd={() => change([...options, { label: '', value: '' }])}
    >
      {(remove) =>
        options.map((option, index) => {
          const put = (changed: Option) => change(options.with(index, changed));
          return (
            <Group key={index} gap="xs" align="flex-end" data-line={index}>
              {labelsOf(option).map(({ language, text, after }) => (
                <TextInput
                  key={language}
                  label={language === '' ? words.caption : `${words.caption}, ${language}`}
                  flex="1 1 130px"
                  maxLength={64}
                  value={text}
                  onChange={(event) => put(after(event.currentTarget.value))}
                />
              ))}
              <TextInput
                label={words.keptAs}
                flex="1 1 110px"
                maxLength={64}
                value={option.value}
                onChange={(event) => put({ ...option, value: event.currentTarget.value })}
              />
              <IconButton
                size="lg"
                label={typeof option.label === 'string' ? words.perLanguage : words.oneForAll}
                Icon={IconLanguage}
                onClick={() => put({ ...option, label: turned(option.label) })}
              />
              {remove(index, () => change(options.toSpliced(index, 1)))}
            </Group>
          );
        })
      }
    </LineGroup>
  );
}

function readOption(option: Json): Option {
  if (!isTable(option)) return { label: textOf(option), value: textOf(option) };
  const { label, value } = option;
  const labels = isTable(label)
    ? Object.fromEntries(Object.entries(label).map(([language, text]) => [language, textOf(text)]))
    : textOf(label);
  return { label: labels, value: textOf(value) };
}

/** One word where the label itself is kept. */
function writeOption({ label, value }: Option): Json {
  if (typeof label === 'string') return label === value ? label : { label, value };
  return { label: { ...label }, value };
}

/** A value that follows the label goes on doing so. */
function labelsOf(option: Option) {
  const { label, value } = option;
  if (typeof label === 'string')
    return [
      {
        language: '',
        text: label,
        after: (typed: string): Option => ({ label: typed, value: value === label ? typed : value }),
      },
    ];
  return Object.entries(label).map(([language, text]) => ({
    language,
    text,
    after: (typed: string): Option => ({ ...option, label: { ...label, [language]: typed } }),
  }));
}

function turned(label: Option['label']): Option['label'] {
  if (typeof label === 'string') return Object.fromEntries(languages.map((language) => [language, label]));
  return Object.values(label)[0] ?? '';
}
