import { Outlet, useMatches } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useEffect, useState } from 'react';
import { EmptyState, readStored, useLanguage, useText, writeStored, ZoneProvider } from '../../ui/index.ts';
import { Acknowledge } from './acknowledge.tsx';
import { Brand } from './brand.tsx';
import { checkNow, useConnection } from './connection.ts';
import type { Page } from './feature.ts';
import { Header } from './header.tsx';
import { Nav, NavFold } from './nav.tsx';
import { Palette, usePaletteKeys } from './palette.tsx';
import { useNavFolded } from './preferences.ts';
import { Reauthenticate } from './reauthenticate.tsx';
import { useScopeZone } from './scope.ts';
import { useCan } from './session.ts';
import { appText } from './text.ts';

/** The page that the router shows now, from the routes' own data. */
function useCurrentPage(): Page | null {
  const matches = useMatches();
  for (const found of [...matches].reverse()) {
    const page = (found.staticData as { page?: Page }).page;
    if (page) return page;
  }
  return null;
}

/** The frame around every page: navigation, header, and the banner while the server is away. */
export function Shell() {
  const t = useText(appText);
  const language = useLanguage();
  const page = useCurrentPage();
  const folded = useNavFolded();
  const zone = useScopeZone();
  const [menu, setMenu] = useState(false);
  usePaletteKeys();
  const product = t('product');
  useEffect(() => {
    document.title = page ? `${page.title[language]} · ${product}` : product;
  }, [page, language, product]);

  return (
    <ZoneProvider zone={zone}>
      <div className={`tc-shell${folded ? ' tc-shell-folded' : ''}`}>
        <a className="tc-skip" href="#content">
          {t('skip')}
        </a>
        <aside className="tc-side">
          <div className="tc-side-head">
            <Brand short={folded} />
            <NavFold />
          </div>
          <Nav current={page} folded={folded} />
        </aside>
        <Drawer
          open={menu}
          onClose={() => setMenu(false)}
          placement="left"
          size={264}
          title={<Brand />}
          styles={{ body: { padding: 8 } }}
        >
          <Nav current={page} onGo={() => setMenu(false)} />
        </Drawer>
        <div className="tc-main">
          <Header page={page} onMenu={() => setMenu(true)} />
          <ConnectionBanner />
          <InsecureBanner />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
          <main id="content" className="tc-content" tabIndex={0}>
            <Permitted page={page}>
              <Outlet />
            </Permitted>
          </main>
        </div>
        <Palette />
        <Acknowledge />
        <Reauthenticate />
      </div>
    </ZoneProvider>
  );
}

/** A page without permission stays in its place and says what is missing and who can give it. */
function Permitted({ page, children }: { page: Page | null; children: React.ReactNode }) {
  const t = useText(appText);
  const may = useCan();
  if (may(page?.permission)) return children;
  return (
    <EmptyState title={t('forbidden')}>
      {t('forbidden_text', { permission: page?.permission ?? '' })}
    </EmptyState>
  );
}

export function ConnectionBanner() {
  const t = useText(appText);
  const connection = useConnection();
  return (
    <div role="status">
      {connection === 'online' ? null : (
        <div className="tc-banner">
          {t(connection)}
          <button type="button" className="tc-link-button" onClick={() => void checkNow()}>
            {t('check_now')}
          </button>
        </div>
      )}
    </div>
  );
}

const INSECURE_SEEN = 'tongcang.insecure_seen';

/** Without TLS the browser withholds abilities; said once per browser, so that nobody wonders what is broken. */
function InsecureBanner() {
  const t = useText(appText);
  const [shown, setShown] = useState(() => !isSecureContext && !readStored(INSECURE_SEEN, false));
  if (!shown) return null;
  return (
    <div className="tc-banner">
      {t('insecure')}
      <button
        type="button"
        className="tc-link-button"
        onClick={() => {
          writeStored(INSECURE_SEEN, true);
          setShown(false);
        }}
      >
        {t('understood')}
      </button>
    </div>
  );
}
