import { Anchor, List, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { DraftEntry } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { editorWords } from './editor-words.ts';
import { entryWords } from './entry-words.ts';
import { referencesTo, type Reference } from './rules/references.ts';
import { keyOf } from './workbench/entry.ts';
import { useTitleOf } from './use-title-of.ts';

/** Entries that name one, each a link. */
export function References({ references }: { readonly references: readonly Reference[] }) {
  const words = useWords(entryWords);
  const { kind: kinds } = useWords(editorWords);
  const titleOf = useTitleOf();
  return (
    <List size="sm">
      {references.map(({ from, how }) => {
        const { title } = titleOf(from);
        return (
          <List.Item key={keyOf(from)}>
            <Anchor
              size="sm"
              underline="always"
              renderRoot={(props) => <Link to="/editor" search={{ entry: keyOf(from) }} {...props} />}
            >
              {title}
            </Anchor>{' '}
            <Text span size="sm" c="dimmed">
              {`${kinds[from.kind].toLowerCase()}, ${words.how[how]}`}
            </Text>
          </List.Item>
        );
      })}
    </List>
  );
}

/** What leads to an entry, or that nothing does. */
export function LeadsHere({ entry }: { readonly entry: DraftEntry }) {
  const words = useWords(entryWords);
  const { entries } = useEditor();
  const references = useMemo(() => referencesTo(entries, entry), [entries, entry]);
  if (references.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.nobodyLeads}
      </Text>
    );
  return <References references={references} />;
}
