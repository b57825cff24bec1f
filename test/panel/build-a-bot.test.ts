import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { EditorHand } from '../support/editor-hand.ts';
import { describePanel, desktop, keepPicture, phone, seriousProblems, type Looks } from '../support/panel.ts';

/** Of building a bot by hand on a busy machine, in milliseconds. */
const timeout = 600_000;

/** A picture of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9dL5QAAAABJRU5ErkJggg==',
  'base64',
);

/** What the bot of this trial says, what people say to it, and what the panel says around it. */
const words = {
  en: {
    bot: {
      welcome: 'Welcome to the club',
      join: 'Join',
      hours: 'Opening hours',
      open: 'Every day from nine',
      name: 'What is your name?',
      day: 'Which day will you come?',
      noDay: 'That is no day. Write it like 1 December.',
      friend: 'Anna, we have waited for you',
      others: 'You are in',
      promo: 'A present for the link',
      pardon: 'Pardon?',
    },
    people: { anna: 'Anna', boris: 'Boris', noDay: 'whenever I like', day: '1 December' },
    ask: {
      name: 'Ask a question',
      into: 'Keep it as',
      to: 'Who takes it',
      kind: 'What is expected',
      date: 'A day',
      wrong: 'On a wrong answer',
    },
    branch: {
      name: 'Choose by a condition',
      cases: 'Conditions',
      what: 'What',
      how: 'How',
      equals: 'equals',
      than: 'With what',
      to: 'Where to',
      otherwise: 'Else',
    },
    versions: {
      more: 'More',
      empty: 'Start from nothing…',
      takeOut: 'Take everything out',
      publish: 'Publish',
      note: 'What is new',
      everywhere: /ms after it was published/,
      done: 'Done',
      history: 'History',
      bringBack: 'Bring back version 1',
      confirm: 'Bring back',
      back: 'brings back version 1',
    },
    views: {
      menu: 'Menu',
      editor: 'Editor',
      graph: 'Bot map',
      preview: 'Preview',
      versions: 'Versions',
      statistics: 'Statistics',
    },
    preview: {
      chat: 'Preview chat',
      start: 'Start',
      message: 'Message',
      happened: 'What happened',
      variables: 'Variables',
      back: 'Step back',
      close: 'Close',
    },
    chat: { start: 'Start', message: 'Message' },
    figures: {
      total: 'Interactions. Total: 7',
      sources: 'Where people come from',
      funnel: 'Funnel',
      addStep: 'Add a step',
      taken: 'How often they are taken',
      way: '/start button “Join” join 1',
    },
    mend: { message: 'Take the message away', answer: 'Answer “*”' },
    shipped: 'Choose what to start',
  },
  ru: {
    bot: {
      welcome: 'Добро пожаловать в клуб',
      join: 'Вступить',
      hours: 'Когда открыто',
      open: 'Каждый день с девяти',
      name: 'Как вас зовут?',
      day: 'В какой день придёте?',
      noDay: 'Это не день. Напишите, например, 1 декабря.',
      friend: 'Анна, мы вас ждали',
      others: 'Вы приняты',
      promo: 'Подарок за ссылку',
      pardon: 'Что-что?',
    },
    people: { anna: 'Анна', boris: 'Борис', noDay: 'когда захочу', day: '1 декабря' },
    ask: {
      name: 'Задать вопрос',
      into: 'Запомнить как',
      to: 'Кому ответ',
      kind: 'Что ждём',
      date: 'День',
      wrong: 'На неверный ответ',
    },
    branch: {
      name: 'Выбрать по условию',
      cases: 'Условия',
      what: 'Что',
      how: 'Как',
      equals: 'равно',
      than: 'С чем',
      to: 'Куда',
      otherwise: 'Иначе',
    },
    versions: {
      more: 'Ещё',
      empty: 'Начать с пустого…',
      takeOut: 'Убрать всё из черновика',
      publish: 'Опубликовать',
      note: 'Что нового',
      everywhere: /мс после публикации/,
      done: 'Готово',
      history: 'История',
      bringBack: 'Вернуть версию 1',
      confirm: 'Вернуть',
      back: 'возврат к версии 1',
    },
    views: {
      menu: 'Меню',
      editor: 'Редактор',
      graph: 'Карта бота',
      preview: 'Предпросмотр',
      versions: 'Версии',
      statistics: 'Статистика',
    },
    preview: {
      chat: 'Чат предпросмотра',
      start: 'Начать',
      message: 'Сообщение',
      happened: 'Что произошло',
      variables: 'Переменные',
      back: 'Шаг назад',
      close: 'Закрыть',
    },
    chat: { start: 'Начать', message: 'Сообщение' },
    figures: {
      total: 'Действия. Всего: 7',
      sources: 'Откуда приходят',
      funnel: 'Воронка',
      addStep: 'Добавить шаг',
      taken: 'Как часто ходят',
      way: '/start кнопка «Вступить» join 1',
    },
    mend: { message: 'Убрать сообщение', answer: 'Отвечать на «*»' },
    shipped: 'Выберите, что начинаем',
  },
};
type Words = typeof words.en;

