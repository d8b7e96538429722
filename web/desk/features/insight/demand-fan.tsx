import { demandFan } from '@tongcang/contract';
import { useMemo } from 'react';
import { Chart, formatInteger, LoadingState, Section, useLanguage, useText } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import type { Tower } from './control-tower.tsx';
import { text } from './text.ts';

type Fan = NonNullable<Tower['demand']>;
type Props = {
  /** The fan that came with the page, for the item at worst risk. */
  readonly first: Fan | null;
  readonly item_id: number | undefined;
  readonly warehouse_id: number | undefined;
};

/** Past demand and what is expected of one item. */
export function DemandFan({ first, item_id, warehouse_id }: Props) {
  const t = useText(text);
  const { warehouses } = useScope();
  const chosen = item_id !== undefined;
  const { data, error, refetch } = useVerb(
    demandFan,
    { item_id: item_id ?? first?.item_id ?? 0, warehouse_id },
    { enabled: chosen, keepPrevious: true },
  );
  const fan = chosen ? data : first;
  const where = warehouses.find((one) => one.warehouse_id === warehouse_id)?.name ?? t('all_warehouses');
  return (
    <Section title={t('fan')} extra={<span className="tc-muted">{t('fan_hint')}</span>}>
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {fan === undefined && !error ? <LoadingState lines={3} /> : null}
      {fan === null || (fan && fan.history.length === 0) ? (
        <p className="tc-muted tc-fan-none">{t('fan_none')}</p>
      ) : null}
      {fan && fan.history.length > 0 ? (
        <>
          <p className="tc-fan-title">
            {t('fan_of', { item: `${fan.item_code} ${fan.item_name}`, where })}
            <span className="tc-muted">
              {' '}
              · {t(`b_${fan.bucket}` as 'b_month')} · {t(`m_${fan.method}` as 'm_mean')}
            </span>
          </p>
          <FanChart fan={fan} />
        </>
      ) : null}
    </Section>
  );
}

function FanChart({ fan }: { fan: Fan }) {
  const t = useText(text);
  const language = useLanguage();
  const option = useMemo(() => {
    const count = (value: number) => formatInteger(Math.round(value), language);
    const past = fan.history.map(({ period_start, qty }) => ({ at: period_start, qty, ahead: null }));
    const coming = fan.forecast.map((ahead) => ({ at: ahead.period_start, qty: null, ahead }));
    const rows = [...past, ...coming];
    const told = (index: number): string => {
      const row = rows[index];
      if (!row) return '';
      if (row.ahead === null) return `${row.at}\n${t('history')} ${count(row.qty)}`;
      const { mean, p10, p90 } = row.ahead;
      return `${row.at}\n${t('mean')} ${count(mean)}\n${t('band')} ${count(p10)} – ${count(p90)}`;
    };
    const label = (at: string) => (fan.bucket === 'month' ? at.slice(0, 7) : at.slice(5));
    const band = {
      type: 'line' as const,
      stack: 'band',
      symbol: 'none',
      silent: true,
      lineStyle: { opacity: 0 },
    };
    return (palette: { tones: { accent: { solid: string } } }) => ({
      // The series that only carries the band's lower edge has no entry of its own, in legend or tooltip.
      legend: { top: 0, left: 0, itemWidth: 18, itemGap: 24, data: [t('history'), t('mean'), t('band')] },
      grid: {
        left: 4,
        right: 12,
        top: 32,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        confine: true,
        formatter: (points: { dataIndex: number }[]) => told(points[0]?.dataIndex ?? -1),
      },
      xAxis: { type: 'category', data: rows.map(({ at }) => label(at)), boundaryGap: false },
      yAxis: { type: 'value', min: 0, splitNumber: 3 },
      series: [
        { ...band, name: 'lower', data: rows.map(({ ahead }) => ahead?.p10 ?? null) },
        {
          ...band,
          name: t('band'),
          data: rows.map(({ ahead }) => (ahead ? ahead.p90 - ahead.p10 : null)),
          areaStyle: { color: palette.tones.accent.solid, opacity: 0.22 },
          itemStyle: { color: palette.tones.accent.solid, opacity: 0.4 },
        },
        {
          name: t('history'),
          type: 'line',
          showSymbol: false,
          data: rows.map(({ qty }) => qty),
          lineStyle: { width: 2 },
          color: palette.tones.accent.solid,
        },
        {
          name: t('mean'),
          type: 'line',
          symbol: 'circle',
          symbolSize: 5,
          data: rows.map(({ ahead }) => ahead?.mean ?? null),
          lineStyle: { width: 2, type: 'dashed' },
          color: palette.tones.accent.solid,
        },
      ],
    });
  }, [fan, language, t]);
  return (
    <Chart
      height={212}
      label={t('fan_label', { item: fan.item_name, n: fan.forecast.length })}
      option={option}
    />
  );
}
