import { useMemo } from 'react';
import { Chart, useText } from '../../../ui/index.ts';
import { text } from './text.ts';

type Day = { readonly date: string; readonly usable_qty: number };
type Props = {
  readonly days: readonly Day[];
  /** Lines to compare with; none where the numbers are not known. */
  readonly safety_stock?: number;
  readonly reorder_point?: number;
  /** The same days with a proposal carried out. */
  readonly with_proposal?: readonly Day[];
};

/** The next number up that reads well at the end of an axis. */
function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(value, 10))) / 2;
  return Math.ceil((Math.max(value, 1) * 1.02) / step) * step;
}

/** Usable stock day by day against safety stock and reorder point. */
export function ProjectionChart({ days, safety_stock, reorder_point, with_proposal }: Props) {
  const t = useText(text);
  const option = useMemo(
    () => (palette: { text_2: string; tones: { warn: { solid: string } } }) => ({
      ...(with_proposal ? { legend: { top: 0, left: 0, itemWidth: 24, itemGap: 24 } } : {}),
      grid: {
        left: 8,
        right: 12,
        top: with_proposal ? 32 : 12,
        bottom: 8,
        outerBoundsMode: 'same' as const,
        outerBoundsContain: 'axisLabel' as const,
      },
      xAxis: { type: 'category' as const, data: days.map((day) => day.date.slice(5)) },
      yAxis: {
        type: 'value' as const,
        min: 0,
        minInterval: 1,
        // The lines to compare with stay in sight when there is no stock.
        max: (shown: { max: number }) => roundUp(Math.max(shown.max, safety_stock ?? 0, reorder_point ?? 0)),
      },
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
              ...(safety_stock ? [{ yAxis: safety_stock, name: t('safety_stock') }] : []),
              ...(reorder_point ? [{ yAxis: reorder_point, name: t('reorder_point') }] : []),
            ],
            label: { formatter: '{b} {c}', position: 'insideEndTop' as const, color: palette.text_2 },
            lineStyle: { color: palette.tones.warn.solid },
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
