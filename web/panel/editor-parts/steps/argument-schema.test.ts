import { describe, expect, it } from 'vitest';
import { describeActions } from '../../../../src/builder/describe-actions.ts';
import { allActions } from '../../../../src/roles/actions.ts';
import { argumentsOf } from './argument-schema.ts';
import { shownFields } from './fields-shown.ts';

const registry = describeActions(allActions);

function argumentsNamed(name: string) {
  const action = registry.find((each) => each.name === name);
  if (action === undefined) throw new Error(name);
  return argumentsOf(action, 'en');
}

/** What is asked for at once, by name and form. */
function formsOf(name: string) {
  return Object.fromEntries(
    argumentsNamed(name).map(({ name: argument, shape }) => [
      argument,
      shape.kind === 'form' ? shape.form : shape.kind,
    ]),
  );
}

describe('the form of an action', () => {
  it('C3 fits the shape of each argument', () => {
    expect(formsOf('ask')).toEqual({
      to: 'target',
      into: 'variable',
      kind: 'choice',
      min: 'scalar',
      max: 'scalar',
      whole: 'switch',
      choices: 'options',
      columns: 'number',
      wrong: 'target',
      attempts: 'number',
      give_up: 'target',
      on_failure: 'target',
    });
    expect(formsOf('http')).toMatchObject({ url: 'template', headers: 'table', body: 'json', method: 'choice' });
    expect(formsOf('notify_admin')).toMatchObject({ text: 'html' });
    expect(formsOf('wait')).toMatchObject({ seconds: 'seconds' });
    expect(argumentsNamed('branch').find(({ name }) => name === 'cases')?.shape).toMatchObject({
      kind: 'list',
      fields: [{ shape: { form: 'condition' } }, { shape: { form: 'target' } }],
    });
  });

  it('C3 only the body of a request is left to be written as JSON', () => {
    const written = registry.flatMap((action) =>
      argumentsOf(action, 'ru').flatMap(({ name, shape }) => (shape.kind === 'json' ? [`${action.name} ${name}`] : [])),
    );
    expect(written).toEqual(['http body']);
  });

  it('C3 speaks the language of the panel', () => {
    const action = registry.find(({ name }) => name === 'wait');
    expect(action && argumentsOf(action, 'ru')[0]?.title).toBe('Секунды');
    expect(action && argumentsOf(action, 'en')[0]?.title).toBe('Seconds');
  });

  it('C3 asks for what the kind of an answer needs, and hides nothing that is there', () => {
    const all = argumentsNamed('ask');
    const names = (fields: Parameters<typeof shownFields>[1]) => shownFields(all, fields).first.map(({ name }) => name);
    expect(names({})).toEqual(['to', 'into', 'kind', 'min', 'max']);
    expect(names({ kind: 'choice', choices: ['a'] })).toEqual(['to', 'into', 'kind', 'choices']);
    expect(names({ kind: 'phone', min: 3, attempts: 2 })).toEqual(['to', 'into', 'kind', 'min', 'attempts']);
  });
});
