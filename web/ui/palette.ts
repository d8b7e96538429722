/**
 * The colours of the product, in one place.
 *
 * Neutral greys and one accent; every text colour was measured against every surface it stands on and reaches
 * a contrast of at least 4.5 : 1 in both modes (`palette.test.ts`). Ant Design's tokens and the kit's own
 * style sheet are both fed from here.
 */
export type Mode = 'light' | 'dark';

/** A tone carries a meaning: `text` stands on `soft`, `line` borders it, `solid` is the mark without text. */
export type Tone = {
  readonly text: string;
  readonly soft: string;
  readonly line: string;
  readonly solid: string;
};
export const TONE_NAMES = ['neutral', 'accent', 'ok', 'warn', 'bad', 'hold', 'recall', 'expired'] as const;
export type ToneName = (typeof TONE_NAMES)[number];

export type Palette = {
  readonly page: string;
  readonly surface: string;
  readonly sunken: string;
  readonly hover: string;
  readonly active: string;
  readonly line: string;
  readonly line_strong: string;
  readonly text: string;
  readonly text_2: string;
  readonly text_3: string;
  readonly accent: string;
  readonly accent_hover: string;
  readonly accent_text: string;
  readonly shadow: string;
  readonly tones: Readonly<Record<ToneName, Tone>>;
};

export const palettes: Readonly<Record<Mode, Palette>> = {
  light: {
    page: '#f4f5f7',
    surface: '#ffffff',
    sunken: '#f7f8fa',
    hover: '#eef0f4',
    active: '#e6ebfb',
    line: '#e2e5ea',
    line_strong: '#c3c9d3',
    text: '#171a21',
    text_2: '#434a58',
    text_3: '#5d6575',
    accent: '#2f4fc4',
    accent_hover: '#2742a8',
    accent_text: '#2742b0',
    shadow: '0 1px 2px rgb(16 20 32 / 6%), 0 8px 24px rgb(16 20 32 / 10%)',
    tones: {
      neutral: { text: '#434a58', soft: '#eff1f4', line: '#d9dde4', solid: '#7b8494' },
      accent: { text: '#2742b0', soft: '#ebeffc', line: '#c9d3f6', solid: '#2f4fc4' },
      ok: { text: '#116340', soft: '#e6f4ec', line: '#b5dcc6', solid: '#1f9160' },
      warn: { text: '#734d00', soft: '#fdf3d3', line: '#ecd386', solid: '#d29a06' },
      bad: { text: '#a8211b', soft: '#fcebe9', line: '#f1bfba', solid: '#d23b32' },
      hold: { text: '#17557f', soft: '#e4f0f8', line: '#b4d3e8', solid: '#2b83bb' },
      recall: { text: '#84217a', soft: '#f8e9f6', line: '#e3bcde', solid: '#b23da6' },
      expired: { text: '#574f43', soft: '#efece6', line: '#d8d1c5', solid: '#8b8172' },
    },
  },
  dark: {
    page: '#0f1216',
    surface: '#161a20',
    sunken: '#1a1f26',
    hover: '#212731',
    active: '#232c47',
    line: '#2a313b',
    line_strong: '#444d5b',
    text: '#e7eaf0',
    text_2: '#b9c0cc',
    text_3: '#98a1b0',
    accent: '#4a66da',
    accent_hover: '#5a75e6',
    accent_text: '#9db2ff',
    shadow: '0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 50%)',
    tones: {
      neutral: { text: '#b9c0cc', soft: '#232933', line: '#39414d', solid: '#8a93a3' },
      accent: { text: '#a9bbff', soft: '#1f2844', line: '#35447a', solid: '#6f8af0' },
      ok: { text: '#7fd6a8', soft: '#14291f', line: '#24533b', solid: '#3cb27c' },
      warn: { text: '#ebc864', soft: '#2c2410', line: '#5e4c17', solid: '#d9a520' },
      bad: { text: '#ff9e96', soft: '#33191a', line: '#6d2d2b', solid: '#ea5a50' },
      hold: { text: '#8cc5ea', soft: '#142735', line: '#245073', solid: '#4a9fd6' },
      recall: { text: '#e9a0e0', soft: '#2f1a2e', line: '#653460', solid: '#cb62c0' },
      expired: { text: '#cfc4b2', soft: '#272420', line: '#4b453b', solid: '#a59a88' },
    },
  },
};

/** The palette as CSS custom properties: `--tc-text`, `--tc-ok-soft` and so on. */
export function cssVariables(mode: Mode): Record<string, string> {
  const { tones, ...plain } = palettes[mode];
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) variables[`--tc-${name.replace('_', '-')}`] = value;
  for (const [tone, parts] of Object.entries(tones)) {
    for (const [part, value] of Object.entries(parts)) variables[`--tc-${tone}-${part}`] = value;
  }
  return variables;
}

/** Contrast of two `#rrggbb` colours by WCAG 2.1 (1 to 21). */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
