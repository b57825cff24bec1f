import { Badge, Tabs } from '@mantine/core';
import { Page } from '../../parts/page.tsx';
import { useAddress } from '../../parts/use-address.ts';
import { shellWords } from '../../shell/shell-words.ts';
import { useUnpublished } from '../../shell/use-unpublished.ts';
import { useWords } from '../../words/words.ts';
import { CompareTab } from './compare-tab.tsx';
import { DraftTab } from './draft-tab.tsx';
import { FileMenu } from './file-menu.tsx';
import { HistoryTab } from './history-tab.tsx';
import { versionsWords } from './versions-words.ts';

/** The draft against what runs, what was published before, and any two of them side by side. */
export function VersionsView() {
  const shell = useWords(shellWords);
  const words = useWords(versionsWords);
  const [{ tab = 'draft', from, to }, change] = useAddress(['tab', 'from', 'to']);
  return (
    <Page title={shell.versions} about={words.about} actions={<FileMenu />}>
      <Tabs value={tab} onChange={(value) => change({ tab: value ?? undefined }, true)} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="draft" rightSection={<CountOfChanges />}>
            {words.draft}
          </Tabs.Tab>
          <Tabs.Tab value="history">{words.history}</Tabs.Tab>
          <Tabs.Tab value="compare">{words.compare}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="draft">
          <DraftTab />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryTab
            onCompare={(one, other) => change({ tab: 'compare', from: String(one), to: String(other) }, true)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="compare">
          <CompareTab from={from} to={to} onChange={(one, other) => change({ from: one, to: other })} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function CountOfChanges() {
  const count = useUnpublished()?.count ?? 0;
  if (count === 0) return null;
  return (
    <Badge size="sm" circle={count < 10}>
      {count}
    </Badge>
  );
}
