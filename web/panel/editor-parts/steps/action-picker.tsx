import { Combobox, Text, useCombobox } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { ActionDescription, Registry } from '../configuration.ts';
import { stepsWords } from './steps-words.ts';

interface ActionPickerProps {
  readonly registry: Registry;
  readonly onPick: (action: ActionDescription) => void;
  /** The button that opens the list. */
  readonly children: (open: () => void) => ReactNode;
}

/** Actions as people look for them; features whose name stands before a dot are about time and settings. */
const groups = {
  screens: ['send', 'edit', 'notice', 'alert', 'keyboard', 'retire'],
  flow: ['goto', 'branch', 'wait', 'settings', 'hint'],
  people: ['ask', 'set', 'add', 'notify_admin', 'http'],
} as const;

/** Everything that the bot can do, in sentences. */
export function ActionPicker({ registry, onPick, children }: ActionPickerProps) {
  const words = useWords(stepsWords);
  const { language } = useLanguage();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: (by) => {
      combobox.resetSelectedOption();
      setSearch('');
      if (by === 'keyboard') combobox.focusTarget();
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const wanted = search.trim().toLowerCase();
  const found = registry.filter(({ name, title, summary }) =>
    [name, title[language], summary[language]].some((text) => text.toLowerCase().includes(wanted)),
  );
  const grouped = Object.groupBy(found, ({ name }) => groupOf(name));

  const { dropdownOpened: isOpen, selectFirstOption } = combobox;
  useEffect(() => {
    if (isOpen && search !== '') selectFirstOption();
  }, [isOpen, search, selectFirstOption]);

  return (
    <Combobox
      store={combobox}
      width={380}
      position="bottom-start"
      withinPortal
      onOptionSubmit={(name) => {
        const action = registry.find((each) => each.name === name);
        combobox.closeDropdown();
        if (action !== undefined) onPick(action);
      }}
    >
      <Combobox.Target targetType="button">{children(() => combobox.toggleDropdown())}</Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          placeholder={words.find}
          aria-label={words.find}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={words.find}>
          {found.length === 0 && <Combobox.Empty>{words.nothing}</Combobox.Empty>}
          {(['screens', 'flow', 'people', 'tracker', 'others'] as const).map((group) => {
            const actions = grouped[group] ?? [];
            if (actions.length === 0) return null;
            return (
              <Combobox.Group key={group} label={words.groups[group]}>
                {actions.map(({ name, title, summary }) => (
                  <Combobox.Option key={name} value={name}>
                    <Text size="sm" c="inherit">
                      {title[language]}
                    </Text>
                    <Text size="xs" c="inherit" opacity={0.85}>
                      {summary[language]}
                    </Text>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            );
          })}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function groupOf(name: string): 'screens' | 'flow' | 'people' | 'tracker' | 'others' {
  for (const group of ['screens', 'flow', 'people'] as const)
    if (groups[group].some((each) => each === name)) return group;
  return name.startsWith('tracker.') || name.startsWith('session.') || name.startsWith('activity.')
    ? 'tracker'
    : 'others';
}
