import { describe, expect, it } from 'vitest';
import { changeWords } from './changes/change-words.ts';
import { problemPlace } from './problem-place.ts';

const place = (path: string) => problemPlace({ entry: null, path, pointer: '' }, [], changeWords.ru);

describe('where a problem is', () => {
  it('C5 has no name for what is about all of the bot', () => {
    expect(place('handlers')).toBe('');
  });

  it('C5 is said as the file says it for what is not in the draft', () => {
    expect(place('callbacks[2].message')).toBe('callbacks[2].message');
  });
});
