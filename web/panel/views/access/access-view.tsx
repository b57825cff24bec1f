import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery, type Scope } from '../../api/session.ts';
import { Page } from '../../parts/page.tsx';
import { useAddress } from '../../parts/use-address.ts';
import { shellWords } from '../../shell/shell-words.ts';
import { useWords } from '../../words/words.ts';
import { accessWords } from './access-words.ts';
import { AdminsTab } from './admins-tab.tsx';
import { AuditTab } from './audit-tab.tsx';
import { MeTab } from './me-tab.tsx';
import { TokensTab } from './tokens-tab.tsx';
import { WebhooksTab } from './webhooks-tab.tsx';

const tabs = [
  { name: 'me', Tab: MeTab, needs: null },
  { name: 'admins', Tab: AdminsTab, needs: 'accounts:read' },
  { name: 'tokens', Tab: TokensTab, needs: null },
  { name: 'audit', Tab: AuditTab, needs: 'audit:read' },
  { name: 'webhooks', Tab: WebhooksTab, needs: 'webhooks:read' },
] as const satisfies readonly { name: string; Tab: () => unknown; needs: Scope | null }[];

/** Who may do what with the bot, and who did. What one’s role may not see is not there. */
export function AccessView() {
  const words = useWords(accessWords);
  const { access: title } = useWords(shellWords);
  const { data: me } = useQuery(sessionQuery);
  const [{ tab: asked }, change] = useAddress(['tab']);
  const visible = tabs.filter(({ needs }) => needs === null || me?.scopes.includes(needs));
  const { name: current } = visible.find(({ name }) => name === asked) ?? tabs[0];
  return (
    <Page title={title} about={words.about}>
      <Tabs value={current} onChange={(name) => change({ tab: name ?? undefined }, true)} keepMounted={false}>
        <Tabs.List mb="md">
          {visible.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {visible.map(({ name, Tab }) => (
          <Tabs.Panel key={name} value={name}>
            <Tab />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
