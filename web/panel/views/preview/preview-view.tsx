import { useMediaQuery } from '@mantine/hooks';
import { Page } from '../../parts/page.tsx';
import { shellWords } from '../../shell/shell-words.ts';
import { useWords } from '../../words/words.ts';
import { PreviewPane } from './preview-pane.tsx';
import { previewWords } from './preview-words.ts';
import classes from './preview.module.css';

/** The preview by itself: the chat, and beside it what happens. */
export function PreviewView() {
  const shell = useWords(shellWords);
  const words = useWords(previewWords);
  const isWide = useMediaQuery('(min-width: 62em)', false, { getInitialValueInEffect: false });
  return (
    <Page title={shell.preview} isFull {...(isWide && { about: words.about })}>
      <div className={classes['view']}>
        <PreviewPane isWide={isWide} hasVersions />
      </div>
    </Page>
  );
}
