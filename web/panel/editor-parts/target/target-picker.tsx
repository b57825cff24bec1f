import { Combobox, InputBase, Text, useCombobox } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import type { Entrance, NewScreen, Registry, Screen } from '../configuration.ts';
import { newScreen } from '../screens.ts';
import { findTargets, isNamed, newActions, targetOptions, type TargetOption } from './target-options.ts';
import { targetWords } from './target-words.ts';

export interface TargetPickerProps {
  readonly label: string;
  readonly description?: string | undefined;
  /** Empty: nothing is chosen. */
  readonly value: string;
  readonly onChange: (name: string) => void;
  readonly callbacks: readonly Screen[];
  readonly handlers?: readonly Entrance[] | undefined;
  readonly registry: Registry;
  readonly onNewScreen?: ((screen: NewScreen) => void) | undefined;
  /** How a new screen shows itself: in place of the message with the button, or as a new message. */
  readonly newShows: 'edit' | 'send';
  readonly error?: string | undefined;
  readonly isReadOnly: boolean;
  /** May be left empty. */
  readonly isOptional?: boolean;
}

/** Options drawn at once; a search finds the rest. */
const mostShown = 60;
const creating = ' create';

/** A screen to lead to: found by its name or by what it says, or made on the spot. */
export function TargetPicker(props: TargetPickerProps) {
  const { label, description, value, onChange, callbacks, handlers, registry, onNewScreen, newShows } = props;
  const { error, isReadOnly, isOptional = false } = props;
  const words = useWords(targetWords);
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
  const options = targetOptions({ callbacks, handlers, registry }, language);
  const chosen = options.find(({ name }) => name === value);
  const isMissing = value !== '' && chosen === undefined;
  const groups = combobox.dropdownOpened ? groupsOf(options, search) : [];

  function groupsOf(offered: readonly TargetOption[], wanted: string) {
    const found = findTargets(offered, wanted).slice(0, mostShown);
    const fresh =
      onNewScreen === undefined
        ? []
        : findTargets(newActions(registry, callbacks, language), wanted).slice(0, mostShown);
    const shown = [
      { title: words.screens, options: found.filter(({ group }) => group === 'screens') },
      { title: words.actions, options: found.filter(({ group }) => group === 'actions') },
      { title: words.handlers, options: found.filter(({ group }) => group === 'handlers') },
      { title: words.createAction, options: fresh },
    ].filter(({ options: some }) => some.length > 0);
    // Enter takes the first: that is the one whose name was typed in full.
    const isExact = ({ options: [first] }: (typeof shown)[number]) => first !== undefined && isNamed(first, wanted);
    return shown.toSorted((one, other) => Number(isExact(other)) - Number(isExact(one)));
  }

  function submit(name: string): void {
    combobox.closeDropdown('keyboard');
    if (name === creating) {
      const screen = newScreen(search.trim(), callbacks, newShows);
      onNewScreen?.(screen);
      onChange(screen.callback_data);
      return;
    }
    if (!options.some((each) => each.name === name)) onNewScreen?.({ callback_data: name, action: name });
    onChange(name);
  }

  const { dropdownOpened: isOpen, selectFirstOption } = combobox;
  useEffect(() => {
    if (isOpen && search !== '') selectFirstOption();
  }, [isOpen, search, selectFirstOption]);

  return (
    <Combobox store={combobox} onOptionSubmit={submit} withinPortal>
      <Combobox.Target>
        <InputBase
          component="button"
          type="button"
          pointer
          label={label}
          description={description}
          error={error ?? (isMissing && words.missing(value))}
          disabled={isReadOnly}
          multiline
          rightSection={
            isOptional && value !== '' && !isReadOnly ? (
              <Combobox.ClearButton aria-label={words.clear} onClear={() => onChange('')} />
            ) : (
              <Combobox.Chevron />
            )
          }
          rightSectionPointerEvents={isOptional && value !== '' ? 'all' : 'none'}
          onClick={() => combobox.toggleDropdown()}
        >
          {value === '' ? (
            <Text size="sm" c="dimmed">
              {words.choose}
            </Text>
          ) : (
            <OptionFace name={value} title={chosen?.title ?? ''} />
          )}
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={words.find}
          aria-label={words.find}
        />
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={label}>
          {groups.map(({ title, options: some }) => (
            <Combobox.Group key={title} label={title}>
              {some.map(({ name, title: said }) => (
                <Combobox.Option key={name} value={name} active={name === value}>
                  <OptionFace name={name} title={said} />
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          {/* Behind what is there, so that Enter never makes a second one of it. */}
          {onNewScreen !== undefined && search.trim() !== '' && (
            <Combobox.Option value={creating}>{words.create(search.trim())}</Combobox.Option>
          )}
          {groups.length === 0 && <Combobox.Empty>{words.nothing}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function OptionFace({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <>
      <Text size="sm" c="inherit" lineClamp={1}>
        {title === '' ? name : title}
      </Text>
      {title !== '' && (
        <Text size="xs" c="inherit" opacity={0.85} ff="monospace" truncate>
          {name}
        </Text>
      )}
    </>
  );
}
