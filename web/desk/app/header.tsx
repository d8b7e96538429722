import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Popover, Segmented, Select, Switch } from 'antd';
import { useState } from 'react';
import { setSoundOn, soundIsOn, useLanguage, useText } from '../../ui/index.ts';
import { features } from '../features/index.ts';
import type { Page } from './feature.ts';
import { Link } from './link.tsx';
import { trailOf } from './nav.tsx';
import { openPalette } from './palette.tsx';
import { type ModeChoice, setLanguage, setModeChoice, useModeChoice } from './preferences.ts';
import { useScope } from './scope.ts';
import { useSignOut, useUser } from './session.ts';
import { appText } from './text.ts';

type HeaderProps = { readonly page: Page | null; readonly onMenu: () => void };

export function Header({ page, onMenu }: HeaderProps) {
  const t = useText(appText);
  return (
    <header className="tc-header">
      <button type="button" className="tc-header-menu" aria-label={t('open_menu')} onClick={onMenu}>
        <MenuOutlined />
      </button>
      <Trail page={page} />
      <div className="tc-header-tools">
        <ScopeSwitch />
        <button
          type="button"
          className="tc-header-search"
          aria-label={t('search')}
          onClick={openPalette}
          aria-keyshortcuts="/ Control+K"
        >
          <SearchOutlined aria-hidden />
          <span className="tc-header-search-text">{t('search')}</span>
          <kbd aria-hidden>/</kbd>
        </button>
        <UserMenu />
      </div>
    </header>
  );
}

/** Where this page stands: its group, the pages above it, itself. */
function Trail({ page }: { page: Page | null }) {
  const t = useText(appText);
  const language = useLanguage();
  if (!page) return <div className="tc-trail" />;
  const trail = trailOf(
    page,
    features.flatMap((feature) => feature.pages),
  );
  const group = trail[0]!.nav ?? trail[0]!.group;
  return (
    <ol className="tc-trail">
      {group ? <li>{t(`g_${group}`)}</li> : null}
      {trail.map((above, index) => (
        <li key={above.path} aria-current={index === trail.length - 1 ? 'page' : undefined}>
          {index === trail.length - 1 ? (
            above.title[language]
          ) : (
            <Link to={above.path}>{above.title[language]}</Link>
          )}
        </li>
      ))}
    </ol>
  );
}

const ALL = '*';

/** The warehouse scope of everything on the desk. */
function ScopeSwitch() {
  const t = useText(appText);
  const { warehouse, warehouses, choose } = useScope();
  if (warehouses.length === 0) return null;
  const options = warehouses.map((one) => ({
    value: one.code,
    label: one.name,
    search: `${one.name} ${one.code}`,
  }));
  return (
    <Select
      className="tc-scope"
      aria-label={t('scope')}
      value={warehouse?.code ?? ALL}
      showSearch={{ optionFilterProp: 'search' }}
      popupMatchSelectWidth={220}
      variant="filled"
      options={[{ value: ALL, label: t('all_warehouses'), search: t('all_warehouses') }, ...options]}
      onChange={(code: string) => choose(code === ALL ? null : code)}
    />
  );
}

function UserMenu() {
  const t = useText(appText);
  const user = useUser();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={<UserPanel onGo={() => setOpen(false)} />}
    >
      <button type="button" className="tc-user" title={t('user_menu')} aria-expanded={open}>
        <span aria-hidden className="tc-avatar">
          {[...user.display_name][0]}
        </span>
        <span className="tc-user-name">{user.display_name}</span>
      </button>
    </Popover>
  );
}

function UserPanel({ onGo }: { onGo: () => void }) {
  const t = useText(appText);
  const user = useUser();
  const language = useLanguage();
  const choice = useModeChoice();
  const [sound, setSound] = useState(soundIsOn);
  const signOut = useSignOut();
  const modes = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`mode_${value}`) }));
  return (
    <div className="tc-user-panel">
      <div className="tc-user-who">
        <strong>{user.display_name}</strong>
        <span className="tc-muted">{user.account}</span>
      </div>
      <div className="tc-user-row">
        <span>{t('language')}</span>
        <Segmented
          size="small"
          aria-label={t('language')}
          value={language}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          onChange={setLanguage}
        />
      </div>
      <div className="tc-user-row">
        <span>{t('mode')}</span>
        <Segmented<ModeChoice>
          size="small"
          aria-label={t('mode')}
          value={choice}
          options={modes}
          onChange={setModeChoice}
        />
      </div>
      <div className="tc-user-row">
        <span>{t('sound')}</span>
        <Switch
          size="small"
          aria-label={t('sound')}
          checked={sound}
          onChange={(on) => {
            setSound(on);
            setSoundOn(on);
          }}
        />
      </div>
      <div className="tc-user-links">
        <Link to="/settings/password" onClick={onGo}>
          {t('change_password')}
        </Link>
        <button type="button" className="tc-link-button" onClick={() => void signOut()}>
          {t('sign_out')}
        </button>
      </div>
    </div>
  );
}
