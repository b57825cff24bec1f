import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { until } from './support/until.ts';
import { describeTrial } from './support/trial.ts';

describeTrial('an export asked for in the chat', { roles: ['bot', 'worker'] }, (trial) => {
  it('T8 comes to the chat as a document with the sessions in it', async () => {
    const person = trial().person();
    await person.says('/start');
    await person.taps('Чтение');
    await person.says('Завершить');
    await person.says('Настройки');
    expect(await person.taps('Экспорт')).toEqual([
      'В каком виде прислать ваши сессии?\n[CSV] [Excel] [JSON]\n[Все мои данные]\n[‹ Настройки]',
    ]);
    expect(await person.taps('CSV')).toEqual(['Готовлю файл. Пришлю его сюда.']);
    await until('the document is there', () => person.last.document !== undefined);
    const { document, caption } = person.last;
    expect(document).toMatchObject({ mime_type: 'text/csv; charset=utf-8' });
    expect(document?.file_name).toMatch(/^minuta-\d{4}-\d\d-\d\d\.csv$/);
    expect(caption).toBe('Ваши сессии.');
    const sent = trial().simulator.core.files.find(document?.file_id ?? '');
    expect(String(sent?.bytes)).toMatch(/^\uFEFFАктивность,.*\r\nЧтение,\d{4}-/s);
  });

  it('T8 is made once, whoever else looks for what there is to tell', async () => {
    const person = trial().person();
    await person.says('/start');
    await person.taps('Чтение');
    await person.says('Настройки');
    await person.taps('Экспорт');
    await person.taps('JSON');
    await until('the document is there', () => person.last.document !== undefined);
    const jobs = await trial().afterwards(async (queries) => {
      const { rows } = await sql`select status, progress, telling, attempts from jobs order by created_at`.execute(
        queries,
      );
      return rows;
    });
    expect(jobs).toEqual(jobs.map(() => ({ status: 'done', progress: 100, telling: null, attempts: 1 })));
    expect(person.messages.filter(({ document }) => document !== undefined)).toHaveLength(1);
  });
});
