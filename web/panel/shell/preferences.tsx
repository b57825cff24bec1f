import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { usePreferences } from './use-preferences.ts';

/** The language and the colours of the panel, kept in this browser. */
export function Preferences() {
  const { language, colours } = usePreferences();
  const { isDark, label } = colours;
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-sm" lang={language.other} onClick={language.change}>
        {language.label}
      </Button>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={colours.change}>
          {isDark ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}
