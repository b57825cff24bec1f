import { Alert, Anchor, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconKeyboard, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Content, DraftEntry } from '../../api/configuration.ts';
import { useFocusNext } from '../../editor-parts/use-focus-next.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { entryWords } from './entry-words.ts';
import { KeyboardRows } from './keyboard-rows.tsx';
import { freeName, nameProblem } from './rules/names.ts';
import { referencesTo } from './rules/references.ts';
import { fieldsNow, keyOf, nameOf } from './workbench/entry.ts';
import { additionOf, removalOf } from './workbench/make-steps.ts';
import type { Step } from './workbench/steps.ts';
import { useTitleOf } from './use-title-of.ts';

interface KeyboardPartProps {
  readonly entry: DraftEntry;
  readonly keyboard: DraftEntry | undefined;
}

/** The buttons under a message: none, a keyboard of its own, or one that others show too. */
export function KeyboardPart({ entry, keyboard }: KeyboardPartProps) {
  const words = useWords(entryWords);
  const titleOf = useTitleOf();
  const { entries, canWrite, change, carryOut } = useEditor();
  const keyboards = entries.filter(({ kind }) => kind === 'keyboard');
  const { within, focusNext } = useFocusNext<HTMLDivElement>();
  const others = keyboard === undefined ? 0 : referencesTo(entries, keyboard).length - 1;

  /** A new keyboard, and this entry showing it. */
  const give = (content: Content) => {
    const taken = keyboards.map(({ id }) => id);
    const wished = stemOf(nameOf(entry));
    const id = nameProblem(wished, 'keyboard', taken) === null ? wished : freeName(wished, taken);
    focusNext('[data-place="0:0"]');
    void carryOut([additionOf(entries, { kind: 'keyboard', id }, content), shows(entry, id)]);
  };
  const take = () => {
    if (keyboard === undefined) return;
    const gone = others > 0 ? [] : [removalOf(entries, keyboard)];
    void carryOut([shows(entry, null), ...gone]);
  };

  return (
    <Stack gap="xs" ref={within}>
      <Group align="flex-end" gap="xs">
        <Select
          flex="1 1 200px"
          label={words.keyboard}
          leftSection={<IconKeyboard size={16} aria-hidden />}
          searchable
          readOnly={!canWrite}
          allowDeselect={false}
          value={keyboard?.id ?? ''}
          onChange={(id) => change(entry, { keyboard_id: id === '' ? null : id })}
          data={[
            { value: '', label: words.noKeyboard },
            ...keyboards.map((each) => ({ value: each.id, label: labelIn(titleOf(each)) })),
          ]}
        />
        {canWrite && keyboard === undefined && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => give({ kind: 'inline', layout: [[{ label: words.firstButton }]] })}
          >
            {words.addKeyboard}
          </Button>
        )}
      </Group>
      {keyboard !== undefined && (
        <>
          {others > 0 && (
            <Alert variant="light" color="gray" p="xs">
              <Text size="sm">{words.sharedKeyboard(others)}</Text>
              {canWrite && (
                <Button mt={6} size="compact-sm" variant="default" onClick={() => give(keyboard.content)}>
                  {words.copyKeyboard}
                </Button>
              )}
            </Alert>
          )}
          <KeyboardRows keyboard={keyboard} onEmpty={take} />
          <Anchor
            size="sm"
            underline="always"
            renderRoot={(props) => <Link to="/editor" search={{ entry: keyOf(keyboard) }} {...props} />}
          >
            {words.openKeyboard}
          </Anchor>
        </>
      )}
    </Stack>
  );
}

function shows({ kind, id, content }: DraftEntry, keyboard: string | null): Step {
  const fields = { keyboard_id: keyboard };
  return { type: 'fields', ref: { kind, id }, before: fieldsNow(content, fields), after: fields };
}

/** What of a name will do for a keyboard’s. */
function stemOf(name: string): string {
  return name.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}_.-]+/gu, '').slice(0, 32) || 'keyboard';
}

function labelIn({ title, about }: { readonly title: string; readonly about: string }): string {
  const label = about === '' ? title : `${title}: ${about}`;
  return label.length > 60 ? `${label.slice(0, 59)}…` : label;
}
