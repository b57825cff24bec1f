import { NavLink } from '@mantine/core';
import {
  IconChartBar,
  IconEdit,
  IconEye,
  IconHistory,
  IconHome,
  IconKey,
  IconMessages,
  IconSettings,
  IconSitemap,
  IconUsers,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useWords } from '../words/words.ts';
import { shellWords } from './shell-words.ts';

const places = [
  { to: '/', name: 'home', Icon: IconHome },
  { to: '/editor', name: 'editor', Icon: IconEdit },
  { to: '/graph', name: 'graph', Icon: IconSitemap },
  { to: '/preview', name: 'preview', Icon: IconEye },
  { to: '/versions', name: 'versions', Icon: IconHistory },
  { to: '/statistics', name: 'statistics', Icon: IconChartBar },
  { to: '/broadcasts', name: 'broadcasts', Icon: IconMessages },
  { to: '/people', name: 'people', Icon: IconUsers },
  { to: '/access', name: 'access', Icon: IconKey },
  { to: '/settings', name: 'settings', Icon: IconSettings },
] as const;

/** Every view of the panel. @param onGo is told that one was chosen. */
export function Navigation({ onGo }: { readonly onGo: () => void }) {
  const words = useWords(shellWords);
  const { pathname } = useLocation();
  return places.map(({ to, name, Icon }) => (
    <NavLink
      key={to}
      active={pathname === to}
      label={words[name]}
      leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
      onClick={onGo}
      renderRoot={(props) => <Link to={to} {...props} />}
    />
  ));
}
