/** Classes of Syntetos, Boylan and Croston (2005) by mean interval and squared variation of sizes. */
export type DemandClass = 'no_demand' | 'smooth' | 'erratic' | 'intermittent' | 'lumpy';

export const ADI_CUT = 1.32;
const CV2_CUT = 0.49;

/**
 * Class of a series: `adi` is the mean number of buckets per demand, `cv2` the squared coefficient of variation of the
 * demands that are not zero. Smooth below both cuts (1.32 and .49), erratic above the second, intermittent above the
 * first, lumpy above both; without any demand both figures are null.
 */
export function demandClass(values: ArrayLike<number>): {
  readonly demand_class: DemandClass;
  readonly adi: number | null;
  readonly cv2: number | null;
} {
  let count = 0;
  let mean = 0;
  let spread = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    if (value === 0) continue;
    count += 1;
    const step = value - mean;
    mean += step / count;
    spread += step * (value - mean);
  }
  if (count === 0) return { demand_class: 'no_demand', adi: null, cv2: null };
  const adi = values.length / count;
  const cv2 = mean === 0 ? 0 : spread / count / (mean * mean);
  if (adi < ADI_CUT) return { demand_class: cv2 < CV2_CUT ? 'smooth' : 'erratic', adi, cv2 };
  return { demand_class: cv2 < CV2_CUT ? 'intermittent' : 'lumpy', adi, cv2 };
}
