import { Input } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { scanIsBusy, useLanguage, useText } from '../../ui/index.ts';
import { features } from '../features/index.ts';
import type { Found } from './feature.ts';
import { useGo } from './link.tsx';
import { navOf } from './nav.tsx';
import { type Entry, match, wordsOf } from './palette-match.ts';
import { setLanguage, setModeChoice, useModeInForce } from './preferences.ts';
import { useScope } from './scope.ts';
import { useCan, useSignOut } from './session.ts';
import { createStore, useStore } from './store.ts';
import { appText } from './text.ts';

const open = createStore(false);
export const openPalette = (): void => open.set(true);

/** A single key typed by a person waits this long, in case it was the first key of a scan. */
const SHORTCUT_WAIT_MS = 70;

/** Ctrl+K anywhere, `/` outside of fields. */
export function usePaletteKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open.set(!open.get());
        return;
      }
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || inField(event.target))
        return;
      event.preventDefault();
      setTimeout(() => {
        if (!scanIsBusy()) open.set(true);
      }, SHORTCUT_WAIT_MS);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** The palette: pages, actions, warehouses and records in one field. */
export function Palette() {
  const shown = useStore(open);
  return shown ? <PaletteDialog onClose={() => open.set(false)} /> : null;
}

function PaletteDialog({ onClose }: { onClose: () => void }) {
  const t = useText(appText);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries();
  const records = useRecords(query);
  const found = useMemo(() => [...match(entries, query), ...records].slice(0, 60), [entries, query, records]);
  const active = Math.min(at, Math.max(0, found.length - 1));

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt((active + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setAt((active - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') choose(found[active]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className="tc-palette"
      aria-label={t('search_long')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <Input
        variant="borderless"
        className="tc-palette-input"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${active}` : undefined}
        aria-label={t('search_long')}
        placeholder={t('search_long')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
      />
      <div
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={t('search_long')}
        className="tc-palette-list"
      >
        {found.map((entry, index) => (
          <div
            key={entry.id}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="tc-palette-entry"
            onMouseMove={() => setAt(index)}
            onClick={() => choose(entry)}
            onKeyDown={onKeyDown}
          >
            <span>{entry.title}</span>
            <span className="tc-palette-detail">{entry.detail ?? t(`kind_${entry.kind}`)}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="tc-palette-none">{t('search_none')}</p> : null}
      <div className="tc-palette-foot" aria-hidden>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('search_hint_move')}
        </span>
        <span>
          <kbd>Enter</kbd> {t('search_hint_open')}
        </span>
        <span>
          <kbd>Esc</kbd> {t('search_hint_close')}
        </span>
      </div>
    </dialog>
  );
}

/** Pages first, then actions, then warehouses. */
function useEntries(): readonly Entry[] {
  const t = useText(appText);
  const language = useLanguage();
  const may = useCan();
  const go = useGo();
  const mode = useModeInForce();
  const scope = useScope();
  const signOut = useSignOut();

  const pages = navOf(features, may).flatMap(({ group, pages: own }) =>
    own.map(
      (page): Entry => ({
        id: `page:${page.path}`,
        kind: 'page',
        title: page.title[language],
        words: wordsOf(page.title, page.hints),
        detail: t(`g_${group}`),
        run: () => go(page.path),
      }),
    ),
  );
  const actions = features
    .flatMap((feature) => feature.actions ?? [])
    .filter((action) => may(action.permission))
    .map(
      (action): Entry => ({
        id: `action:${action.to}`,
        kind: 'action',
        title: action.title[language],
        words: wordsOf(action.title, action.hints),
        run: () => go(action.to),
      }),
    );
  const own = (id: string, title: string, hints: string, run: () => void): Entry => ({
    id,
    kind: 'action',
    title,
    words: `${title} ${hints}`.toLowerCase(),
    run,
  });
  const dark = mode === 'dark';
  return [
    ...pages,
    ...actions,
    own('own:language', t('act_language'), 'yy yuyan language english 中文', () =>
      setLanguage(language === 'zh' ? 'en' : 'zh'),
    ),
    own('own:mode', t(dark ? 'act_light' : 'act_dark'), 'wg waiguan ss qs dark light', () =>
      setModeChoice(dark ? 'light' : 'dark'),
    ),
    own('own:password', t('change_password'), 'xgmm mima password', () => go('/settings/password')),
    own('own:sign-out', t('sign_out'), 'tc tuichu logout', () => void signOut()),
    ...[null, ...scope.warehouses].map(
      (warehouse): Entry => ({
        id: `scope:${warehouse?.code ?? '*'}`,
        kind: 'scope',
        title: warehouse ? warehouse.name : t('all_warehouses'),
        words:
          `${warehouse?.name ?? t('all_warehouses')} ${warehouse?.code ?? 'all qb'} ck cangku warehouse`.toLowerCase(),
        run: () => scope.choose(warehouse?.code ?? null),
      }),
    ),
  ];
}

const SEARCH_WAIT_MS = 180;

/** Records that the features find for the query, once the person has stopped typing. */
function useRecords(query: string): readonly Entry[] {
  const go = useGo();
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    const text = query.trim();
    setFound([]);
    if (text.length < 2) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const providers = features.flatMap((feature) => feature.search ?? []);
      const answers = await Promise.allSettled(providers.map((search) => search(text, stop.signal)));
      if (stop.signal.aborted) return;
      setFound(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
    }, SEARCH_WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query]);
  return useMemo(
    () =>
      found.map((record) => ({
        id: `record:${record.to}`,
        kind: 'record' as const,
        title: record.title,
        words: '',
        ...(record.detail ? { detail: record.detail } : {}),
        run: () => go(record.to),
      })),
    [found, go],
  );
}