const looks = [
  { name: 'a desk, in English', size: desktop, language: 'en', scheme: 'light' },
  { name: 'a phone, in Russian', size: phone, language: 'ru', scheme: 'dark' },
] as const satisfies readonly (Required<Omit<Looks, 'isMobile'>> & { readonly name: string })[];

for (const look of looks) {
  const { size, language } = look;
  const isPhone = size === phone;
  const said: Words = words[language];
  const { bot, people } = said;

  /** Through the menu, as a person goes. */
  async function go(page: Page, view: string): Promise<void> {
    if (isPhone) await page.getByRole('banner').getByRole('button', { name: said.views.menu }).click();
    await page
      .getByRole('navigation', { name: said.views.menu })
      .getByRole('link', { name: view, exact: true })
      .click();
  }
  const picture = (page: Page, step: string) => keepPicture(page, `build-${size.width}-${language}-${step}`);

  async function startFromNothing(page: Page): Promise<void> {
    await page.getByRole('main').getByRole('button', { name: said.versions.more, exact: true }).click();
    await page.getByRole('menuitem', { name: said.versions.empty }).click();
    await picture(page, 'empty');
    await page.getByRole('dialog').getByRole('button', { name: said.versions.takeOut }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  async function build(page: Page): Promise<void> {
    const hand = new EditorHand(page, language);
    await hand.createStart();
    await hand.write(bot.welcome);
    await hand.addPicture('club.png', pixel);
    await hand.addButtons([
      { label: bot.join, leadsTo: 'join' },
      { label: bot.hours, leadsTo: 'hours' },
    ]);
    await picture(page, 'menu');
    expect(await seriousProblems(page)).toEqual([]);
    await hand.open('hours');
    await hand.write(bot.open);

    await hand.open('join');
    await hand.write(bot.name);
    await hand.doInstead(said.ask.name);
    await hand.steps.getByLabel(said.ask.into).fill('name');
    await hand.leadToNew(hand.steps, said.ask.to, 'day');
    await hand.open('day');
    await hand.write(bot.day);
    await hand.doInstead(said.ask.name);
    await hand.choose(hand.steps, said.ask.kind, said.ask.date);
    await hand.steps.getByLabel(said.ask.into).fill('day');
    await hand.leadToNew(hand.steps, said.ask.to, 'done');
    await hand.moreSettings();
    await hand.leadToNew(hand.steps, said.ask.wrong, 'wrong');
    await picture(page, 'form');
    expect(await seriousProblems(page)).toEqual([]);
    await hand.open('wrong');
    await hand.write(bot.noDay);

    await hand.open('done');
    await hand.doInstead(said.branch.name);
    const way = await hand.addLine(said.branch.cases);
    await way.getByLabel(said.branch.what, { exact: true }).fill('vars.name');
    await page.keyboard.press('Escape');
    await hand.choose(way, said.branch.how, said.branch.equals);
    await way.getByLabel(said.branch.than).fill(people.anna);
    await hand.leadToNew(way, said.branch.to, 'friend');
    await hand.leadToNew(hand.steps, said.branch.otherwise, 'others');
    await hand.mend(said.mend.message);
    await picture(page, 'branch');
    expect(await seriousProblems(page)).toEqual([]);
    await hand.open('friend');
    await hand.write(bot.friend);
    await hand.open('others');
    await hand.write(bot.others);

    await hand.createLink('promo');
    await hand.write(bot.promo);
    await hand.openFindings();
    await picture(page, 'findings');
    await hand.mend(said.mend.answer);
    await hand.write(bot.pardon);
    await hand.isFine();
    await hand.saved();
  }

  /** Plays the form to its end, sees what is kept, and takes the last step back. */
  async function tryIt(page: Page): Promise<void> {
    const chat = page.getByRole('region', { name: said.preview.chat });
    const say = async (text: string) => {
      await chat.getByRole('textbox', { name: said.preview.message }).fill(text);
      await page.keyboard.press('Enter');
    };
    await chat.getByRole('button', { name: said.preview.start, exact: true }).click();
    await chat.getByText(bot.welcome).waitFor();
    await chat.locator('img').waitFor();
    await chat.getByRole('button', { name: bot.join }).click();
    await chat.getByText(bot.name).waitFor();
    await say(people.anna);
    await chat.getByText(bot.day).waitFor();
    await say(people.noDay);
    await chat.getByText(bot.noDay).waitFor();
    await say(people.day);
    await chat.getByText(bot.friend).waitFor();
    if (isPhone) await chat.getByRole('button', { name: said.preview.happened }).click();
    const kept = page.getByRole('table', { name: said.preview.variables });
    await kept
      .getByRole('row', { name: /^vars\.name/ })
      .getByText(people.anna)
      .waitFor();
    await kept.getByRole('row', { name: /vars\.day .*-12-01/ }).waitFor();
    await picture(page, 'preview');
    expect(await seriousProblems(page)).toEqual([]);
    if (isPhone) await page.getByRole('dialog').getByRole('button', { name: said.preview.close }).click();
    await chat.getByRole('button', { name: said.preview.back }).click();
    await chat.getByText(bot.friend).waitFor({ state: 'detached' });
    await chat.getByText(bot.noDay).waitFor();
  }

  async function publish(page: Page): Promise<void> {
    const button = page.getByRole('button', { name: said.versions.publish, exact: true });
    await button.filter({ visible: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(said.versions.note).fill(bot.welcome);
    await picture(page, 'publish');
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: said.versions.publish, exact: true }).click();
    await dialog.getByText(said.versions.everywhere).waitFor();
    await dialog.getByRole('button', { name: said.versions.done }).click();
  }

  /** Somebody in the simulator, who never sees the panel. */
  function meet(chat: Page) {
    const message = (text: string) => chat.locator('.message', { hasText: text }).last();
    const say = async (text: string) => {
      await chat.getByRole('textbox', { name: said.chat.message }).fill(text);
      await chat.keyboard.press('Enter');
    };
    return { message, say };
  }

  describePanel(`a bot from nothing, at ${look.name}`, (panel) => {
    it('C2 C9 C10 S2 is built by hand, tried, published, used, counted and taken back', { timeout }, async () => {
      const page = await panel().open('/versions', look);
      await startFromNothing(page);
      await go(page, said.views.editor);
      await build(page);
      await go(page, said.views.preview);
      await tryIt(page);
      await go(page, said.views.versions);
      await publish(page);

      const outside = await panel().open('/simulator', { language });
      const { message, say } = meet(outside);
      await outside.getByRole('button', { name: said.chat.start, exact: true }).click();
      await message(bot.welcome).locator('img').waitFor();
      await outside.getByRole('button', { name: bot.join }).click();
      await message(bot.name).waitFor();
      await say(people.anna);
      await message(bot.day).waitFor();
      await say(people.noDay);
      await message(bot.noDay).waitFor();
      await say(people.day);
      await message(bot.friend).waitFor();
      const other = await panel().person(people.boris, language);
      await other.say('/start promo');
      await other.say(people.noDay);
      const counted = async () => JSON.stringify(await panel().call('GET', '/statistics/activity'));
      await expect.poll(counted).toContain('"total":7');

      await go(page, said.views.statistics);
      await page.getByRole('img', { name: said.figures.total }).waitFor();
      const funnel = page.getByRole('region', { name: said.figures.funnel });
      for (const step of ['/start', 'join', 'day']) {
        await funnel.getByRole('combobox', { name: said.figures.addStep }).click();
        await page.getByRole('option', { name: step, exact: true }).click();
      }
      await funnel.getByRole('row', { name: /^day.* 1 / }).waitFor();
      const sources = page.getByRole('region', { name: said.figures.sources });
      await sources.getByRole('row', { name: /^promo 1 1/ }).waitFor();
      await picture(page, 'figures');
      expect(await seriousProblems(page)).toEqual([]);
      await go(page, said.views.graph);
      await page.getByLabel(said.figures.taken).check();
      await page.getByRole('row', { name: said.figures.way }).waitFor();
      await picture(page, 'ways');

      await go(page, said.views.versions);
      await page.getByRole('tab', { name: said.versions.history }).click();
      await page.getByRole('button', { name: said.versions.bringBack }).click();
      await page.getByRole('dialog').getByRole('button', { name: said.versions.confirm, exact: true }).click();
      await page.getByText(said.versions.back).waitFor();
      await picture(page, 'history');
      await say('/start');
      await message(said.shipped).waitFor();
      await outside.context().close();
      await page.context().close();
    });
  });
}
