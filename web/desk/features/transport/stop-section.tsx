import { printHandover } from '@tongcang/contract';
import {
  formatInstant,
  formatInteger,
  KeyValue,
  Section,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import type { Stop } from './model.ts';
import { PrintButton } from './print-button.tsx';
import { DocumentStatus, StopStatus } from './states.tsx';
import { text } from './text.ts';

/** One stop: when it is reached, what is handed over there, and the form that was signed. */
export function StopSection({ stop }: { stop: Stop }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Section
      title={
        <>
          {t('stop_n', { n: stop.stop_no })} {stop.destination}
        </>
      }
      extra={
        <>
          <StopStatus status={stop.status} />
          <PrintButton
            small
            label={t('handover_paper')}
            fetch={() => call(printHandover, { stop_id: stop.stop_id })}
          />
        </>
      }
    >
      <div className="tc-stack">
        <KeyValue
          facts={[
            { label: t('address'), value: stop.address, wide: true },
            { label: t('distance'), value: `${stop.leg_km} km` },
            { label: t('needed'), value: stop.needed_at ? formatInstant(stop.needed_at, zone) : '—' },
            {
              label: stop.arrived_at ? t('arrived') : t('arrival'),
              value: formatInstant(stop.arrived_at ?? stop.eta_at, zone),
            },
            ...(stop.contact ? [{ label: t('phone'), value: stop.contact }] : []),
            ...(stop.instructions
              ? [{ label: t('instructions'), value: stop.instructions, wide: true }]
              : []),
          ]}
        />
        {stop.documents.map((document) => (
          <DocumentLines key={document.transport_document_id} document={document} />
        ))}
        {stop.handover ? <HandoverFacts handover={stop.handover} /> : null}
      </div>
    </Section>
  );
}

/** Where a document of another module is shown. */
function pageOf(key: string): string | null {
  const transfer = /^transfer:(\d+)$/.exec(key)?.[1];
  return transfer === undefined ? null : `/transfer/${transfer}`;
}

function DocumentLines({ document }: { document: Stop['documents'][number] }) {
  const t = useText(text);
  const language = useLanguage();
  const page = pageOf(document.document_key);
  return (
    <>
      <p>
        {t(`k_${document.kind}`)}{' '}
        {page === null ? document.document_no : <Link to={page}>{document.document_no}</Link>}{' '}
        <span className="tc-muted">{t('packages_n', { n: document.packages })}</span>{' '}
        <DocumentStatus status={document.status} />
      </p>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th>{t('lot')}</th>
              <th>{t('expiry')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('refused_qty')}</th>
            </tr>
          </thead>
          <tbody>
            {document.lines.map((line) => (
              <tr key={line.line_no}>
                <td>
                  {line.item_code} {line.item_name}
                </td>
                <td>
                  <Link to={`/stock/trace/${line.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
                </td>
                <td>{line.expiry_date ?? '—'}</td>
                <td className="tc-num">
                  {formatInteger(line.qty, language)} {line.unit}
                </td>
                <td className="tc-num">
                  {line.qty_refused > 0 ? formatInteger(line.qty_refused, language) : '—'}
                  {line.refusal_reason ? <div className="tc-muted">{line.refusal_reason}</div> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
}

function HandoverFacts({ handover }: { handover: NonNullable<Stop['handover']> }) {
  const t = useText(text);
  const zone = useZone();
  const degrees = (value: number | null) => (value === null ? '—' : `${value} ℃`);
  return (
    <>
      <p>
        <strong>{t(handover.cold ? 'handover_form' : 'handover')}</strong> {handover.document_no}
      </p>
      <KeyValue
        facts={[
          { label: t('handed_over_by'), value: handover.handed_over_by_name },
          { label: t('received_by'), value: handover.received_by_name },
          {
            label: t('handed_over_at'),
            value: `${formatInstant(handover.handed_over_at, zone)} · ${t('minutes_of', {
              n: handover.minutes,
              limit: handover.limit_minutes,
            })}`,
          },
          ...(handover.cold
            ? [
                { label: t('departure_temp'), value: degrees(handover.departure_temp_c) },
                { label: t('arrival_temp'), value: degrees(handover.arrival_temp_c) },
                { label: t('logger'), value: handover.logger_no ?? '—' },
                ...(handover.measured_min_c === null
                  ? []
                  : [
                      {
                        label: t('measured'),
                        value: `${degrees(handover.measured_min_c)} ~ ${degrees(handover.measured_max_c)}`,
                      },
                      { label: t('measured_mkt'), value: degrees(handover.measured_mkt_c) },
                    ]),
              ]
            : []),
          ...(handover.reason ? [{ label: t('reason'), value: handover.reason, wide: true }] : []),
        ]}
      />
    </>
  );
}
