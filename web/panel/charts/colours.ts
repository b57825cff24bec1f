/**
 * Colours that people with any colour vision tell apart, after Okabe and Ito's “Color Universal Design” (2008), made
 * darker on light ground and lighter on dark so that each has 3 to 1 against it.
 */
export interface ChartColours {
  readonly series: readonly string[];
  /** What came before, and what is left over. */
  readonly quiet: string;
  readonly text: string;
  readonly line: string;
  readonly ground: string;
  /** From nothing to most, of a heat map. */
  readonly heat: readonly [string, string];
}

export const lightColours: ChartColours = {
  series: ['#0072b2', '#d55e00', '#008060', '#a3518a', '#8a6d00', '#2b8cbe', '#5b5b5b', '#7a3e00'],
  quiet: '#767d85',
  text: '#343a40',
  line: '#dee2e6',
  ground: '#ffffff',
  heat: ['#eaf3fa', '#0b4f86'],
};

export const darkColours: ChartColours = {
  series: ['#56b4e9', '#e69f00', '#2fbf94', '#d98cc0', '#f0e442', '#7fa8ff', '#c1c2c5', '#ff9966'],
  quiet: '#909296',
  text: '#d5d7db',
  line: '#4a4d52',
  ground: '#242424',
  heat: ['#2a3138', '#7cc4f5'],
};
