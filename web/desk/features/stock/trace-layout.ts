/**
 * Where the places of a trace stand on the drawing. A place stands one column after the place from which goods first
 * came to it; goods that come back later draw an arc against the stream, so cycles need no special case. Columns that do
 * not fit beside each other go on in a band below, so that the drawing is never wider than the page.
 */
export type TraceNode = {
  readonly account_id: number;
  readonly kind: string;
  readonly label: string;
  readonly warehouse_code: string | null;
  readonly qty: number;
};
export type TraceEdge = {
  readonly from_account_id: number;
  readonly to_account_id: number;
  readonly purpose: string;
  readonly qty: number;
  readonly first_at: string;
};
export type Placed<N> = { readonly node: N; readonly x: number; readonly y: number };
export type Flow = {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly qty: number;
  readonly purposes: readonly string[];
  readonly path: string;
  readonly width: number;
  readonly back: boolean;
};

export const NODE_W = 148;
export const NODE_H = 48;
const COLUMN = 236;
/** Least distance of columns: below it the words on the flows no longer fit. */
const COLUMN_MIN = 204;
const ROW = 64;
const BAND_GAP = 56;
const PAD = 20;
const FLOW_MAX = 22;

export function layoutTrace<N extends TraceNode>(
  nodes: readonly N[],
  edges: readonly TraceEdge[],
  width = Number.POSITIVE_INFINITY,
) {
  const moves = edges.filter((edge) => edge.from_account_id !== edge.to_account_id);
  const touched = new Set(moves.flatMap((edge) => [edge.from_account_id, edge.to_account_id]));
  // A place without any flow would only pile up at the edge of the drawing.
  const shown = nodes.filter((node) => touched.has(node.account_id) || moves.length === 0);
  const level = levelsOf(shown, moves);
  const { per_band, column } = columnsFor(Math.max(0, ...level.values()) + 1, width);
  const bands = Map.groupBy(shown, (node) => Math.floor(level.get(node.account_id)! / per_band));
  const placed = new Map<number, Placed<N>>();
  let top = PAD;
  for (const [, band] of [...bands].sort(([one], [other]) => one - other))
    top = placeBand(band, level, { per_band, column, top, placed });
  const right = Math.max(NODE_W, ...[...placed.values()].map(({ x }) => x + NODE_W));
  return {
    nodes: [...placed.values()],
    flows: flowsOf(moves, placed),
    width: right + PAD,
    height: top - BAND_GAP + PAD,
  };
}

/** How many columns stand beside each other, and how far apart; at least two, however narrow the page is. */
function columnsFor(columns: number, width: number): { per_band: number; column: number } {
  const room = width - 2 * PAD - NODE_W;
  const wide = Math.floor(room / COLUMN) + 1;
  if (columns <= wide) return { per_band: columns, column: COLUMN };
  const per_band = Math.min(columns, Math.max(2, Math.floor(room / COLUMN_MIN) + 1));
  return {
    per_band,
    column: per_band === 1 ? COLUMN : Math.max(NODE_W + 20, Math.floor(room / (per_band - 1))),
  };
}

type Band<N> = {
  readonly per_band: number;
  readonly column: number;
  readonly top: number;
  readonly placed: Map<number, Placed<N>>;
};

/** Places the columns of one band, each in the middle of its height; gives the top of the next band. */
function placeBand<N extends TraceNode>(
  band: readonly N[],
  level: ReadonlyMap<number, number>,
  { per_band, column, top, placed }: Band<N>,
): number {
  const columns = Map.groupBy(band, (node) => level.get(node.account_id)! % per_band);
  const tallest = Math.max(1, ...[...columns.values()].map((nodes) => nodes.length));
  for (const [at, nodes] of columns) {
    const sorted = [...nodes].sort(
      (a, b) =>
        (a.warehouse_code ?? '').localeCompare(b.warehouse_code ?? '') || a.label.localeCompare(b.label),
    );
    const first = top + ((tallest - sorted.length) * ROW) / 2;
    for (const [index, node] of sorted.entries())
      placed.set(node.account_id, { node, x: PAD + at * column, y: first + index * ROW });
  }
  return top + (tallest - 1) * ROW + NODE_H + BAND_GAP;
}

