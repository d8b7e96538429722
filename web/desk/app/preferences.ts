import { type Language, type Mode, readStored, writeStored } from '../../ui/index.ts';
import { createStore, useStore } from './store.ts';

/** What a person chose for this browser: language, colours, and whether the navigation is folded. */
export type ModeChoice = Mode | 'system';

const LANGUAGE_KEY = 'tongcang.language';
const MODE_KEY = 'tongcang.mode';
const NAV_KEY = 'tongcang.nav_folded';
const GROUPS_KEY = 'tongcang.nav_groups';

/** Chinese, unless this browser asks for English before Chinese. */
function initialLanguage(): Language {
  const stored = readStored<Language | null>(LANGUAGE_KEY, null);
  if (stored === 'zh' || stored === 'en') return stored;
  const first = navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag));
  return first?.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

const language = createStore<Language>(initialLanguage());
const choice = createStore<ModeChoice>(readStored<ModeChoice>(MODE_KEY, 'system'));
const folded = createStore<boolean>(readStored(NAV_KEY, false));
const groups = createStore<readonly string[]>(readStored<readonly string[]>(GROUPS_KEY, []));

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const system = createStore<Mode>(systemDark.matches ? 'dark' : 'light');
systemDark.addEventListener('change', (event) => system.set(event.matches ? 'dark' : 'light'));

export const getLanguage = language.get;
export const useLanguageChoice = (): Language => useStore(language);
export function setLanguage(next: Language): void {
  language.set(next);
  writeStored(LANGUAGE_KEY, next);
}

export const useModeChoice = (): ModeChoice => useStore(choice);
export function setModeChoice(next: ModeChoice): void {
  choice.set(next);
  writeStored(MODE_KEY, next);
}

/** The colours in force now, for the first paint. */
export const getMode = (): Mode => {
  const chosen = choice.get();
  return chosen === 'system' ? system.get() : chosen;
};
/** The colours in force: the person's choice, or what the system says. */
export function useModeInForce(): Mode {
  const chosen = useStore(choice);
  const followed = useStore(system);
  return chosen === 'system' ? followed : chosen;
}

export const useNavFolded = (): boolean => useStore(folded);
export function setNavFolded(next: boolean): void {
  folded.set(next);
  writeStored(NAV_KEY, next);
}

/** Groups of the navigation that the person keeps open. */
export const useOpenGroups = (): readonly string[] => useStore(groups);
export function toggleGroup(group: string): void {
  const open = groups.get();
  const next = open.includes(group) ? open.filter((one) => one !== group) : [...open, group];
  groups.set(next);
  writeStored(GROUPS_KEY, next);
}
