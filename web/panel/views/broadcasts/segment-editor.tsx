import { Button, Menu, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Condition, Segment } from '../../api/broadcasts.ts';
import { Section } from '../../parts/section.tsx';
import { useWords } from '../../words/words.ts';
import { AudienceCount } from './audience-count.tsx';
import { broadcastWords } from './broadcast-words.ts';
import { ConditionRow } from './condition-row.tsx';
import { conditionKinds, newCondition } from './rules/conditions.ts';

const mostConditions = 20;

interface SegmentEditorProps {
  readonly segment: Segment;
  readonly onChange: (segment: Segment) => void;
}

/** Whom a broadcast is for: conditions, and how many people that is. */
export function SegmentEditor({ segment, onChange }: SegmentEditorProps) {
  const words = useWords(broadcastWords);
  const replace = (place: number, condition: Condition) =>
    onChange(segment.map((one, index) => (index === place ? condition : one)));
  return (
    <Section title={words.recipients}>
      <Text size="sm" c="dimmed">
        {segment.length === 0 ? words.everybody : words.all}
      </Text>
      {segment.map((condition, place) => (
        <ConditionRow
          // Conditions have no names of their own; what is typed belongs to the row.
          key={`${place} ${condition.kind}`}
          number={place + 1}
          condition={condition}
          onChange={(changed) => replace(place, changed)}
          onRemove={() => onChange(segment.filter((_, index) => index !== place))}
        />
      ))}
      {segment.length < mostConditions && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              style={{ alignSelf: 'flex-start' }}
            >
              {words.addCondition}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {conditionKinds.map((kind) => (
              <Menu.Item
                key={kind}
                onClick={() => onChange([...segment, newCondition(kind, Temporal.Now.plainDateISO())])}
              >
                {words.kinds[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <AudienceCount segment={segment} />
    </Section>
  );
}
