import { formatInteger, Section, TableScroll, useLanguage, useText, useZone } from '../../../ui/index.ts';
import { Link } from '../../app/link.tsx';
import type { Tower } from './control-tower.tsx';
import { lastDayOf, plusDays, todayIn } from './dates.ts';
import { text } from './text.ts';

type Column = {
  readonly label: string;
  readonly place: number;
  readonly from: string;
  readonly to: string;
  readonly expired: boolean;
};
const LEVELS = 5;

/** What has expired first, then month by month; what expires later is no concern of this picture. */
function columnsOf(months: readonly string[], today: string, expired: string): Column[] {
  const ahead = months.map((month, place) => ({
    label: month,
    place,
    from: `${month}-01`,
    to: lastDayOf(month),
    expired: false,
  }));
  const past = { label: expired, place: months.length + 1, from: '', to: plusDays(today, -1), expired: true };
  return [past, ...ahead];
}

/** Strength of the colour, 0 to 5; by the logarithm, because a few large cells would hide all others. */
function levelOf(qty: number, most: number): number {
  if (qty <= 0) return 0;
  return Math.max(1, Math.ceil((LEVELS * Math.log1p(qty)) / Math.log1p(most)));
}

/** When stock expires, by warehouse and month, as a table so that it can be read and walked through by keyboard. */
export function ExpiryMap({ expiry }: { expiry: Tower['expiry'] }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const columns = columnsOf(expiry.months, todayIn(zone), t('heat_expired'));
  const most = Math.max(1, ...expiry.rows.flatMap((row) => columns.map(({ place }) => row.qty[place] ?? 0)));
  return (
    <Section title={t('heat')} extra={<span className="tc-muted">{t('heat_hint')}</span>} flush>
      {expiry.rows.length === 0 ? (
        <p className="tc-pad tc-muted">{t('heat_none')}</p>
      ) : (
        <TableScroll>
          <table className="tc-heat">
            <thead>
              <tr>
                <th scope="col">{t('warehouse')}</th>
                {columns.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {expiry.rows.map((row) => (
                <tr key={row.warehouse_id}>
                  <th scope="row">{row.warehouse_code}</th>
                  {columns.map(({ label, place, from, to, expired }) => {
                    const qty = row.qty[place] ?? 0;
                    const shade = expired && qty > 0 ? 'expired' : levelOf(qty, most);
                    return (
                      <td key={label} className={`tc-heat-${shade}`}>
                        {qty === 0 ? (
                          <span className="tc-heat-nothing">·</span>
                        ) : (
                          <Link
                            to={`/stock?wh=${row.warehouse_code}&before=${to}&f.expiry_date=${from}..${to}`}
                            title={t('heat_cell', { warehouse: row.warehouse_code, month: label, qty })}
                          >
                            {formatInteger(qty, language)}
                          </Link>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Section>
  );
}
