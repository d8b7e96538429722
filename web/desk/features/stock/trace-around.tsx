import { listPartnerEvents } from '@tongcang/contract';
import {
  formatInstant,
  formatInteger,
  StatusChip,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { TraceTable } from './trace-table.tsx';
import { traceText } from './trace-text.ts';
import { type Around, pageOf } from './trace-words.ts';

type Props = { readonly around: Around };
const range = (low: number | null, high: number | null) =>
  low === null && high === null ? '–' : `${low ?? '–'} ~ ${high ?? '–'} ℃`;

function useWords() {
  const t = useText(traceText);
  const language = useLanguage();
  const zone = useZone();
  return {
    t,
    n: (value: number) => formatInteger(value, language),
    when: (at: string | null) => (at === null ? '–' : formatInstant(at, zone)),
  };
}

function DocumentLink({ at, no }: { readonly at: string | null; readonly no: string | null }) {
  const to = pageOf(at);
  return to && no ? <Link to={to}>{no}</Link> : no;
}

/** Backward: who supplied it, who received and accepted it, how warm it became, what it was made of. */
export function CameFrom({ around }: Props) {
  const { t, n, when } = useWords();
  return (
    <>
      <TraceTable
        title={`${t('back')} · ${t('receipts')}`}
        empty={t('no_receipts')}
        heads={[
          { label: t('receipt') },
          { label: t('supplier') },
          { label: t('delivery_note') },
          { label: t('arrived_at') },
          { label: t('received'), number: true },
          { label: t('refused'), number: true },
          { label: t('received_by') },
          { label: t('temperature') },
          { label: t('record_no') },
        ]}
        rows={around.receipts.map((row) => ({
          key: row.document_no,
          cells: [
            <DocumentLink key="no" at={row.document_key} no={row.document_no} />,
            row.supplier_name,
            row.delivery_note_no,
            when(row.arrived_at),
            n(row.qty),
            n(row.qty_refused),
            row.received_by_name,
            row.transport ? range(row.transport.min_temp_c, row.transport.max_temp_c) : '–',
            [row.transport?.record_no, row.attachments > 0 ? t('papers', { n: row.attachments }) : null]
              .filter(Boolean)
              .join(' · ') || '–',
          ],
        }))}
      />
      <TraceTable
        title={`${t('back')} · ${t('acceptances')}`}
        heads={[
          { label: t('acceptance') },
          { label: t('accepted_at') },
          { label: t('accepted_by') },
          { label: t('registration_no') },
          { label: t('qualified'), number: true },
          { label: t('unqualified'), number: true },
          { label: t('retain_until') },
        ]}
        rows={around.acceptances.map((row) => ({
          key: row.document_no,
          cells: [
            <DocumentLink key="no" at={row.receipt_key} no={row.document_no} />,
            when(row.accepted_at),
            row.accepted_by_name,
            row.registration_no,
            n(row.qualified_qty),
            n(row.unqualified_qty),
            row.retain_until ?? t('forever'),
          ],
        }))}
      />
      <TraceTable
        title={t('excursions')}
        heads={[
          { label: t('excursion') },
          { label: t('from_at') },
          { label: t('to_at') },
          { label: t('minutes_out'), number: true },
          { label: t('range') },
        ]}
        rows={around.excursions.map((row) => ({
          key: row.excursion_id,
          cells: [
            <Link key="no" to={`/coldchain/excursion/${row.excursion_id}`}>
              {row.document_no}
            </Link>,
            when(row.from_at),
            when(row.to_at),
            n(row.minutes_out),
            range(row.lowest_c, row.highest_c),
          ],
        }))}
      />
      <TraceTable
        title={t('lineage')}
        heads={[
          { label: t('relation') },
          { label: t('item') },
          { label: t('lot') },
          { label: t('qty'), number: true },
          { label: t('work_order') },
          { label: t('at') },
        ]}
        rows={around.lineage.map((row) => ({
          key: `${row.direction}-${row.document_no}-${row.lot_id}`,
          cells: [
            <span key="way">
              {t(row.direction)} {row.depth > 1 ? t('level', { n: row.depth }) : ''}
            </span>,
            `${row.item_code} ${row.item_name}`,
            <Link key="lot" to={`/stock/trace/${row.item_id}/${row.lot_id}`}>
              {row.lot_no}
            </Link>,
            n(row.qty),
            <DocumentLink key="no" at={row.document_key} no={row.document_no} />,
            when(row.at),
          ],
        }))}
      />
    </>
  );
}

/** Forward: who has it, on whom it was used, in which boxes it stood. */
export function WentTo({ around }: Props) {
  const { t, n, when } = useWords();
  return (
    <>
      <TraceTable
        title={`${t('forth')} · ${t('consignees')}`}
        empty={t('no_consignees')}
        heads={[
          { label: t('partner') },
          { label: t('department') },
          { label: t('lot') },
          { label: t('delivered'), number: true },
          { label: t('consigned'), number: true },
          { label: t('returned'), number: true },
        ]}
        rows={around.consignees.map((row) => ({
          key: `${row.partner_id}-${row.department_name}-${row.lot_id}`,
          cells: [
            row.partner_name,
            row.department_name,
            `${row.item_code} ${row.lot_no}`,
            n(row.delivered),
            n(row.consigned),
            n(row.returned),
          ],
        }))}
      />
      <TraceTable
        title={`${t('forth')} · ${t('uses')}`}
        heads={[
          { label: t('used_at') },
          { label: t('partner') },
          { label: t('case') },
          { label: t('patient') },
          { label: t('lot') },
          { label: t('serial') },
          { label: t('qty'), number: true },
        ]}
        rows={around.uses.map((row, at) => ({
          key: at,
          cells: [
            when(row.used_at),
            [row.partner_name, row.department_name].filter(Boolean).join(' '),
            row.case_no ? <DocumentLink key="no" at={row.document_key} no={row.case_no} /> : '–',
            row.patient_ref ?? '–',
            row.lot_no,
            row.serial_nos.join(' '),
            row.reversed ? (
              <StatusChip key="r" tone="neutral">
                {t('reversed')}
              </StatusChip>
            ) : (
              n(row.qty)
            ),
          ],
        }))}
      />
      <TraceTable
        title={t('units')}
        heads={[
          { label: t('sscc') },
          { label: t('relation') },
          { label: t('packed'), number: true },
          { label: t('at') },
        ]}
        rows={around.units.map((row, at) => ({
          key: at,
          cells: [
            row.handling_unit_id ? (
              <Link key="u" to={`/warehouse/handling-unit/${row.handling_unit_id}`}>
                {row.sscc}
              </Link>
            ) : (
              <DocumentLink key="u" at={row.document_key} no={row.sscc} />
            ),
            t(`u_${row.kind}`),
            n(row.qty),
            when(row.at),
          ],
        }))}
      />
    </>
  );
}

/** What partners told of the lot in their documents. */
export function PartnersTold({ item_id, lot_id }: { readonly item_id: number; readonly lot_id: number }) {
  const { t, n, when } = useWords();
  const { data } = useVerb(listPartnerEvents, { item_id, lot_id });
  return (
    <TraceTable
      title={t('partners_told')}
      heads={[
        { label: t('event_time') },
        { label: t('sender') },
        { label: t('step') },
        { label: t('serial') },
        { label: t('qty'), number: true },
      ]}
      rows={(data?.rows ?? []).map((row, at) => ({
        key: at,
        cells: [
          when(row.event_time),
          row.sender ?? '–',
          row.biz_step ?? row.type,
          row.serial_no ?? '–',
          row.qty === null ? '–' : n(row.qty),
        ],
      }))}
    />
  );
}
