import { DIFFERENCE_LIABLE, type listDifferences, resolveDifference } from '@tongcang/contract';
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
import { type RowOf, useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { cabinet_text as text } from './cabinet-text.ts';

type Row = RowOf<typeof listDifferences>;
type Resolution = NonNullable<Row['resolution']>;
type Liable = (typeof DIFFERENCE_LIABLE)[number];

const ENDS: Readonly<Record<Row['kind'], readonly Resolution[]>> = {
  missing: ['charged', 'found', 'lost'],
  contaminated: ['charged', 'scrapped'],
  surplus: ['booked'],
};

/** Differences at hospitals with what was done about them; open ones are settled by somebody who did not find them. */
export function DifferenceRows({ rows, linked = false }: { rows: readonly Row[]; linked?: boolean }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const [settling, setSettling] = useState<Row | null>(null);
  return (
    <>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('document_no')}</th>
              {linked ? <th>{t('source')}</th> : null}
              <th>{t('item')}</th>
              <th>{t('lot')}</th>
              <th>{t('kind')}</th>
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
              <tr key={row.difference_id}>
                <td>{row.document_no}</td>
                {linked ? (
                  <td>
                    <Link to={row.case_id ? `/surgery/${row.case_id}` : `/consignment/${row.agreement_id}`}>
                      {row.source_no}
                    </Link>
                    <div className="tc-muted">
                      {row.partner_name} {row.department_name}
                    </div>
                  </td>
                ) : null}
                <td>
                  {row.item_code} {row.item_name}
                </td>
                <td>
                  <Link to={`/stock/trace/${row.item_id}/${row.lot_id}`}>{row.lot_no}</Link>
                  {row.serial_nos.length > 0 ? (
                    <div className="tc-muted">{row.serial_nos.join(', ')}</div>
                  ) : null}
                </td>
                <td>{t(`d_${row.kind}`)}</td>
                <td className="tc-num">{row.qty}</td>
                <td>
                  {formatInstant(row.opened_at, zone)}
                  <div className="tc-muted">{row.opened_by_name}</div>
                </td>
                <td>
                  <StatusChip tone={row.status === 'open' ? 'warn' : 'ok'}>
                    {row.resolution ? t(`e_${row.resolution}`) : t(`ds_${row.status}`)}
                  </StatusChip>
                  {row.reason ? <div className="tc-muted">{row.reason}</div> : null}
                </td>
                <td>
                  {row.status === 'open' ? (
                    <BlockedButton
                      size="small"
                      blocked={lacks('stock.adjust')}
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
      {settling ? <Settle row={settling} onClose={() => setSettling(null)} /> : null}
    </>
  );
}

function Settle({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText(text);
  const [resolution, setResolution] = useState<Resolution>(ENDS[row.kind][0]!);
  const [responsible, setResponsible] = useState<Liable>('hospital');
  const resolve = useAction(resolveDifference, {
    invalidates: ['fulfilment', 'stock', 'insight'],
    onSuccess: onClose,
  });
  return (
    <ConfirmWithReason
      open
      title={`${t('resolve')} ${row.document_no}`}
      confirm_label={t('resolve')}
      onCancel={onClose}
      onConfirm={(reason) =>
        resolve.run({ difference_id: row.difference_id, resolution, responsible, reason })
      }
    >
      <div className="tc-line-row">
        <LabelledField label={t('resolution')}>
          {(id) => (
            <Select
              id={id}
              value={resolution}
              onChange={setResolution}
              options={ENDS[row.kind].map((value) => ({ value, label: t(`e_${value}`) }))}
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
              options={DIFFERENCE_LIABLE.map((value) => ({ value, label: t(`p_${value}`) }))}
              style={{ minWidth: 160 }}
            />
          )}
        </LabelledField>
      </div>
      {resolve.error ? <ProblemView error={resolve.error} /> : null}
    </ConfirmWithReason>
  );
}
