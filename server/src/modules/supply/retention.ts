/** How long records of bought goods are kept; pure. */
const RETAIN_YEARS_AFTER_EXPIRY = 2;
const RETAIN_YEARS_WITHOUT_EXPIRY = 5;

/** Two years beyond the expiry, five where there is none, for ever for an implant (经营监督管理办法第三十八条). */
export function retainUntil(facts: {
  readonly implant: boolean;
  readonly expiry_date: string | null;
  readonly arrival_date: string;
}): string | null {
  if (facts.implant) return null;
  return facts.expiry_date === null
    ? yearsAfter(facts.arrival_date, RETAIN_YEARS_WITHOUT_EXPIRY)
    : yearsAfter(facts.expiry_date, RETAIN_YEARS_AFTER_EXPIRY);
}

function yearsAfter(date: string, years: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const there = new Date(Date.UTC(year + years, month - 1, day));
  return there.toISOString().slice(0, 10);
}
