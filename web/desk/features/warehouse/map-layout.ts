/** Places of bins on a drawing. */

export type Placed = {
  readonly zone_code: string;
  readonly zone_kind: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type ZoneBox = Box & { readonly code: string; readonly kind: string };

const CELL = { x: 64, y: 34 } as const;
const GAP = 4;
const PAD = 24;
/** Room for the sign of a zone above it, and for a way beside it. */
const AISLE = { x: 12, y: 24 } as const;

/** Zones by the colours of the area signs that inspectors expect. */
export const ZONE_TONE: Readonly<Record<string, string>> = {
  receiving: 'warn',
  storage: 'ok',
  dispatch: 'ok',
  rejected: 'bad',
  returns: 'warn',
  sample: 'accent',
};

/** Boxes of the bins, boxes around the zones, and the size of the drawing; long empty stretches become one aisle. */
export function layOut<B extends Placed>(
  bins: readonly B[],
): {
  readonly boxes: readonly { bin: B; box: Box }[];
  readonly zones: readonly ZoneBox[];
  readonly size: Box;
} {
  const [xs, ys] = [offsets(bins, 'x'), offsets(bins, 'y')];
  const boxes = bins.map((bin) => {
    const x = PAD + xs.get(bin.x)!;
    const y = PAD + ys.get(bin.y)!;
    const width = xs.get(bin.x + bin.width - 1)! + CELL.x - xs.get(bin.x)!;
    const height = ys.get(bin.y + bin.height - 1)! + CELL.y - ys.get(bin.y)!;
    return { bin, box: { x, y, width, height } };
  });
  const groups = Map.groupBy(boxes, ({ bin }) => `${bin.zone_code}|${bin.zone_kind}`);
  const zones = [...groups.values()].map((members): ZoneBox => {
    const around = union(members.map(({ box }) => box));
    const { zone_code: code, zone_kind: kind } = members[0]!.bin;
    return {
      code,
      kind,
      x: around.x - 5,
      y: around.y - 16,
      width: around.width + 10,
      height: around.height + 21,
    };
  });
  const all = union(boxes.map(({ box }) => box));
  const size = { x: 0, y: 0, width: all.x + all.width + PAD, height: all.y + all.height + PAD };
  return { boxes, zones, size };
}

function union(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Pixels by grid coordinate along one axis; an aisle is left where a zone begins or the original leaves a gap. */
function offsets(bins: readonly Placed[], axis: 'x' | 'y'): Map<number, number> {
  const [other, size, side] =
    axis === 'x' ? (['y', 'width', 'height'] as const) : (['x', 'height', 'width'] as const);
  const zone_at = new Map<string, string>();
  const taken = new Set<number>();
  for (const bin of bins) {
    for (let along = bin[axis]; along < bin[axis] + bin[size]; along++) {
      taken.add(along);
      for (let across = bin[other]; across < bin[other] + bin[side]; across++)
        zone_at.set(`${along}|${across}`, bin.zone_code);
    }
  }
  const found = new Map<number, number>();
  let offset = 0;
  let before: number | null = null;
  for (const value of [...taken].sort((a, b) => a - b)) {
    if (before !== null) {
      const zone_begins = [...zone_at].some(([key, zone]) => {
        const [along, across] = key.split('|');
        if (Number(along) !== value) return false;
        const neighbour = zone_at.get(`${before}|${across}`);
        return neighbour !== undefined && neighbour !== zone;
      });
      offset += CELL[axis] + GAP + (zone_begins || value - before > 1 ? AISLE[axis] : 0);
    }
    found.set(value, offset);
    before = value;
  }
  return found;
}
