import { Stack, Text } from '@mantine/core';
import type { Difference } from '../../../api/configuration.ts';
import { useLanguage } from '../../../words/language.ts';
import { useWords } from '../../../words/words.ts';
import { changeWords } from './change-words.ts';
import { comparedTexts, type ComparedText } from './compared-texts.ts';
import classes from './side-by-side.module.css';
import { differenceOf, type Piece } from './text-difference.ts';

/** Every field that is different, as it was and as it is. */
export function SideBySide({ difference }: { readonly difference: Difference }) {
  const words = useWords(changeWords);
  const { language } = useLanguage();
  return (
    <Stack gap="sm">
      {comparedTexts(difference, { words, language }).map((text) => (
        <Pair key={text.title} text={text} />
      ))}
    </Stack>
  );
}

function Pair({ text: { title, before, after } }: { readonly text: ComparedText }) {
  const words = useWords(changeWords);
  const { before: old, after: made } = differenceOf(before ?? '', after ?? '');
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <div className={classes['pair']}>
        <Side name={words.before} pieces={before === null ? null : old} mark="del" />
        <Side name={words.after} pieces={after === null ? null : made} mark="ins" />
      </div>
    </div>
  );
}

interface SideProps {
  readonly name: string;
  readonly pieces: readonly Piece[] | null;
  readonly mark: 'del' | 'ins';
}

function Side({ name, pieces, mark: Mark }: SideProps) {
  const words = useWords(changeWords);
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <div className={classes['side']}>
        {pieces === null ? (
          <Text span size="sm" c="dimmed" fs="italic">
            {words.nothing}
          </Text>
        ) : (
          pieces.map(({ text, isChanged }, index) => (isChanged ? <Mark key={index}>{text}</Mark> : text))
        )}
      </div>
    </div>
  );
}
