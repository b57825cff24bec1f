import { Button, Checkbox, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useWords } from '../../words/words.ts';
import { zones } from '../../words/zones.ts';
import { commonWords } from '../../parts/common-words.ts';
import { previewWords } from './preview-words.ts';
import type { PersonaChoice } from './preview-state.ts';

interface PersonaFormProps {
  readonly persona: PersonaChoice;
  readonly onChoose: (persona: PersonaChoice) => void;
  readonly onClose: () => void;
}

/** Who writes in the preview, in which language, at what time, and what their timer does. */
export function PersonaForm({ persona, onChoose, onClose }: PersonaFormProps) {
  const words = useWords(previewWords);
  const common = useWords(commonWords);
  const [draft, setDraft] = useState(persona);
  const timer = useId();
  const change = (changed: Partial<PersonaChoice>): void => setDraft((before) => ({ ...before, ...changed }));
  const isNamed = draft.username === '' || /^\w{3,32}$/.test(draft.username);
  const isWhole = isNamed && draft.firstName.trim() !== '';
  return (
    <Stack
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) onChoose({ ...draft, firstName: draft.firstName.trim() });
      }}
    >
      <TextInput
        label={words.name}
        value={draft.firstName}
        maxLength={64}
        required
        data-autofocus
        onChange={(event) => change({ firstName: event.currentTarget.value })}
      />
      <TextInput
        label={words.username}
        description={words.usernameAbout}
        value={draft.username}
        maxLength={32}
        error={isNamed ? undefined : words.usernameWrong}
        onChange={(event) => change({ username: event.currentTarget.value.replace(/^@/, '') })}
      />
      <Select
        label={words.language}
        data={[
          { value: 'ru', label: 'Русский' },
          { value: 'en', label: 'English' },
        ]}
        value={draft.language}
        allowDeselect={false}
        onChange={(value) => change({ language: value === 'en' ? 'en' : 'ru' })}
      />
      <Select
        label={words.zone}
        placeholder={words.zoneUsual}
        data={zones}
        searchable
        clearable
        limit={60}
        value={draft.timeZone === '' ? null : draft.timeZone}
        onChange={(value) => change({ timeZone: value ?? '' })}
      />
      <TextInput
        type="datetime-local"
        label={words.begin}
        description={words.beginAbout}
        value={draft.begin}
        onChange={(event) => change({ begin: event.currentTarget.value })}
      />
      <Stack gap={4}>
        <Text id={timer} size="sm" fw={500}>
          {words.timer}
        </Text>
        <SegmentedControl
          aria-labelledby={timer}
          orientation="vertical"
          data={[
            { value: 'idle', label: words.timerIdle },
            { value: 'running', label: words.timerRunning },
            { value: 'paused', label: words.timerPaused },
          ]}
          value={draft.timer}
          onChange={(value) => change({ timer: timers.find((one) => one === value) ?? 'idle' })}
        />
      </Stack>
      <Checkbox
        label={words.tracked}
        checked={draft.isTracked}
        onChange={(event) => change({ isTracked: event.currentTarget.checked })}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" disabled={!isWhole}>
          {common.save}
        </Button>
      </Group>
    </Stack>
  );
}

const timers = ['idle', 'running', 'paused'] as const;
