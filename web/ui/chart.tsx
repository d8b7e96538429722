import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { type Palette, palettes } from './palette.ts';
import { useKitText, useMode } from './provider.tsx';
import { ErrorState } from './states.tsx';

type ChartProps = {
  /** An ECharts option; a function gets the palette, so that colours follow the mode. */
  readonly option: EChartsCoreOption | ((palette: Palette) => EChartsCoreOption);
  readonly height: number;
  /** What the chart shows, in words, for those who cannot see it. */
  readonly label: string;
  /** Every number leads to its rows. */
  readonly onPick?: (point: { name: string; series: string; index: number; data: unknown }) => void;
};

/** A chart; ECharts is loaded when the first one is shown. */
export function Chart({ option, height, label, onPick }: ChartProps) {
  const t = useKitText();
  const mode = useMode();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const first_mode = useRef(mode);
  const pick = useRef(onPick);
  const [ready, setReady] = useState(0);
  const [failed, setFailed] = useState(false);
  pick.current = onPick;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let gone = false;
    let observer: ResizeObserver | undefined;
    import('./chart-core.ts').then(
      ({ makeChart }) => {
        if (gone) return;
        const made = makeChart(element, chartTheme(palettes[first_mode.current]));
        chart.current = made;
        made.on('click', (event) => {
          pick.current?.({
            name: event.name,
            series: event.seriesName ?? '',
            index: event.dataIndex,
            data: event.data,
          });
        });
        observer = new ResizeObserver(() => made.resize());
        observer.observe(element);
        setReady((count) => count + 1);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      observer?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (ready === 0) return;
    const palette = palettes[mode];
    const own = typeof option === 'function' ? option(palette) : option;
    chart.current?.setTheme(chartTheme(palette));
    chart.current?.setOption({ ...BASE_OPTION, ...own }, { notMerge: true });
  }, [option, mode, ready]);

  if (failed) return <ErrorState title={t('chart_failed')} />;
  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}

/** Room for labels, and a tooltip drawn without HTML, which the content policy would refuse. */
const BASE_OPTION: EChartsCoreOption = {
  animationDuration: 240,
  grid: { left: 8, right: 12, top: 32, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  tooltip: { trigger: 'axis', renderMode: 'richText' },
};

/** Colours and type in keeping with the rest of the page. */
function chartTheme(palette: Palette): object {
  const { tones } = palette;
  const axis = {
    axisLine: { lineStyle: { color: palette.line_strong } },
    axisTick: { lineStyle: { color: palette.line_strong } },
    axisLabel: { color: palette.text_2 },
    nameTextStyle: { color: palette.text_2 },
    splitLine: { lineStyle: { color: palette.line } },
  };
  return {
    color: [
      tones.accent.solid,
      tones.ok.solid,
      tones.warn.solid,
      tones.bad.solid,
      tones.hold.solid,
      tones.recall.solid,
    ],
    backgroundColor: 'transparent',
    textStyle: { color: palette.text_2, fontSize: 12, fontFamily: 'inherit' },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
    logAxis: axis,
    legend: { textStyle: { color: palette.text_2 } },
    label: { color: palette.text },
    tooltip: {
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 12 },
    },
  };
}
