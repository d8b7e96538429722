import {
  AccountBookOutlined,
  AimOutlined,
  AuditOutlined,
  BarChartOutlined,
  CarOutlined,
  CloudOutlined,
  DownOutlined,
  FileTextOutlined,
  ImportOutlined,
  InboxOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  ShopOutlined,
  SwapOutlined,
  UpOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useLanguage, useText } from '../../ui/index.ts';
import { features } from '../features/index.ts';
import { type Feature, NAV_GROUPS, type NavGroup, type Page } from './feature.ts';
import { Link } from './link.tsx';
import { setNavFolded, toggleGroup, useNavFolded, useOpenGroups } from './preferences.ts';
import { useCan } from './session.ts';
import { appText } from './text.ts';

const ICONS: Readonly<Record<NavGroup, ReactNode>> = {
  control_tower: <AimOutlined />,
  demand: <FileTextOutlined />,
  supply: <ImportOutlined />,
  stock: <InboxOutlined />,
  warehouse: <ShopOutlined />,
  transfer: <SwapOutlined />,
  transport: <CarOutlined />,
  finance: <AccountBookOutlined />,
  quality: <AuditOutlined />,
  compliance: <SafetyCertificateOutlined />,
  coldchain: <CloudOutlined />,
  insight: <BarChartOutlined />,
  settings: <SettingOutlined />,
};

export type NavSection = { readonly group: NavGroup; readonly pages: readonly Page[] };

/** The navigation of a person: groups by job, in the order of the work, without groups that have no page. */
export function navOf(
  list: readonly Feature[],
  may: (permission: string | undefined) => boolean,
): NavSection[] {
  const pages = list.flatMap((feature) => feature.pages).filter((page) => page.nav && may(page.permission));
  return NAV_GROUPS.map((group) => ({
    group,
    pages: pages.filter((page) => page.nav === group).sort((a, b) => (a.order ?? 50) - (b.order ?? 50)),
  })).filter((section) => section.pages.length > 0);
}

/** The page itself and those above it, topmost first. */
export function trailOf(page: Page, all: readonly Page[]): Page[] {
  const trail = [page];
  for (let at = page; at.parent; ) {
    const above = all.find((other) => other.path === at.parent);
    if (!above || trail.includes(above)) break;
    trail.unshift(above);
    at = above;
  }
  return trail;
}

/** With more pages than this the groups fold, and only the one in use and those kept open show their pages. */
const PAGES_UNFOLDED = 20;

type NavProps = { readonly current: Page | null; readonly folded?: boolean; readonly onGo?: () => void };

/** The left navigation. */
export function Nav({ current, folded = false, onGo }: NavProps) {
  const t = useText(appText);
  const may = useCan();
  const all = features.flatMap((feature) => feature.pages);
  const open = current ? trailOf(current, all).map((page) => page.path) : [];
  const kept = useOpenGroups();
  const sections = navOf(features, may);
  const all_open = sections.reduce((sum, { pages }) => sum + pages.length, 0) <= PAGES_UNFOLDED;
  const here = (pages: readonly Page[]) => pages.some((page) => open.includes(page.path));
  return (
    <nav className={`tc-nav${folded ? ' tc-nav-folded' : ''}`} aria-label={t('navigation')}>
      {sections.map(({ group, pages }) =>
        folded ? (
          <Link
            key={group}
            to={pages[0]!.path}
            title={t(`g_${group}`)}
            className={`tc-nav-icon${here(pages) ? ' tc-nav-on' : ''}`}
          >
            <span aria-hidden>{ICONS[group]}</span>
            <span className="tc-visually-hidden">{t(`g_${group}`)}</span>
          </Link>
        ) : (
          <NavGroupPages
            key={group}
            group={group}
            pages={pages}
            open={open}
            unfolded={all_open || here(pages) || kept.includes(group)}
            fixed={all_open || here(pages)}
            current={current}
            {...(onGo ? { onGo } : {})}
          />
        ),
      )}
    </nav>
  );
}

type GroupProps = {
  readonly group: NavGroup;
  readonly pages: readonly Page[];
  /** Paths of the page in view and of those above it. */
  readonly open: readonly string[];
  readonly unfolded: boolean;
  /** The group in use cannot be folded away. */
  readonly fixed: boolean;
  readonly current: Page | null;
  readonly onGo?: () => void;
};

function NavGroupPages({ group, pages, open, unfolded, fixed, current, onGo }: GroupProps) {
  const t = useText(appText);
  const language = useLanguage();
  return (
    <div className="tc-nav-group">
      {fixed ? (
        <div className="tc-nav-title">
          <span aria-hidden>{ICONS[group]}</span>
          {t(`g_${group}`)}
        </div>
      ) : (
        <button
          type="button"
          className="tc-nav-title tc-nav-toggle"
          aria-expanded={unfolded}
          onClick={() => toggleGroup(group)}
        >
          <span aria-hidden>{ICONS[group]}</span>
          {t(`g_${group}`)}
          <span className="tc-nav-caret" aria-hidden>
            {unfolded ? <UpOutlined /> : <DownOutlined />}
          </span>
        </button>
      )}
      {unfolded ? (
        <ul>
          {pages.map((page) => (
            <li key={page.path}>
              <Link
                to={page.path}
                className={`tc-nav-link${open.includes(page.path) ? ' tc-nav-on' : ''}`}
                aria-current={current?.path === page.path ? 'page' : undefined}
                {...(onGo ? { onClick: onGo } : {})}
              >
                {page.title[language]}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

export function NavFold() {
  const t = useText(appText);
  const folded = useNavFolded();
  const label = t(folded ? 'unfold' : 'fold');
  return (
    <button
      type="button"
      className="tc-nav-fold"
      title={label}
      aria-label={label}
      onClick={() => setNavFolded(!folded)}
    >
      {folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
    </button>
  );
}
