import { Button, Group, Select, TextInput } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import { zones } from '../../words/zones.ts';
import { presets, readDays } from './range.ts';
import { statisticsWords } from './statistics-words.ts';
import type { Range } from './use-range.ts';

/** Which days are looked at, and whose. */
export function RangeBar({ range }: { readonly range: Range }) {
  const words = useWords(statisticsWords);
  const { preset, asked, choose, chooseDays, chooseZone } = range;
  const take = (from: string, to: string) => {
    const days = readDays(from, to);
    if (days) chooseDays(days);
  };
  const choices = zones.includes(asked.zone) ? zones : [asked.zone, ...zones];
  return (
    <Group align="flex-end" gap="sm">
      <Group gap={4} role="group" aria-label={words.range}>
        {presets.map((one) => (
          <Button
            key={one}
            size="xs"
            variant={one === preset ? 'filled' : 'default'}
            aria-pressed={one === preset}
            onClick={() => choose(one)}
          >
            {words.presets[one]}
          </Button>
        ))}
      </Group>
      <Group gap="sm" align="flex-end">
        <TextInput
          label={words.from}
          type="date"
          size="xs"
          value={asked.from}
          onChange={({ currentTarget }) => take(currentTarget.value, asked.to)}
        />
        <TextInput
          label={words.to}
          type="date"
          size="xs"
          value={asked.to}
          onChange={({ currentTarget }) => take(asked.from, currentTarget.value)}
        />
        <Select
          label={words.zone}
          size="xs"
          w={190}
          searchable
          limit={50}
          data={choices}
          value={asked.zone}
          allowDeselect={false}
          onChange={(value) => value !== null && chooseZone(value)}
        />
      </Group>
    </Group>
  );
}
