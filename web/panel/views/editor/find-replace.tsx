import { Alert, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { DraftEntry } from '../../api/configuration.ts';
import { commonWords } from '../../parts/common-words.ts';
import { notifyDone } from '../../parts/notify.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { entryWords } from './entry-words.ts';
import { useFailureText } from './failure-text.ts';
import { hitsIn, replacedIn, type Hit } from './rules/search.ts';
import { toolWords } from './tool-words.ts';
import { workbench } from './use-workbench.ts';
import { keyOf, nameField } from './workbench/entry.ts';
import type { Step } from './workbench/steps.ts';
import { useTitleOf } from './use-title-of.ts';

interface FindReplaceProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Finds a text in everything the bot says and does, and replaces it where it is chosen. */
export function FindReplace({ isOpen, onClose }: FindReplaceProps) {
  const words = useWords(editorWords);
  const common = useWords(commonWords);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={words.findReplace}
      size="lg"
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <FindReplaceForm onClose={onClose} />
    </Modal>
  );
}

function FindReplaceForm({ onClose }: Pick<FindReplaceProps, 'onClose'>) {
  const words = useWords(toolWords);
  const { entries, canWrite } = useEditor();
  const failureText = useFailureText();
  const [failure, setFailure] = useState('');
  const [isReplacing, setReplacing] = useState(false);
  const [text, setText] = useState('');
  const [replacement, setReplacement] = useState('');
  const [isExact, setExact] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const sought = useDeferredValue(text);
  const hits = useMemo(() => hitsIn(entries, { text: sought, isExact }), [entries, sought, isExact]);
  const places = useMemo(() => placesOf(hits), [hits]);
  const chosen = places.filter(({ key }) => !left.has(key));
  const count = chosen.reduce((sum, place) => sum + place.hits.length, 0);

  const replace = async () => {
    const fields = Map.groupBy(chosen, ({ entry }) => keyOf(entry));
    const steps = [...fields.values()].flatMap((group): Step[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { kind, id, content } = first.entry;
      const of = new Set(group.map(({ field }) => field));
      const { before, after } = replacedIn(content, of, { text: sought, isExact }, replacement);
      return Object.keys(after).length === 0 ? [] : [{ type: 'fields', ref: { kind, id }, before, after }];
    });
    // Names come first: whoever refers to them is changed with them, and then only the rest is left to replace.
    const ordered = steps.toSorted((one, other) => Number(renames(other)) - Number(renames(one)));
    setFailure('');
    setReplacing(true);
    try {
      await workbench.carryOut(ordered, performance.now());
    } catch (error) {
      setFailure(failureText(error));
      return;
    } finally {
      setReplacing(false);
    }
    notifyDone(words.replaced(ordered.length));
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0 && !isReplacing) void replace();
      }}
    >
      <Stack>
        <TextInput
          label={words.find}
          value={text}
          data-autofocus
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setLeft(new Set());
          }}
        />
        {canWrite && (
          <TextInput
            label={words.replaceWith}
            value={replacement}
            onChange={({ currentTarget }) => setReplacement(currentTarget.value)}
          />
        )}
        <Checkbox
          label={words.exactCase}
          checked={isExact}
          onChange={({ currentTarget }) => setExact(currentTarget.checked)}
        />
        {text !== '' && (
          <Text size="sm" fw={500} role="status">
            {hits.length === 0 ? words.foundNothing : words.found(hits.length)}
          </Text>
        )}
        <Stack gap="xs" mah={320} style={{ overflowY: 'auto' }}>
          {places.slice(0, 200).map((place) => (
            <PlaceLine
              key={place.key}
              place={place}
              isChosen={!left.has(place.key)}
              onChosen={canWrite ? (isChosen) => setLeft((before) => withChoice(before, place.key, isChosen)) : null}
            />
          ))}
        </Stack>
        {failure !== '' && (
          <Alert color="red" icon={<IconAlertCircle aria-hidden />} title={words.notReplaced} role="alert">
            {failure}
          </Alert>
        )}
        {canWrite && (
          <Group justify="flex-end">
            <Button type="submit" disabled={count === 0} loading={isReplacing}>
              {words.replace(count)}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

/** A field of an entry with all that was found in it: it is replaced as a whole or not at all. */
interface FoundField {
  readonly key: string;
  readonly entry: DraftEntry;
  readonly field: string;
  readonly hits: readonly Hit[];
}

interface PlaceLineProps {
  readonly place: FoundField;
  readonly isChosen: boolean;
  readonly onChosen: ((isChosen: boolean) => void) | null;
}

function PlaceLine({ place: { entry, field, hits }, isChosen, onChosen }: PlaceLineProps) {
  const words = useWords(toolWords);
  const { fields } = useWords(entryWords);
  const { title } = useTitleOf()(entry);
  const name = `${title}: ${fields[field] ?? field}`;
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      {onChosen && (
        <Checkbox
          size="xs"
          mt={3}
          aria-label={words.isChosen(name)}
          checked={isChosen}
          onChange={({ currentTarget }) => onChosen(currentTarget.checked)}
        />
      )}
      <div className={classes['hit']}>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        {hits.map(({ before, found, after }, index) => (
          <Text key={index} size="sm">
            {before}
            <mark>{found}</mark>
            {after}
          </Text>
        ))}
      </div>
    </Group>
  );
}

function placesOf(hits: readonly Hit[]): readonly FoundField[] {
  const groups = Map.groupBy(hits, ({ entry, field }) => `${keyOf(entry)} ${field}`);
  return [...groups].flatMap(([key, found]) => {
    const [first] = found;
    return first === undefined ? [] : [{ key, entry: first.entry, field: first.field, hits: found }];
  });
}

function renames(step: Step): boolean {
  const field = step.type === 'fields' ? nameField(step.ref.kind) : null;
  return step.type === 'fields' && field !== null && field in step.after;
}

function withChoice(left: ReadonlySet<string>, key: string, isChosen: boolean): ReadonlySet<string> {
  return isChosen ? new Set([...left].filter((each) => each !== key)) : new Set([...left, key]);
}
