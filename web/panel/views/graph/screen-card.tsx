import { ActionIcon, Anchor, Button, CloseButton, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconEdit, IconFilter, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';
import { useActionTitle } from '../../api/action-title.ts';
import type { ButtonWay, Graph, GraphEdge, GraphNode } from '../../api/graph.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { ProblemList } from '../versions/problem-list.tsx';
import { textIn } from '../../words/text-in.ts';
import { graphWords } from './graph-words.ts';
import classes from './graph.module.css';
import { entryQuery } from './message/entry-query.ts';
import { MessageOf } from './message/message-of.tsx';
import { edgeKey, type GraphFigures } from './rules/figures.ts';

interface ScreenCardProps {
  readonly node: GraphNode;
  readonly graph: Graph;
  /** Null is the draft. */
  readonly version: number | null;
  readonly figures: GraphFigures | null;
  readonly onSelect: (key: string | undefined) => void;
  /** It was closed by whoever was in it. */
  readonly onClose: () => void;
  readonly onOnly: (key: string) => void;
  /** Undefined where nothing can be changed. */
  readonly onAdd: (() => void) | undefined;
  readonly onRemove: ((from: GraphNode, way: ButtonWay) => void) | undefined;
  readonly ref: Ref<HTMLElement>;
}

/** A box of the picture from near: its message as it looks, its figures, its ways in and out. */
export function ScreenCard({ ref, ...props }: ScreenCardProps) {
  const { node, graph, version, figures, onClose, onOnly, onAdd } = props;
  const words = useWords(graphWords);
  const { kind, key, name, problems, says } = node;
  const faults = problems.flatMap((index) => graph.problems[index] ?? []);
  return (
    <section
      ref={ref}
      className={classes['card']}
      aria-label={name}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Stack p="md" gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Text size="xs" c="dimmed">
              {[words[kind], node.enabled ? '' : words.off, node.opened ? words.opened : ''].filter(Boolean).join(', ')}
            </Text>
            <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Title>
          </div>
          <CloseButton aria-label={words.close} onClick={onClose} />
        </Group>
        {kind === 'link' ? (
          <Anchor href={name} target="_blank" rel="noopener noreferrer" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Anchor>
        ) : (
          <>
            <Group gap="xs">
              {version === null && (
                <Button
                  size="compact-sm"
                  leftSection={<IconEdit size={16} aria-hidden />}
                  renderRoot={(root) => <Link to="/editor" search={{ entry: key }} {...root} />}
                >
                  {words.edit}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconFilter size={16} aria-hidden />}
                onClick={() => onOnly(key)}
              >
                {words.onlyThis}
              </Button>
            </Group>
            <Message node={node} version={version} />
            <Counted of={key} figures={figures} />
          </>
        )}
        {faults.length > 0 && <ProblemList problems={faults} />}
        {kind !== 'link' && (
          <WayList title={words.leadsTo} none={words.nowhere}>
            {graph.edges
              .filter(({ from }) => from === key)
              .map((edge) => (
                <WayItem key={edgeKey(edge)} edge={edge} other={edge.to} {...props} />
              ))}
          </WayList>
        )}
        {onAdd &&
          kind !== 'link' &&
          (says === null ? (
            <Text size="sm" c="dimmed">
              {words.noPlace}
            </Text>
          ) : (
            <Group>
              <Button
                size="compact-sm"
                variant="light"
                leftSection={<IconPlus size={16} aria-hidden />}
                onClick={onAdd}
              >
                {words.addButton}
              </Button>
            </Group>
          ))}
        <WayList title={words.leadsFrom} none={words.fromNowhere}>
          {graph.edges
            .filter(({ to }) => to === key)
            .map((edge) => (
              <WayItem key={edgeKey(edge)} edge={edge} other={edge.from} {...props} />
            ))}
        </WayList>
      </Stack>
    </section>
  );
}

function Message({ node, version }: { readonly node: GraphNode; readonly version: number | null }) {
  const words = useWords(graphWords);
  const { data } = useQuery(entryQuery(node, version));
  if (data === undefined) return null;
  if (data === null || node.says === null)
    return (
      <Text size="sm" c="dimmed">
        {words.noMessage}
      </Text>
    );
  return <MessageOf message={data} />;
}

function Counted({ of, figures }: { readonly of: string; readonly figures: GraphFigures | null }) {
  const words = useWords(graphWords);
  const counted = figures?.screens.get(of);
  if (counted === undefined) return null;
  const { times, stops, stoppedPeople } = counted;
  return (
    <Text size="sm">
      {words.timesOf(times)} {stops > 0 && words.stopsOf(stops, stoppedPeople)}
    </Text>
  );
}

interface WayListProps {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

function WayList({ title, none, children }: WayListProps) {
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      {children.length === 0 ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <List size="sm" spacing={4}>
          {children}
        </List>
      )}
    </div>
  );
}

interface WayItemProps extends Omit<ScreenCardProps, 'ref'> {
  readonly edge: GraphEdge;
  /** The key of the box at the other end. */
  readonly other: string;
}

function WayItem({ edge, other, graph, figures, onSelect, onRemove }: WayItemProps) {
  const words = useWords(graphWords);
  const titleOf = useActionTitle();
  const { language } = useLanguage();
  const format = useFormat();
  const at = (key: string) => graph.nodes.find((node) => node.key === key);
  const [there, from] = [at(other), at(edge.from)];
  const times = figures?.ways.get(edgeKey(edge));
  return (
    <List.Item style={{ overflowWrap: 'anywhere' }}>
      <Anchor component="button" type="button" size="sm" onClick={() => onSelect(other)}>
        {there?.name ?? other}
      </Anchor>
      {times !== undefined && ` · ${format.number(times)}`}
      {edge.ways.map((way, index) => (
        <Group key={index} gap={4} wrap="nowrap">
          <Text size="sm" c="dimmed">
            {way.kind === 'step' ? words.step(titleOf(way.action)) : words.button(textIn(way.label, language))}
            {way.kind === 'button' && way.perhaps && `, ${words.perhaps}`}
          </Text>
          {way.kind === 'button' && from && onRemove && (
            <ActionIcon
              variant="subtle"
              color="red"
              size="sm"
              aria-label={words.removeButton(textIn(way.label, language))}
              onClick={() => onRemove(from, way)}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
    </List.Item>
  );
}
