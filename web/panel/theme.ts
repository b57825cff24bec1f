import { createTheme, Popover } from '@mantine/core';

/** Everything looks as Mantine has it, but for what is said here. */
export const theme = createTheme({
  primaryColor: 'blue',
  // Whoever wants no motion gets none from scripts either.
  respectReducedMotion: true,
  // White words on a button: 5 to 1. On Mantine's usual shade they have 3.6.
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: '650' },
  components: {
    // What is open stays, also where the page has moved its button out of sight meanwhile: whoever is choosing from it would
    // be left with nothing, and with the focus nowhere. Lists and menus are made of it.
    Popover: Popover.extend({ defaultProps: { hideDetached: false } }),
  },
});
