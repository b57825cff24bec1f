import { formatChange, formatDate, formatDuration, formatPercent, plural } from './format.ts';
import { LANGUAGES } from './language.ts';

/**
 * Makes every formatter once. The first of each loads the language's data, up to a tenth of a second that would
 * otherwise fall on whoever comes first, and on everybody behind them.
 */
export function warmFormats(): void {
  const today = Temporal.PlainDate.from('2026-01-01');
  for (const language of LANGUAGES) {
    formatDuration(1, language);
    formatDuration(3_660, language);
    formatPercent(1, language);
    formatChange(1, language);
    formatDate(today, language, { today });
    plural(1, language, { one: '', other: '' });
  }
}