/** Bins of a warehouse drawn as one place, with what stands in all of them; `members` says which they are. */
export function byWarehouse<N extends TraceNode & { readonly warehouse_id: number | null }>(
  nodes: readonly N[],
  edges: readonly TraceEdge[],
): { nodes: N[]; edges: TraceEdge[]; members: ReadonlyMap<number, readonly number[]> } {
  const homes = Map.groupBy(
    nodes.filter((node) => node.kind === 'bin' && node.warehouse_id !== null),
    (node) => node.warehouse_id!,
  );
  const home = new Map<number, number>();
  const members = new Map<number, readonly number[]>();
  const merged = [...homes.values()].map((bins) => {
    const first = bins[0]!;
    members.set(
      first.account_id,
      bins.map((bin) => bin.account_id),
    );
    for (const bin of bins) home.set(bin.account_id, first.account_id);
    const label = bins.length === 1 ? first.label : (first.warehouse_code ?? first.label);
    return { ...first, label, qty: bins.reduce((all, bin) => all + bin.qty, 0) };
  });
  const at = (account_id: number) => home.get(account_id) ?? account_id;
  return {
    nodes: [...merged, ...nodes.filter((node) => !home.has(node.account_id))],
    edges: edges.map((edge) => ({
      ...edge,
      from_account_id: at(edge.from_account_id),
      to_account_id: at(edge.to_account_id),
    })),
    members,
  };
}

function levelsOf(nodes: readonly TraceNode[], moves: readonly TraceEdge[]): Map<number, number> {
  const level = new Map<number, number>();
  const ordered = [...moves].sort((a, b) => a.first_at.localeCompare(b.first_at));
  for (const edge of ordered) {
    if (!level.has(edge.from_account_id)) level.set(edge.from_account_id, 0);
    if (!level.has(edge.to_account_id)) level.set(edge.to_account_id, level.get(edge.from_account_id)! + 1);
  }
  for (const node of nodes) if (!level.has(node.account_id)) level.set(node.account_id, 0);
  return level;
}

function flowsOf<N extends TraceNode>(
  moves: readonly TraceEdge[],
  placed: ReadonlyMap<number, Placed<N>>,
): Flow[] {
  const pairs = Map.groupBy(moves, (edge) => `${edge.from_account_id}-${edge.to_account_id}`);
  const most = Math.max(1, ...[...pairs.values()].map((group) => sum(group)));
  return [...pairs].flatMap(([key, group]) => {
    const { from_account_id, to_account_id } = group[0]!;
    const from = placed.get(from_account_id);
    const to = placed.get(to_account_id);
    if (!from || !to) return [];
    const below = to.y - from.y > ROW && to.x <= from.x;
    const back = to.x <= from.x && !below;
    const qty = sum(group);
    return {
      key,
      from: from_account_id,
      to: to_account_id,
      qty,
      purposes: [...new Set(group.map((edge) => edge.purpose))],
      path: below ? drop(from, to) : curve(from, to, back),
      width: Math.max(2, (qty / most) * FLOW_MAX),
      back,
    };
  });
}

const sum = (edges: readonly TraceEdge[]): number => edges.reduce((all, edge) => all + edge.qty, 0);

/** A curve from the right of a place to the left of another; against the stream it leaves and arrives below. */
function curve(from: { x: number; y: number }, to: { x: number; y: number }, back: boolean): string {
  if (back) {
    const x1 = from.x + NODE_W / 2;
    const x2 = to.x + NODE_W / 2;
    const dip = Math.max(from.y, to.y) + NODE_H + 26;
    return `M${x1},${from.y + NODE_H} C${x1},${dip} ${x2},${dip} ${x2},${to.y + NODE_H}`;
  }
  const x1 = from.x + NODE_W;
  const y1 = from.y + NODE_H / 2;
  const y2 = to.y + NODE_H / 2;
  const bend = (to.x - x1) / 2;
  return `M${x1},${y1} C${x1 + bend},${y1} ${to.x - bend},${y2} ${to.x},${y2}`;
}

/** A curve from the bottom of a place to the top of one in a band below. */
function drop(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const [x1, y1] = [from.x + NODE_W / 2, from.y + NODE_H];
  const [x2, y2] = [to.x + NODE_W / 2, to.y];
  const bend = (y2 - y1) / 2;
  return `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`;
}
