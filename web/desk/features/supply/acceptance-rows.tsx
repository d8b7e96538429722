import { formatInstant, KeyValue, Section, StatusChip, useText, useZone } from '../../../ui/index.ts';
import type { Receipt } from './receipt-model.ts';
import { receivingText, type T } from './receiving-text.ts';
import { TakeBackAcceptance } from './take-back.tsx';

type Row = Receipt['acceptances'][number];

/** The legal records of a receipt, each with all its fields. */
export function AcceptanceRows({ rows, of_receipt = false }: { rows: readonly Row[]; of_receipt?: boolean }) {
  const t = useText(receivingText);
  const zone = useZone();
  return (
    <Section title={t('acceptances')}>
      {rows.map((row) => (
        <details key={row.acceptance_line_id} className="tc-record">
          <summary>
            {row.reversal_no ? <StatusChip tone="bad">{t('taken_back')}</StatusChip> : null} {row.document_no}{' '}
            · {row.item_name} {row.lot_no} · {t(`r_${row.result}`)} {row.qualified_qty}/
            {row.qualified_qty + row.unqualified_qty}
          </summary>
          <KeyValue facts={factsOf(row, t, zone)} />
          {row.reversal_no === null && of_receipt ? <TakeBackAcceptance row={row} /> : null}
        </details>
      ))}
    </Section>
  );
}

function factsOf(row: Row, t: T, zone: string) {
  return [
    { label: t('item'), value: row.item_name },
    { label: t('model'), value: row.model },
    { label: t('registration_no'), value: row.registration_no },
    { label: t('registrant_name'), value: row.registrant_name },
    { label: t('producer_name'), value: row.producer_name },
    { label: t('producer_licence_no'), value: row.producer_licence_no },
    { label: t('lot'), value: row.lot_no },
    { label: t('production'), value: row.production_date },
    { label: t('expiry'), value: row.expiry_date ?? t('without_expiry') },
    { label: t('purchase_date'), value: row.purchase_date },
    { label: t('arrival_date'), value: row.arrival_date },
    { label: t('supplier'), value: row.supplier_name },
    { label: t('supplier_address'), value: row.supplier_address },
    { label: t('supplier_contact'), value: row.supplier_contact },
    { label: t('arrived_qty'), value: `${row.arrived_qty} ${row.unit}` },
    { label: t('sample'), value: row.sample_qty },
    { label: t('qualified'), value: row.qualified_qty },
    { label: t('unqualified'), value: row.unqualified_qty },
    ...(row.unqualified_reason
      ? [
          { label: t('unqualified_reason'), value: row.unqualified_reason },
          { label: t('unqualified_action'), value: t(`a_${row.unqualified_action!}`) },
        ]
      : []),
    ...(row.temperature_record_no
      ? [
          { label: t('arrival_temp'), value: row.arrival_temp_c ?? '—' },
          { label: t('record_no'), value: row.temperature_record_no },
        ]
      : []),
    ...(row.reversal_no ? [{ label: t('taken_back'), value: row.reversal_no }] : []),
    { label: t('accepted_by'), value: row.accepted_by_name },
    { label: t('accepted_at'), value: formatInstant(row.accepted_at, zone) },
    { label: t('retain_until'), value: row.retain_until ?? t('forever') },
    ...(row.serial_nos.length > 0
      ? [{ label: t('serials'), value: row.serial_nos.join(' '), wide: true }]
      : []),
  ];
}
