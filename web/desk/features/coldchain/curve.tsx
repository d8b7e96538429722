import { getTempSeries, type OutputOf } from '@tongcang/contract';
import { useMemo } from 'react';
import { Chart, EmptyState, KeyValue, LoadingState, useText, useZone } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { degrees } from './model.ts';
import { text } from './text.ts';

type Props = {
  readonly area_id: number;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** A time to be marked, such as that of an excursion. */
  readonly marked?: { readonly from: string; readonly to: string | null };
  /** The range to compare with, where it is not that of the area. */
  readonly range?: { readonly temp_min_c: number | null; readonly temp_max_c: number | null };
};
type Series = OutputOf<typeof getTempSeries>;
type Tones = { readonly text_2: string; readonly tones: { readonly bad: { readonly solid: string } } };

/** The readings of an area with the limits, device by device. */
export function Curve({ area_id, name, from, to, marked, range }: Props) {
  const t = useText(text);
  const zone = useZone();
  const { data, error, refetch } = useVerb(getTempSeries, { area_id, from, to }, { keepPrevious: true });
  const option = useMemo(
    () => (palette: Tones) => (data ? optionOf(data, zone, palette, marked, range) : {}),
    [data, zone, marked, range],
  );
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  if (data.readings === 0) return <EmptyState title={t('no_readings')} />;
  return (
    <>
      <KeyValue
        facts={[
          { label: t('lowest'), value: degrees(data.lowest_c) },
          { label: t('highest'), value: degrees(data.highest_c) },
          { label: t('mkt'), value: data.mkt_c === null ? '–' : `${data.mkt_c} ℃` },
          { label: t('readings'), value: data.readings },
        ]}
      />
      <Chart height={280} label={t('curve_label', { name })} option={option} />
    </>
  );
}

function optionOf(
  data: Series,
  zone: string,
  palette: Tones,
  marked: Props['marked'],
  range: Props['range'],
) {
  const start = Date.parse(data.from);
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const { temp_min_c, temp_max_c } = range ?? data;
  const limits = [temp_min_c, temp_max_c].filter((value) => value !== null);
  const times = marked ? [marked.from, ...(marked.to === null ? [] : [marked.to])] : [];
  const solid = palette.tones.bad.solid;
  return {
    legend: { top: 0, left: 0, itemWidth: 24, itemGap: 32 },
    grid: {
      left: 8,
      right: 16,
      top: 34,
      bottom: 8,
      outerBoundsMode: 'same' as const,
      outerBoundsContain: 'axisLabel' as const,
    },
    tooltip: { trigger: 'axis' as const, valueFormatter: (value: unknown) => `${value} ℃` },
    xAxis: {
      type: 'time' as const,
      min: data.from,
      max: data.to,
      axisLabel: { formatter: (value: number) => clock.format(value).slice(5), hideOverlap: true },
    },
    yAxis: {
      type: 'value' as const,
      // The limits stay in sight where everything is well inside of them.
      min: (shown: { min: number }) => Math.floor(Math.min(shown.min, ...limits) - 1),
      max: (shown: { max: number }) => Math.ceil(Math.max(shown.max, ...limits) + 1),
      axisLabel: { formatter: '{value} ℃' },
    },
    series: data.devices
      .filter((device) => device.seconds.length > 0)
      .map((device, index) => ({
        name:
          device.position && device.position !== device.device_no
            ? `${device.position} ${device.device_no}`
            : device.device_no,
        type: 'line' as const,
        showSymbol: device.seconds.length < 3,
        data: device.seconds.map((second, at) => [start + second * 1000, device.centis[at]! / 100]),
        ...(index === 0
          ? {
              markLine: {
                symbol: 'none',
                silent: true,
                lineStyle: { color: solid },
                label: { color: palette.text_2, position: 'insideEndTop' as const, formatter: '{c}' },
                data: [
                  ...limits.map((yAxis) => ({ yAxis })),
                  ...times.map((at) => ({
                    xAxis: Date.parse(at),
                    label: { formatter: clock.format(Date.parse(at)).slice(6) },
                  })),
                ],
              },
            }
          : {}),
      })),
  };
}
