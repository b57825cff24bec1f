import { describe, expect, it } from 'vitest';
import { allActions } from '../../../../src/roles/actions.ts';
import { readSteps, readStep, readTyped, stepOf, writeSteps } from './steps.ts';
import { readWords, writeWords } from './step-words.ts';

/** What the program makes of a step: all that a test can see of it. */
function bound(name: string, source: string | Readonly<Record<string, unknown>>) {
  const step = allActions.find((each) => each.name === name)?.bind(source);
  if (step === undefined || 'faults' in step) throw new Error(`${name} ${JSON.stringify(source)}`);
  const { targets, keyboards, templates, jump, waits } = step;
  return { targets, keyboards, templates: templates.map((each) => each.source), jump, waits };
}

const inWords = [
  ['goto', 'menu'],
  ['goto', 'stats today 12'],
  ['keyboard', 'main'],
  ['ask', 'activity.add'],
  ['hint', 'help.unknown'],
  ['wait', '90'],
  ['wait', '10m'],
  ['wait', '2 ч'],
  ['branch', 'vars.score > 5 ? good : bad'],
  ['branch', 'session ? card'],
  ['set', 'favourite {{ session.activity }}'],
  ['set', 'favourite'],
  ['add', 'score'],
  ['add', 'score {{ vars.more }}'],
  ['notify_admin', '{{ user.first_name }}: <b>!</b>'],
  ['tracker.stats', 'today'],
  ['export', 'csv'],
] as const;

describe('an action as steps', () => {
  it.each(inWords)('C3 a form shows what the words of %s %s mean', (name, words) => {
    const fields = readWords(name, words);
    if (fields === null) throw new Error('no form');
    expect(bound(name, fields)).toEqual(bound(name, words));
    const written = writeWords(name, fields);
    if (written !== null) expect(bound(name, written)).toEqual(bound(name, words));
  });

  it('C3 every action that takes words can be shown, or is kept in its words', () => {
    const shown = new Set<string>(inWords.map(([name]) => name));
    const others = allActions.filter(({ name, takesWords }) => takesWords && !shown.has(name)).map(({ name }) => name);
    // Of these the words are a number that only a button knows.
    expect(others).toEqual(['tracker.start', 'tracker.switch']);
    expect(readStep('tracker.start 12')).toEqual({ name: 'tracker.start', fields: null, source: 'tracker.start 12' });
  });

  it('C3 a changed step is written in words where they can say it', () => {
    expect(stepOf('goto', { to: 'stats', args: 'today' }).source).toBe('goto stats today');
    expect(stepOf('wait', { seconds: 7_200 }).source).toBe('wait 2h');
    expect(stepOf('send', {}).source).toBe('send');
    expect(stepOf('ask', { to: 'a', kind: 'number' }).source).toEqual({ action: 'ask', to: 'a', kind: 'number' });
    expect(stepOf('goto', { to: 'a', args: '', on_failure: '' }).source).toBe('goto a');
    expect(stepOf('set', { name: 'a', value: ' b' }).source).toEqual({ action: 'set', name: 'a', value: ' b' });
  });

  it.each(['send', 'goto menu', '["send", {"action": "mine", "x": [1, {"y": null}]}]', 'mine whatever it  is'])(
    'C3 what nobody changes stays as it was: %s',
    (action) => {
      const steps = readSteps(action);
      expect(steps && JSON.stringify(writeSteps(steps, action))).toBe(
        JSON.stringify(action.startsWith('[') ? JSON.stringify(JSON.parse(action)) : action),
      );
    },
  );

  it('C3 one action becomes a list with the second', () => {
    expect(writeSteps([readStep('edit'), readStep('ask name')], 'edit')).toEqual(['edit', 'ask name']);
    expect(writeSteps([readStep('edit')], ['edit', 'ask name'])).toEqual(['edit']);
  });

  it('C9 what cannot be read is left to be changed as text', () => {
    expect(readSteps('["send"')).toBeNull();
    expect(readTyped('["send"')).toBe('["send"');
    expect(readTyped('["send", "goto menu"]')).toEqual(['send', 'goto menu']);
    expect(readTyped('[1]')).toBe('[1]');
  });
});
