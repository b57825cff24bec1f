import type { Locator, Page } from 'playwright-core';
import { patience } from './panel.ts';
import { until } from './until.ts';

/** What a person reads in the editor and looks for, in both languages. */
const words = {
  en: {
    list: 'The bot’s entries',
    back: 'To the list',
    create: 'Create',
    createStart: 'Create /start',
    createEntry: 'Create: Command or words',
    screenName: 'The screen’s name',
    message: 'Message',
    saved: /^Saved$/,
    fine: /^No problems$/,
    warning: '1 warning',
    steps: 'What happens',
    replace: 'Replace the action',
    findAction: 'Find an action',
    findScreen: 'Find a screen',
    createScreen: (name: string) => `Create the screen “${name}”`,
    more: 'More settings',
    addItem: 'Add',
    line: (number: number) => `Line ${number}`,
    addPicture: 'Add a picture',
    removePicture: 'Remove the picture',
    addButtons: 'Add buttons',
    buttons: 'Buttons',
    firstButton: 'Button',
    addButton: (row: number) => `Add a button to row ${row}`,
    plainButton: 'An ordinary button',
    label: 'Label',
    leads: 'Where it leads',
    done: 'Done',
    answers: 'What it answers',
    link: 'A link that was followed',
    mark: 'Mark in the link',
    linkTitle: (mark: string) => `Link ?start=${mark}`,
  },
  ru: {
    list: 'Записи бота',
    back: 'К списку',
    create: 'Создать',
    createStart: 'Создать /start',
    createEntry: 'Создать: Команда или слова',
    screenName: 'Имя экрана',
    message: 'Сообщение',
    saved: /^Сохранено$/,
    fine: /^Замечаний нет$/,
    warning: '1 замечание',
    steps: 'Что происходит',
    replace: 'Заменить действие',
    findAction: 'Найти действие',
    findScreen: 'Найти экран',
    createScreen: (name: string) => `Создать экран «${name}»`,
    more: 'Ещё настройки',
    addItem: 'Добавить',
    line: (number: number) => `Строка ${number}`,
    addPicture: 'Добавить картинку',
    removePicture: 'Убрать картинку',
    addButtons: 'Добавить кнопки',
    buttons: 'Кнопки',
    firstButton: 'Кнопка',
    addButton: (row: number) => `Добавить кнопку в ряд ${row}`,
    plainButton: 'Обычная кнопка',
    label: 'Надпись',
    leads: 'Куда ведёт',
    done: 'Готово',
    answers: 'На что отвечает',
    link: 'На переход по ссылке',
    mark: 'Метка в ссылке',
    linkTitle: (mark: string) => `Ссылка ?start=${mark}`,
  },
};

/** Somebody's hand at the editor, by pointer and keys alone. Like a person it waits for nothing to be saved. */
export class EditorHand {
  readonly #page: Page;
  readonly #words: typeof words.en;

  constructor(page: Page, language: 'ru' | 'en') {
    this.#page = page;
    this.#words = words[language];
  }

  get steps(): Locator {
    return this.#page.getByRole('group', { name: this.#words.steps });
  }

  async createStart(): Promise<void> {
    await this.#page.getByRole('button', { name: this.#words.createStart }).click();
    await this.#page.getByRole('heading', { level: 2, name: '/start' }).waitFor();
  }

