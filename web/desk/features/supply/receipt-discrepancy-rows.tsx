import { RECEIPT_RESPONSIBLES, resolveReceiptDiscrepancy } from '@tongcang/contract';
import { Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  StatusChip,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { AFFECTS, type Receipt } from './receipt-model.ts';
import { receivingText } from './receiving-text.ts';

type Row = Receipt['discrepancies'][number];
type Resolution = NonNullable<Row['resolution']>;

/** As the server's table has it. */
const CHOICES: Readonly<Record<Row['kind'], readonly Resolution[]>> = {
  short: ['supplier_credit', 'replacement'],
  over: ['accepted_over', 'returned'],
  damaged: ['supplier_credit', 'replacement', 'returned'],
  refused: ['supplier_credit', 'replacement'],
  note: ['note_corrected', 'supplier_credit'],
  no_order: ['order_added'],
};

/** Differences with what was done about them; open ones can be settled by somebody who did not receive. */
export function ReceiptDiscrepancyRows({ rows, linked = false }: { rows: readonly Row[]; linked?: boolean }) {
  const t = useText(receivingText);
  const zone = useZone();
  const lacks = useLacks();
  const [settling, setSettling] = useState<Row | null>(null);
  return (
    <>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('discrepancy_no')}</th>
              {linked ? <th>{t('receipt_no')}</th> : null}
              {linked ? <th>{t('supplier')}</th> : null}
              <th>{t('item')}</th>
              <th>{t('lot')}</th>
              <th>{t('difference_kind')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th>{t('opened_at')}</th>
              <th>{t('status')}</th>
              <th>
                <span className="tc-visually-hidden">{t('resolve')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.receipt_discrepancy_id}>
                <td>{row.document_no}</td>
                {linked ? (
                  <td>
                    <Link to={`/receiving/${row.receipt_id}`}>{row.receipt_no}</Link> {row.warehouse_code}
                  </td>
                ) : null}
                {linked ? <td>{row.supplier_name}</td> : null}
                <td>{row.item_code ? `${row.item_code} ${row.item_name}` : '—'}</td>
                <td>{row.lot_no || '—'}</td>
                <td>{t(`k_${row.kind}`)}</td>
                <td className="tc-num">{row.qty}</td>
                <td>{formatInstant(row.opened_at, zone)}</td>
                <td>
                  <StatusChip
                    tone={row.status === 'open' ? 'warn' : row.status === 'void' ? 'neutral' : 'ok'}
                  >
                    {row.resolution ? t(`x_${row.resolution}`) : t(`d_${row.status}`)}
                  </StatusChip>
                  {row.reason ? (
                    <div className="tc-muted">
                      {t(`p_${row.responsible!}`)} · {row.reason}
                    </div>
                  ) : null}
                </td>
                <td>
                  {row.status === 'open' ? (
                    <BlockedButton
                      size="small"
                      blocked={lacks('supply.return')}
                      onClick={() => setSettling(row)}
                    >
                      {t('resolve')}
                    </BlockedButton>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {settling ? (
        <Settle key={settling.receipt_discrepancy_id} row={settling} onEnd={() => setSettling(null)} />
      ) : null}
    </>
  );
}

function Settle({ row, onEnd }: { row: Row; onEnd: () => void }) {
  const t = useText(receivingText);
  const [resolution, setResolution] = useState<Resolution>(CHOICES[row.kind][0]!);
  const [responsible, setResponsible] = useState<(typeof RECEIPT_RESPONSIBLES)[number]>('supplier');
  const resolve = useAction(resolveReceiptDiscrepancy, { invalidates: AFFECTS, onSuccess: onEnd });
  const { receipt_discrepancy_id } = row;
  return (
    <ConfirmWithReason
      open
      title={`${t('resolve')} ${row.document_no}`}
      confirm_label={t('resolve')}
      onCancel={onEnd}
      onConfirm={(reason) => resolve.run({ receipt_discrepancy_id, resolution, responsible, reason })}
    >
      <div className="tc-line-row">
        <LabelledField label={t('resolution')}>
          {(id) => (
            <Select
              id={id}
              value={resolution}
              onChange={setResolution}
              options={CHOICES[row.kind].map((value) => ({ value, label: t(`x_${value}`) }))}
              style={{ minWidth: 200 }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('responsible')}>
          {(id) => (
            <Select
              id={id}
              value={responsible}
              onChange={setResponsible}
              options={RECEIPT_RESPONSIBLES.map((value) => ({ value, label: t(`p_${value}`) }))}
              style={{ minWidth: 200 }}
            />
          )}
        </LabelledField>
      </div>
      {resolve.error ? <ProblemView error={resolve.error} /> : null}
    </ConfirmWithReason>
  );
}
