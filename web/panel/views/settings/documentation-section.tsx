import { Anchor, Code, List, Text } from '@mantine/core';
import { apiRoot } from '../../api/client.ts';
import { Section } from '../../parts/section.tsx';
import { useWords } from '../../words/words.ts';
import { settingsWords } from './settings-words.ts';

/** Where to read on. */
export function DocumentationSection() {
  const words = useWords(settingsWords);
  return (
    <Section title={words.documentation}>
      <Anchor href={`${apiRoot}/docs`} target="_blank">
        {words.api}
      </Anchor>
      <Text>{words.files}:</Text>
      <List size="sm" spacing={4}>
        {Object.entries(words.docs).map(([name, about]) => (
          <List.Item key={name}>
            <Code>{name}.md</Code> — {about}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
