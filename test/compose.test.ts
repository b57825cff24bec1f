import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings, unusedSettings } from '../src/config.ts';
import { roleNames } from '../src/roles/start.ts';
import { simulatedBot, simulatorPath } from '../src/roles/simulated-bot.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

const service = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  configs: z.array(z.looseObject({ source: z.string() })).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
});
const file = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.looseObject({ content: z.string() })),
});
const { services, volumes, configs } = file.parse(parse(read('compose.yaml'), { merge: true }));
const all = Object.entries(services);
const own = all.filter(([, { build }]) => build !== undefined);

/** What the variables stand for where nobody sets them. */
function withDefaults(environment: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(String(value))]));
}

/** From the inside out: a default may hold another. */
function fill(text: string): string {
  const filled = text.replaceAll(/\$\{\w+:-([^${}]*)\}/g, '$1');
  return filled === text ? text : fill(filled);
}

it.each(own)('O6 %s starts roles that there are, with settings that are taken and documented', (_, one) => {
  const environment = withDefaults(one.environment);
  const settings = readSettings(environment);
  expect(unusedSettings(settings)).toEqual([]);
  expect(one.command?.[0]).toBe('start');
  for (const role of one.command?.slice(1) ?? []) expect(roleNames).toContain(role);
  for (const name of Object.keys(environment)) expect(read('README.md'), name).toContain(`\`${name}\``);
  expect(settings.BOT_TOKEN).toBe(simulatedBot.token);
  expect(settings.TELEGRAM_API_ROOT).toBe(`http://simulator:3000${simulatorPath}/api`);
});

it.each(own)('O6 %s calls only servers that there are', (_, one) => {
  for (const [name, value] of Object.entries(withDefaults(one.environment)))
    for (const [, host = ''] of value.matchAll(/\/\/(?:[^@/?]*@)?([\w-]+):\d+/g))
      expect(Object.keys(services), name).toContain(host);
});

it.each(all)('O6 %s names only what there is', (_, one) => {
  for (const [name, { condition }] of Object.entries(one.depends_on)) {
    expect(Object.keys(services)).toContain(name);
    if (condition === 'service_healthy') expect(services[name]?.healthcheck).toBeDefined();
  }
  for (const volume of one.volumes) expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
  for (const { source } of one.configs) expect(Object.keys(configs)).toContain(source);
  // Of others the version is named: what is called «latest» is another thing every month.
  if (one.build === undefined) expect(one.image).toMatch(/:[\w.-]*\d[\w.-]*$/);
});

it('O6 publishes ports of this machine alone, each once, and of no server', () => {
  const published = all.flatMap(([name, { ports }]) => ports.map((port) => ({ name, port })));
  for (const { port } of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:3000$/);
  expect(new Set(published.map(({ port }) => port)).size).toBe(published.length);
  expect(published.map(({ name }) => name)).toEqual(own.map(([name]) => name));
});

it('O6 the image starts what npm start starts, and is alive as long as it says so itself', () => {
  const image = read('Dockerfile');
  const started = /^ENTRYPOINT (.*)\nCMD (.*)$/m.exec(image);
  const words = z.array(z.string());
  const entry = words.parse(JSON.parse(started?.[1] ?? '[]'));
  const command = words.parse(JSON.parse(started?.[2] ?? '[]'));
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
  // The project's own Node, whatever the image is made of.
  expect(entry[0]).toBe('node_modules/.bin/node');
  expect(['node', ...entry.slice(1), ...command].join(' ')).toBe(scripts['start']);
  expect(image).toMatch(/^USER node$/m);
  expect(image).toMatch(/^HEALTHCHECK .*\\\n.*\/healthz/m);
});
