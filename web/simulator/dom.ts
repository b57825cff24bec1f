type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | undefined;

/**
 * An element with attributes and children; `undefined` and `false` leave an attribute or child out. Text becomes text
 * nodes: nothing on this page is ever parsed as HTML.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

/** A button that does something; `label` is also its name where it shows only a sign. */
export function button(attributes: Attributes, content: Child, onPress: () => void): HTMLButtonElement {
  const node = element('button', { type: 'button', ...attributes }, content);
  node.addEventListener('click', onPress);
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Line drawings on a grid of 24. */
const ICONS = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12 5l7 7-7 7',
  more: 'M12 5v.01M12 12v.01M12 19v.01',
  beside: 'M4 5h7v14H4zM14 5h6v14h-6z',
  plus: 'M12 5v14M5 12h14',
  keyboard: 'M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M8 14h8',
  down: 'M6 9l6 6 6-6',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  link: 'M8 16L17 7M10 7h7v7',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c1-5 4-6 8-6s7 1 8 6',
  place: 'M12 21s7-6 7-11a7 7 0 10-14 0c0 5 7 11 7 11zM12 10v.01',
  web: 'M4 5h16v14H4zM4 9h16',
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A round picture made of initials, its colour following from the id. */
export function avatar(name: string, id: number): HTMLElement {
  const letters = [...name.matchAll(/\p{L}/gu)].slice(0, 1).join('').toUpperCase();
  return element('span', { class: `avatar tint-${id % 6}`, 'aria-hidden': 'true' }, letters === '' ? '?' : letters);
}