  /** An answer to a link with this mark. */
  async createLink(mark: string): Promise<void> {
    await this.toList();
    await this.#list.getByRole('searchbox').fill('');
    await this.#list.getByRole('button', { name: this.#words.createEntry }).click();
    const dialog = this.#page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: this.#words.answers }).click();
    await this.#page.getByRole('option', { name: this.#words.link }).click();
    await dialog.getByLabel(this.#words.mark).fill(mark);
    await dialog.getByRole('button', { name: this.#words.create }).click();
    await this.#page.getByRole('heading', { level: 2, name: this.#words.linkTitle(mark) }).waitFor();
  }

  /** Opens a screen by its name in the list, which on a phone is a view of its own. */
  async open(screen: string): Promise<void> {
    await this.toList();
    await this.#list.getByRole('searchbox').fill(screen);
    await this.#list
      .getByRole('listitem')
      .filter({ has: this.#page.getByText(screen, { exact: true }) })
      .getByRole('link')
      .click();
    const name = this.#page.getByRole('textbox', { name: this.#words.screenName });
    await name.and(this.#page.locator(`[value="${screen}"]`)).waitFor();
  }

  async toList(): Promise<void> {
    const back = this.#page.getByRole('button', { name: this.#words.back });
    await this.#list.or(back).first().waitFor();
    if (await back.isVisible()) await back.click();
  }

  /** Writes over the message of what is open. */
  async write(text: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: this.#words.message }).click();
    await this.#typeOver(text);
  }

  async addPicture(name: string, buffer: Buffer): Promise<void> {
    await this.#page.getByRole('button', { name: this.#words.addPicture }).click();
    await this.#page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer });
    await this.#page.getByRole('button', { name: this.#words.removePicture }).waitFor();
  }

  /** Under the message that is open: buttons in one row, each leading to a new screen. */
  async addButtons(buttons: readonly { readonly label: string; readonly leadsTo: string }[]): Promise<void> {
    await this.#page.getByRole('button', { name: this.#words.addButtons }).click();
    const group = this.#page.getByRole('group', { name: this.#words.buttons, exact: true });
    for (const [place, { label, leadsTo }] of buttons.entries()) {
      if (place === 0) await group.getByRole('button', { name: this.#words.firstButton }).first().click();
      else {
        await group.getByRole('button', { name: this.#words.addButton(1) }).click();
        await this.#page.getByRole('menuitem', { name: this.#words.plainButton }).click();
      }
      await this.#page.getByRole('textbox', { name: this.#words.label }).click();
      await this.#typeOver(label);
      await this.leadToNew(this.#page.getByRole('main'), this.#words.leads, leadsTo);
      await this.#page.getByRole('button', { name: this.#words.done, exact: true }).click();
    }
  }

  /** What the only step of what is open does instead. @param action as it is called in the list of them */
  async doInstead(action: string): Promise<void> {
    await this.steps.getByRole('button', { name: this.#words.replace }).click();
    await this.#page.getByRole('textbox', { name: this.#words.findAction }).fill(action);
    await this.#page.getByRole('option', { name: action }).first().click();
    await this.steps.getByRole('group', { name: action }).waitFor();
  }

  async moreSettings(): Promise<void> {
    await this.steps.getByRole('button', { name: this.#words.more }).click();
  }

  /** Adds a line to a list of a form. @returns the line */
  async addLine(group: string): Promise<Locator> {
    const list = this.steps.getByRole('group', { name: group, exact: true });
    const lines = await list.getByRole('group', { name: this.#words.line(1).replace(/\d/, '') }).count();
    await list.getByRole('button', { name: this.#words.addItem, exact: true }).click();
    return list.getByRole('group', { name: this.#words.line(lines + 1) });
  }

  /** Chooses of what a select offers. */
  async choose(where: Locator, label: string, option: string): Promise<void> {
    await where.getByRole('combobox', { name: label }).click();
    await this.#page.getByRole('option', { name: option, exact: true }).click();
  }

  /** Lets something lead to a screen of this name, which is made by that. */
  async leadToNew(where: Locator, label: string, screen: string): Promise<void> {
    const find = this.#page.getByRole('textbox', { name: this.#words.findScreen });
    const button = where.getByRole('button', { name: label }).last();
    // What was just saved may move the form under the pointer: a person presses again, but not what is about to open.
    const isOffered = () =>
      find.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    await until(
      'the screens are offered',
      async () => {
        if ((await button.getAttribute('data-expanded')) === null) await button.click();
        return isOffered();
      },
      patience,
    );
    await find.fill(screen);
    await this.#page.getByRole('option', { name: this.#words.createScreen(screen) }).click();
    await where.getByRole('button', { name: label }).getByText(screen, { exact: true }).last().waitFor();
  }

  saved(): Promise<void> {
    return this.#page.getByRole('status').filter({ hasText: this.#words.saved }).waitFor();
  }

  /** Mends what the check has found by the click that it offers. */
  async mend(remedy: string): Promise<void> {
    await this.#page.getByRole('button', { name: remedy }).click();
    await this.#page.getByRole('button', { name: remedy }).waitFor({ state: 'detached' });
  }

  /** What the check has found in the whole bot. */
  async openFindings(): Promise<void> {
    await this.#page.getByRole('status').getByRole('button', { name: this.#words.warning }).click();
  }

  /** Waits until the check has looked at what is saved and finds nothing. */
  isFine(): Promise<void> {
    return this.#page.getByRole('status').filter({ hasText: this.#words.fine }).waitFor();
  }

  get #list(): Locator {
    return this.#page.getByRole('navigation', { name: this.#words.list });
  }

  async #typeOver(text: string): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+A');
    await this.#page.keyboard.type(text);
  }
}
