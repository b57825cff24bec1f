import { Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { Button, Cell, Vocabulary } from '../configuration.ts';
import { plainLine } from '../screens.ts';
import classes from './keyboard.module.css';
import { keyboardWords } from './keyboard-words.ts';

interface AddMenuProps {
  readonly label: string;
  readonly buttons: Readonly<Record<string, Button>>;
  readonly vocabulary: Vocabulary;
  readonly onAdd: (cell: Cell) => void;
}

/** Puts in a new button, a shared one, or a button for each item of a list. */
export function AddMenu({ label, buttons, vocabulary, onAdd }: AddMenuProps) {
  const words = useWords(keyboardWords);
  const { language } = useLanguage();
  const shared = Object.entries(buttons);
  return (
    <Menu withinPortal shadow="md">
      <Menu.Target>
        <button type="button" className={classes['add']} aria-label={label} title={label}>
          <IconPlus size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => onAdd({ label: words.newLabel })}>{words.insertOne}</Menu.Item>
        {shared.length > 0 && <Menu.Label>{words.insertShared}</Menu.Label>}
        {shared.map(([name, button]) => (
          <Menu.Item key={name} onClick={() => onAdd(name)}>
            {plainLine(button.label, language) || name}
          </Menu.Item>
        ))}
        <Menu.Label>{words.insertList}</Menu.Label>
        {vocabulary.lists.map(({ name, ...list }) => (
          <Menu.Item key={name} maw={320} onClick={() => onAdd({ each: name, label: '{{ item.name }}' })}>
            {list[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
