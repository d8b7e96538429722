import {
  formatInteger,
  formatMoney,
  formatShare,
  StatRow,
  StatTile,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useGo } from '../../app/link.tsx';
import type { KindFilter, Tower } from './control-tower.tsx';
import { plusDays, todayIn } from './dates.ts';
import { text } from './text.ts';

type Props = {
  readonly tiles: Tower['tiles'];
  readonly kind: KindFilter;
  readonly onShortage: () => void;
  readonly onTransit: () => void;
};
const FILL_RATE_GOOD = 0.95;
const BUDGET_NEAR = 0.9;
const EXPIRING_DAYS = 90;

/** Five figures; each filters the decisions or leads to its rows. */
export function Tiles({ tiles, kind, onShortage, onTransit }: Props) {
  const t = useText(text);
  const go = useGo();
  const language = useLanguage();
  const zone = useZone();
  const count = (value: number) => formatInteger(value, language);
  const { shortage_risks, in_transit, expiring_90_days, fill_rate_30_days, transfer_budget } = tiles;
  return (
    <StatRow>
      <StatTile
        label={t('t_risks')}
        value={count(shortage_risks.count)}
        tone={shortage_risks.count > 0 ? 'bad' : 'ok'}
        {...(shortage_risks.change === null ? {} : { change: { by: shortage_risks.change, good: 'down' } })}
        note={t('t_risks_note', {
          out: count(shortage_risks.by_level.stock_out ?? 0),
          critical: count(shortage_risks.by_level.critical ?? 0),
        })}
        pressed={kind === 'shortage'}
        onClick={onShortage}
      />
      <StatTile
        label={t('t_transit')}
        value={count(in_transit.count)}
        unit={t('orders')}
        note={
          in_transit.late > 0 ? (
            <span className="tc-ink-bad">{t('t_transit_late', { late: count(in_transit.late) })}</span>
          ) : (
            t('t_transit_note', { qty: count(in_transit.qty) })
          )
        }
        onClick={in_transit.count > 0 ? onTransit : () => go('/transfer?f.status==in_transit')}
      />
      <StatTile
        label={t('t_expiring')}
        value={count(expiring_90_days.lots)}
        unit={t('lots')}
        tone={expiring_90_days.lots > 0 ? 'warn' : 'ok'}
        note={t('t_expiring_note', {
          qty: count(expiring_90_days.qty),
          value: formatMoney(expiring_90_days.value_fen, language),
        })}
        onClick={() => go(`/stock?before=${plusDays(todayIn(zone), EXPIRING_DAYS)}`)}
      />
      <StatTile
        label={t('t_fill')}
        value={formatShare(fill_rate_30_days.rate, language)}
        {...(fill_rate_30_days.rate === null
          ? {}
          : { tone: fill_rate_30_days.rate >= FILL_RATE_GOOD ? ('ok' as const) : ('warn' as const) })}
        note={
          fill_rate_30_days.rate === null
            ? t('t_fill_none')
            : t('t_fill_note', {
                shipped: count(fill_rate_30_days.shipped_qty),
                wanted: count(fill_rate_30_days.wanted_qty),
              })
        }
        onClick={() => go('/demand')}
      />
      <StatTile
        label={t('t_budget')}
        value={
          transfer_budget.rate === null
            ? formatMoney(transfer_budget.used_fen, language)
            : formatShare(transfer_budget.rate, language)
        }
        {...((transfer_budget.rate ?? 0) >= BUDGET_NEAR ? { tone: 'warn' as const } : {})}
        note={
          transfer_budget.budget_fen === null
            ? t('t_budget_none')
            : t('t_budget_note', {
                budget: formatMoney(transfer_budget.budget_fen, language),
                used: formatMoney(transfer_budget.used_fen, language),
              })
        }
        onClick={() => go('/transfer')}
      />
    </StatRow>
  );
}
