import { Segmented } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useLanguage, useText } from '../../../ui/index.ts';
import { BrandMark } from '../../app/brand.tsx';
import { setLanguage } from '../../app/preferences.ts';
import { ConnectionBanner } from '../../app/shell.tsx';
import { appText } from '../../app/text.ts';
import { identityText } from './text.ts';

type EntranceProps = { readonly title: string; readonly text?: ReactNode; readonly children: ReactNode };

/** The pages before the desk: what this is on one side, one task on the other. */
export function Entrance({ title, text, children }: EntranceProps) {
  const t = useText(identityText);
  const app = useText(appText);
  const language = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${app('product')}`;
  }, [title, app]);
  return (
    <div className="tc-entrance">
      <aside className="tc-entrance-story" aria-label={app('product')}>
        <div className="tc-entrance-brand">
          <BrandMark size={36} />
          <span>
            {app('product')} <small>{app('product_en')}</small>
          </span>
        </div>
        <NetworkArt />
        <div className="tc-entrance-words">
          <p className="tc-entrance-purpose">{t('purpose')}</p>
          <p>{t('purpose_text')}</p>
          <ul>
            <li>{t('p_ledger')}</li>
            <li>{t('p_gate')}</li>
            <li>{t('p_loop')}</li>
          </ul>
        </div>
      </aside>
      <main className="tc-entrance-main">
        <div className="tc-entrance-top">
          <Segmented
            size="small"
            aria-label={app('language')}
            value={language}
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
            onChange={setLanguage}
          />
        </div>
        <ConnectionBanner />
        <div className="tc-entrance-card">
          <h1>{title}</h1>
          {text ? <p className="tc-entrance-text">{text}</p> : null}
          {children}
        </div>
      </main>
    </div>
  );
}

const NODES: readonly (readonly [number, number, number])[] = [
  [70, 150, 7],
  [168, 76, 5],
  [196, 196, 9],
  [304, 118, 6],
  [330, 232, 5],
  [262, 288, 6],
  [118, 262, 5],
];
const LANES: readonly (readonly [number, number])[] = [
  [0, 2],
  [1, 2],
  [2, 3],
  [2, 5],
  [3, 4],
  [6, 2],
  [0, 1],
];

/** A schematic network: warehouses and lanes, no geography. */
function NetworkArt() {
  return (
    <svg className="tc-entrance-art" viewBox="0 0 400 340" aria-hidden>
      {LANES.map(([from, to]) => {
        const [x1, y1] = NODES[from]!;
        const [x2, y2] = NODES[to]!;
        const bend = (y1 + y2) / 2 - Math.abs(x2 - x1) / 4;
        return <path key={`${from}-${to}`} d={`M${x1} ${y1}Q${(x1 + x2) / 2} ${bend} ${x2} ${y2}`} />;
      })}
      {NODES.map(([x, y, r]) => (
        <g key={`${x}-${y}`}>
          <circle cx={x} cy={y} r={r + 7} className="tc-art-halo" />
          <circle cx={x} cy={y} r={r} className="tc-art-node" />
        </g>
      ))}
    </svg>
  );
}
