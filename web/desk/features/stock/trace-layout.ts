/**
 * Where the places of a trace stand on the drawing. A place stands one column after the place from which goods first
 * came to it; goods that come back later draw an arc against the stream, so cycles need no special case.
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
const ROW = 64;
const PAD = 20;
const FLOW_MAX = 22;

export function layoutTrace<N extends TraceNode>(nodes: readonly N[], edges: readonly TraceEdge[]) {
  const moves = edges.filter((edge) => edge.from_account_id !== edge.to_account_id);
  const touched = new Set(moves.flatMap((edge) => [edge.from_account_id, edge.to_account_id]));
  // A place without any flow would only pile up at the edge of the drawing.
  const shown = nodes.filter((node) => touched.has(node.account_id) || moves.length === 0);
  const level = levelsOf(shown, moves);
  const columns = Map.groupBy(shown, (node) => level.get(node.account_id)!);
  const tallest = Math.max(1, ...[...columns.values()].map((column) => column.length));
  const placed = new Map<number, Placed<N>>();
  for (const [at, column] of columns) {
    const sorted = [...column].sort(
      (a, b) =>
        (a.warehouse_code ?? '').localeCompare(b.warehouse_code ?? '') || a.label.localeCompare(b.label),
    );
    const top = PAD + ((tallest - sorted.length) * ROW) / 2;
    for (const [index, node] of sorted.entries())
      placed.set(node.account_id, { node, x: PAD + at * COLUMN, y: top + index * ROW });
  }
  return {
    nodes: [...placed.values()],
    flows: flowsOf(moves, placed),
    width: PAD * 2 + Math.max(0, ...level.values()) * COLUMN + NODE_W,
    height: PAD * 2 + (tallest - 1) * ROW + NODE_H,
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
    const back = to.x <= from.x;
    const qty = sum(group);
    return {
      key,
      from: from_account_id,
      to: to_account_id,
      qty,
      purposes: [...new Set(group.map((edge) => edge.purpose))],
      path: curve(from, to, back),
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
