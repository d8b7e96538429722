import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formatInteger, useLanguage, useText } from '../../../ui/index.ts';
import { stockText } from './text.ts';
import { byWarehouse, layoutTrace, NODE_H, NODE_W } from './trace-layout.ts';
import { ownLabel, type Trace } from './trace-words.ts';
import { usePlaceKind, usePurpose } from './words.ts';

type PictureProps = {
  readonly trace: Trace;
  readonly place: number | undefined;
  readonly onPlace: (account_id: number | undefined) => void;
  /** Every bin by itself instead of one place for each warehouse. */
  readonly bins: boolean;
};
const TONES: Readonly<Record<string, string>> = {
  supplier: 'accent',
  bin: 'ok',
  in_transit: 'warn',
  consigned: 'hold',
  customer: 'recall',
  destroyed: 'bad',
  adjustment: 'neutral',
};
/** Places where goods are; what a supplier or an adjustment account gave is told by its flows. */
const HOLDS: ReadonlySet<string> = new Set([
  'bin',
  'in_transit',
  'repair',
  'consigned',
  'customer',
  'destroyed',
]);
/** Room for a name, in widths of a Latin letter; a Chinese character takes two. */
const LABEL_MAX = 19;
function short(text: string): string {
  let room = LABEL_MAX;
  for (const [at, character] of [...text].entries()) {
    room -= character > '\u2e7f' ? 2 : 1;
    if (room < 0) return `${[...text].slice(0, at - 1).join('')}…`;
  }
  return text;
}

/** The width that an element has, as it changes. */
function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () => setWidth(element.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  return [place, width] as const;
}

/** The path of a lot from left to right; a flow is as wide as its share, a place says what stands there now. */
export function TracePicture({ trace, place, onPlace, bins }: PictureProps) {
  const t = useText(stockText);
  const language = useLanguage();
  const kind = usePlaceKind();
  const purpose = usePurpose();
  const [box, width] = useWidth();
  const drawing = useMemo(() => {
    const { nodes, edges } = bins ? trace : byWarehouse(trace.nodes, trace.edges);
    return layoutTrace(nodes, edges, width === 0 ? undefined : width);
  }, [trace, bins, width]);
  const flow_of = (key: { from: number; to: number }) =>
    place === undefined || key.from === place || key.to === place;
  const onKey = (event: KeyboardEvent, account_id: number) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPlace(place === account_id ? undefined : account_id);
  };
  return (
    <div className="tc-map-scroll tc-trace-box" ref={box}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no element for a group of buttons. */}
      <svg
        className="tc-trace"
        width={drawing.width}
        height={drawing.height + 24}
        viewBox={`0 0 ${drawing.width} ${drawing.height + 24}`}
        role="group"
        aria-label={t('picture_label', {
          lot: trace.lot.lot_no,
          nodes: drawing.nodes.length,
          edges: drawing.flows.length,
        })}
      >
        {drawing.flows.map((flow) => (
          <path
            key={flow.key}
            className={`tc-trace-flow${flow.back ? ' tc-trace-back' : ''}${flow_of(flow) ? '' : ' tc-trace-off'}`}
            d={flow.path}
            strokeWidth={flow.back ? Math.min(flow.width, 4) : flow.width}
          >
            <title>{`${flow.purposes.map(purpose).join('、')} ${formatInteger(flow.qty, language)}`}</title>
          </path>
        ))}
        {drawing.nodes.map(({ node, x, y }) => {
          const name = node.kind === 'bin' ? ownLabel(node) || node.label : ownLabel(node) || kind(node.kind);
          const head = [node.warehouse_code, kind(node.kind)].filter(Boolean).join(' ');
          return (
            // biome-ignore lint/a11y/useSemanticElements: inside a drawing there are no buttons but groups with that role.
            <g
              key={node.account_id}
              role="button"
              tabIndex={0}
              aria-pressed={place === node.account_id}
              className={`tc-trace-node tc-tone-${TONES[node.kind] ?? 'neutral'}${place === node.account_id ? ' tc-trace-on' : ''}`}
              onClick={() => onPlace(place === node.account_id ? undefined : node.account_id)}
              onKeyDown={(event) => onKey(event, node.account_id)}
            >
              <title>{`${head} ${name}: ${formatInteger(node.qty, language)}`}</title>
              <rect x={x} y={y} width={NODE_W} height={NODE_H} rx={6} />
              <rect className="tc-trace-bar" x={x} y={y} width={4} height={NODE_H} rx={2} />
              <text className="tc-trace-head" x={x + 12} y={y + 17}>
                {head}
              </text>
              <text className="tc-trace-name" x={x + 12} y={y + 36}>
                {short(name)}
              </text>
              {HOLDS.has(node.kind) && node.qty !== 0 ? (
                <text className="tc-trace-qty" x={x + NODE_W - 8} y={y + 17} textAnchor="end">
                  {formatInteger(node.qty, language)}
                </text>
              ) : null}
            </g>
          );
        })}
        {drawing.flows.map((flow) => {
          const from = drawing.nodes.find((one) => one.node.account_id === flow.from)!;
          const to = drawing.nodes.find((one) => one.node.account_id === flow.to)!;
          if (flow.back || !flow_of(flow)) return null;
          return (
            <text
              key={flow.key}
              className="tc-trace-label"
              x={(from.x + NODE_W + to.x) / 2}
              y={(from.y + to.y + NODE_H) / 2 - 5}
              textAnchor="middle"
            >
              {`${purpose(flow.purposes[0])} ${formatInteger(flow.qty, language)}`}
            </text>
          );
        })}
      </svg>
    </div>
  );
}
