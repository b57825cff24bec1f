import { Alert, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { configurationKey } from '../../api/configuration.ts';
import { Problem } from '../../api/problem.ts';
import { useErrorText } from '../../parts/states.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { firstStepsQuery } from './home-queries.ts';
import { homeWords } from './home-words.ts';
import { isPlain, mainMenus } from './main-menus.ts';
import { renameButton } from './rename-button.ts';
import { useDocument } from './use-document.ts';

/** Signs that still show whole on a phone, beside another button. */
const longest = 32;

/** Gives a button of the first screens another label. @param onRenamed is told the label. */
export function RenameStep({ onRenamed }: { readonly onRenamed: (label: string) => void }) {
  const words = useWords(homeWords).steps;
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { data: draft } = useDocument();
  const [chosen, setChosen] = useState(0);
  const [typed, setTyped] = useState<string | null>(null);
  const buttons = draft ? mainMenus(draft, language).flatMap(({ rows }) => rows.flat().filter(isPlain)) : [];
  const button = buttons[chosen];
  const label = typed ?? button?.label ?? '';
  const rename = useMutation({
    mutationFn: async () => {
      if (button) await renameButton(button.place, label.trim(), language);
    },
    onSuccess: () => onRenamed(label.trim()),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: configurationKey }),
        queries.invalidateQueries({ queryKey: firstStepsQuery.queryKey }),
      ]),
  });
  const usual = useErrorText(rename.error);
  if (!draft) return null;
  if (!button) return words.noButton;
  const isChanged = rename.error instanceof Problem && rename.error.status === 412;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group align="flex-end" gap="xs">
          <NativeSelect
            label={words.which}
            value={String(chosen)}
            data={buttons.map((one, index) => ({ value: String(index), label: one.label }))}
            onChange={(event) => {
              setChosen(Number(event.currentTarget.value));
              setTyped(null);
            }}
          />
          <TextInput
            label={words.label}
            value={label}
            maxLength={longest}
            flex={1}
            miw={140}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            type="submit"
            loading={rename.isPending}
            disabled={label.trim() === '' || label.trim() === button.label}
          >
            {words.renameAction}
          </Button>
        </Group>
        {rename.isError && (
          <Alert color="red" role="alert">
            {isChanged ? words.changed : usual}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
