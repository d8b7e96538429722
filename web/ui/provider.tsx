import { App, ConfigProvider, type ConfigProviderProps } from 'antd';
import enModule from 'antd/es/locale/en_GB.js';
import zhModule from 'antd/es/locale/zh_CN.js';
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo } from 'react';
import {
  type Dictionary,
  formatMessage,
  type Language,
  localeOf,
  type Params,
  type Translate,
} from './message.ts';
import type { Mode } from './palette.ts';
import { kitText } from './text.ts';
import { antdTheme, applyMode } from './theme.ts';

type Kit = {
  readonly language: Language;
  readonly mode: Mode;
  /** Zone in which instants are shown: that of the warehouse in view. */
  readonly zone: string;
  /** Texts of refusal and error codes, e.g. `stock.short_by`. */
  readonly codes: Dictionary;
  /**
   * Names of parameters, e.g. `registration_no`, and of their coded values, e.g. `disposition.quarantine`, so that
   * sentences and evidence about refusals need no code in them.
   */
  readonly words: Dictionary;
};
const KitContext = createContext<Kit>({
  language: 'zh',
  mode: 'light',
  zone: 'Asia/Shanghai',
  codes: { zh: {}, en: {} },
  words: { zh: {}, en: {} },
});

type Locale = NonNullable<ConfigProviderProps['locale']>;

/** Type checkers see Ant Design's locales as CommonJS, bundlers as modules; this accepts both. */
function unwrap(module: unknown): Locale {
  const value = module as Locale & { default?: Locale };
  return value.default ?? value;
}
const locales: Record<Language, Locale> = { zh: unwrap(zhModule), en: unwrap(enModule) };

type ProviderProps = Partial<Kit> & { readonly nonce?: string | undefined; readonly children: ReactNode };

/** Gives everything below it language, colours, zone and Ant Design's configuration. */
export function KitProvider(props: ProviderProps) {
  const above = useContext(KitContext);
  const language = props.language ?? above.language;
  const mode = props.mode ?? above.mode;
  const zone = props.zone ?? above.zone;
  const codes = props.codes ?? above.codes;
  const words = props.words ?? above.words;
  const kit = useMemo(() => ({ language, mode, zone, codes, words }), [language, mode, zone, codes, words]);
  useLayoutEffect(() => applyMode(mode), [mode]);
  useLayoutEffect(() => {
    document.documentElement.lang = localeOf(language);
  }, [language]);
  const theme = useMemo(() => antdTheme(mode), [mode]);
  return (
    <KitContext value={kit}>
      <ConfigProvider
        theme={theme}
        locale={locales[language]}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
        {...(props.nonce ? { csp: { nonce: props.nonce } } : {})}
      >
        <App component={false}>{props.children}</App>
      </ConfigProvider>
    </KitContext>
  );
}

/** Shows instants below it in the zone of another warehouse. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  const kit = useContext(KitContext);
  return <KitContext value={useMemo(() => ({ ...kit, zone }), [kit, zone])}>{children}</KitContext>;
}

export const useLanguage = (): Language => useContext(KitContext).language;
export const useMode = (): Mode => useContext(KitContext).mode;
export const useZone = (): string => useContext(KitContext).zone;

/**
 * The translator of a dictionary in the current language: `const t = useText(stockText)`. A key that was made of a value
 * without a text is shown as itself, so that the page stands.
 */
export function useText<K extends string>(texts: Dictionary<K>): Translate<K> {
  const language = useLanguage();
  return useMemo(
    () =>
      (key: K, params: Params = {}) =>
        formatMessage(texts[language][key] ?? key, params, language),
    [texts, language],
  );
}

export const useKitText = () => useText(kitText);

/** Whether a code has a text, and that text; an unknown code is shown as itself, never hidden. */
export function useCodeText(): (code: string, params?: Params) => string {
  const { language, codes, words } = useContext(KitContext);
  return useMemo(
    () =>
      (code: string, params: Params = {}) => {
        const pattern = codes[language][code];
        if (pattern === undefined) return code;
        const named = Object.entries(params).map(([name, value]) => [
          name,
          nameOf(words[language], name, value),
        ]);
        return formatMessage(pattern, Object.fromEntries(named), language);
      },
    [language, codes, words],
  );
}

/** A coded value by its name, e.g. `quarantine` of the parameter `disposition`; other values as they are. */
function nameOf(
  words: Readonly<Record<string, string>>,
  name: string,
  value: Params[string],
): Params[string] {
  return typeof value === 'string' ? (words[`${name}.${value}`] ?? value) : value;
}

/**
 * Names from the glossary: `word('lot_no')` for a parameter, `word('disposition', 'held')` for a coded value.
 * What has no name is shown as it is.
 */
export function useWord(): (name: string, value?: string) => string {
  const { language, words } = useContext(KitContext);
  return (name, value) =>
    value === undefined ? (words[language][name] ?? name) : (words[language][`${name}.${value}`] ?? value);
}
