import { useMemo } from 'react';
import { Chart, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

type Day = { readonly date: string; readonly usable_qty: number };
type Props = {
  readonly days: readonly Day[];
  readonly safety_stock: number;
  readonly reorder_point: number;
  /** The same days with a proposal carried out. */
  readonly with_proposal?: readonly Day[];
};

/** Usable stock day by day against safety stock and reorder point. */
export function ProjectionChart({ days, safety_stock, reorder_point, with_proposal }: Props) {
  const t = useText(text);
  const option = useMemo(
    () => () => ({
      legend: { top: 0 },
      xAxis: { type: 'category' as const, data: days.map((day) => day.date.slice(5)) },
      yAxis: { type: 'value' as const, min: 0 },
      series: [
        {
          name: with_proposal ? t('without') : t('usable'),
          type: 'line' as const,
          step: 'end' as const,
          showSymbol: false,
          lineStyle: with_proposal ? { type: 'dashed' as const } : {},
          data: days.map((day) => Math.max(0, day.usable_qty)),
          markLine: {
            symbol: 'none',
            silent: true,
            data: [
              { yAxis: safety_stock, name: t('safety_stock') },
              { yAxis: reorder_point, name: t('reorder_point') },
            ],
            label: { formatter: '{b} {c}', position: 'insideEndTop' as const },
          },
        },
        ...(with_proposal
          ? [
              {
                name: t('with'),
                type: 'line' as const,
                step: 'end' as const,
                showSymbol: false,
                data: with_proposal.map((day) => Math.max(0, day.usable_qty)),
              },
            ]
          : []),
      ],
    }),
    [days, safety_stock, reorder_point, with_proposal, t],
  );
  return <Chart height={240} label={t('projection_label')} option={option} />;
}
