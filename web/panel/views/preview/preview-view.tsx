import { Page } from '../../parts/page.tsx';
import { shellWords } from '../../shell/shell-words.ts';
import { useWords } from '../../words/words.ts';

export function PreviewView() {
  const words = useWords(shellWords);
  return <Page title={words.preview}>{null}</Page>;
}
