import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { registryQuery, vocabularyQuery } from '../../api/configuration.ts';
import { screensQuery, type Content, type ContentProblem } from '../../api/broadcasts.ts';
import { KeyboardEditor } from '../../editor-parts/keyboard-editor.tsx';
import { MessageEditor } from '../../editor-parts/message-editor.tsx';
import { PhotoField } from '../../editor-parts/photo-field.tsx';
import type { FieldProblem } from '../../editor-parts/problems.ts';
import { Section } from '../../parts/section.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { changedContent, fieldProblems, inlineButtons } from './rules/content.ts';

interface ContentEditorProps {
  readonly content: Content;
  readonly problems: readonly ContentProblem[];
  readonly onChange: (content: Content) => void;
}

/** What a broadcast says: the constructor's own editors of a message, a photo and an inline keyboard. */
export function ContentEditor({ content, problems, onChange }: ContentEditorProps) {
  const words = useWords(broadcastWords);
  const [registry, vocabulary, screens] = [useQuery(registryQuery), useQuery(vocabularyQuery), useQuery(screensQuery)];
  const failed = [registry, vocabulary, screens].find(({ isError }) => isError);
  if (failed) return <Failed error={failed.error} retry={() => void failed.refetch()} />;
  if (!registry.data || !vocabulary.data || !screens.data) return <Loading />;
  const { message, photo_url: photo, layout = [] } = content;
  const of = (field: keyof Content): readonly FieldProblem[] => fieldProblems(problems, field);
  return (
    <>
      <Section title={words.message}>
        <MessageEditor
          value={message}
          kind={photo === undefined ? 'message' : 'caption'}
          variables={vocabulary.data}
          problems={of('message')}
          onChange={(value) => onChange(changedContent(content, { message: value }))}
        />
        <PhotoField
          value={photo ?? null}
          problems={of('photo_url')}
          onChange={(value) => onChange(changedContent(content, { photo_url: value ?? undefined }))}
        />
      </Section>
      <Section title={words.buttons}>
        <Text size="sm" c="dimmed">
          {words.buttonsHint}
        </Text>
        <KeyboardEditor
          layout={layout}
          kind="inline"
          callbacks={screens.data}
          buttons={{}}
          registry={registry.data}
          // A list makes buttons of what somebody has; a broadcast says the same to all.
          variables={{ ...vocabulary.data, lists: [] }}
          problems={of('layout')}
          onChange={(rows) => onChange(changedContent(content, { layout: inlineButtons(rows) }))}
        />
      </Section>
    </>
  );
}
