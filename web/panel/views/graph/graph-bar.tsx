import { Group, SegmentedControl, Select, Switch, Text, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useActionTitle } from '../../api/action-title.ts';
import { itemsOf } from '../../api/page.ts';
import type { GraphNode } from '../../api/graph.ts';
import { versionsQuery } from '../../api/versions.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { graphWords } from './graph-words.ts';
import { saidBy } from './rules/said.ts';
import type { GraphAddress } from './use-graph-address.ts';

interface GraphBarProps {
  readonly nodes: readonly GraphNode[];
  readonly address: GraphAddress;
}

/** Which version is looked at and how, and the search. */
export function GraphBar({ nodes, address }: GraphBarProps) {
  const words = useWords(graphWords);
  const { language } = useLanguage();
  const actionTitle = useActionTitle();
  const { version, view, hasAllWays, hasFigures, change } = address;
  const found = useMemo(
    () => nodes.map((node) => ({ value: node.key, label: labelOf(node.name, saidBy(node, language, actionTitle)) })),
    [nodes, language, actionTitle],
  );
  const versions = useInfiniteQuery(versionsQuery);
  const numbers = itemsOf(versions.data).map((line) => line.version);
  const options = [...new Set([...numbers, ...(version === null ? [] : [version])])];
  return (
    <Group gap="sm" align="flex-end">
      <Select
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        data={found}
        // Nothing stays chosen here: the box it leads to is.
        value={null}
        onChange={(key) => change({ node: key ?? undefined })}
        searchable
        limit={30}
        renderOption={({ option }) => (
          <Text size="sm" truncate title={option.label}>
            {option.label}
          </Text>
        )}
        nothingFoundMessage={words.notFound}
        flex={1}
        miw={200}
        maw={420}
      />
      <Select
        aria-label={words.version}
        data={[
          { value: 'draft', label: words.draft },
          ...options.map((one) => ({ value: String(one), label: words.numbered(one) })),
        ]}
        value={version === null ? 'draft' : String(version)}
        onChange={(value) => change({ version: value === 'draft' ? undefined : (value ?? undefined) })}
        allowDeselect={false}
        w={150}
      />
      <SegmentedControl
        aria-label={words.showAs}
        value={view}
        onChange={(value) => change({ view: value })}
        data={[
          { value: 'map', label: words.map },
          { value: 'list', label: words.list },
        ]}
      />
      <Switch
        label={words.figures}
        checked={hasFigures}
        onChange={({ currentTarget }) => change({ figures: currentTarget.checked ? 'on' : undefined })}
        my={8}
      />
      {view === 'map' && (
        <Tooltip label={words.allWaysAbout} multiline maw={260}>
          <div>
            <Switch
              label={words.allWays}
              checked={hasAllWays}
              onChange={({ currentTarget }) => change({ ways: currentTarget.checked ? 'all' : undefined })}
              my={8}
            />
          </div>
        </Tooltip>
      )}
    </Group>
  );
}

function labelOf(name: string, says: string): string {
  return says === '' ? name : `${name} · ${says}`;
}
