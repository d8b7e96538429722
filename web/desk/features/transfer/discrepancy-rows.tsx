import { openClaim, resolveDiscrepancy } from '@tongcang/contract';
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
import { YuanInput } from '../transport/yuan-input.tsx';
import type { Transfer } from './model.ts';
import { text } from './text.ts';

type Row = Transfer['discrepancies'][number];
type Resolution = 'lost' | 'found' | 'returned' | 'accepted';
type Responsible = 'sender' | 'carrier' | 'receiver' | 'unknown';

const CHOICES: Readonly<Record<Row['kind'], readonly Resolution[]>> = {
  short: ['lost', 'found', 'returned'],
  damaged: ['accepted'],
};

/** Differences with what was done about them; open ones can be settled by somebody who did not receive. */
export function DiscrepancyRows({ rows, linked = false }: { rows: readonly Row[]; linked?: boolean }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const [settling, setSettling] = useState<Row | null>(null);
  const [claiming, setClaiming] = useState<Row | null>(null);
  const [resolution, setResolution] = useState<Resolution>('lost');
  const [responsible, setResponsible] = useState<Responsible>('unknown');
  const [claim, setClaim] = useState<number | undefined>();
  const resolve = useAction(resolveDiscrepancy, {
    invalidates: ['transfer', 'stock', 'insight'],
    onSuccess: () => setSettling(null),
  });
  const start = (row: Row) => {
    resolve.reset();
    setResolution(CHOICES[row.kind][0]!);
    setClaim(undefined);
    setSettling(row);
  };
  const claimable = responsible !== 'unknown' && (resolution === 'lost' || resolution === 'accepted');
  return (
    <>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('discrepancy_no')}</th>
              {linked ? <th>{t('transfer')}</th> : null}
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
              <tr key={row.discrepancy_id}>
                <td>{row.document_no}</td>
                {linked ? (
                  <td>
                    <Link to={`/transfer/${row.transfer_id}`}>{row.transfer_no}</Link>{' '}
                    {row.from_warehouse_code} → {row.to_warehouse_code}
                  </td>
                ) : null}
                <td>
                  {row.item_code} {row.item_name}
                </td>
                <td>
                  <Link to={`/stock/trace/${row.item_id}/${row.lot_id}`}>{row.lot_no}</Link>
                </td>
                <td>{t(`k_${row.kind}`)}</td>
                <td className="tc-num">{row.qty}</td>
                <td>{formatInstant(row.opened_at, zone)}</td>
                <td>
                  <StatusChip tone={row.status === 'open' ? 'warn' : 'ok'}>
                    {row.resolution ? t(`r_${row.resolution}`) : t(`d_${row.status}`)}
                  </StatusChip>
                  {row.reason ? <div className="tc-muted">{row.reason}</div> : null}
                  {row.claim_no ? (
                    <div>
                      <Link to="/transfer/claim">{row.claim_no}</Link>
                    </div>
                  ) : null}
                </td>
                <td>
                  {row.status === 'open' ? (
                    <BlockedButton
                      size="small"
                      blocked={lacks('transfer.resolve')}
                      onClick={() => start(row)}
                    >
                      {t('resolve')}
                    </BlockedButton>
                  ) : null}
                  {mayClaim(row) ? (
                    <BlockedButton
                      size="small"
                      blocked={lacks('transfer.resolve')}
                      onClick={() => setClaiming(row)}
                    >
                      {t('open_claim')}
                    </BlockedButton>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {claiming ? <OpenClaim row={claiming} onClose={() => setClaiming(null)} /> : null}
      <ConfirmWithReason
        open={settling !== null}
        title={`${t('resolve')} ${settling?.document_no ?? ''}`}
        confirm_label={t('resolve')}
        onCancel={() => setSettling(null)}
        onConfirm={(reason) =>
          resolve.run({
            discrepancy_id: settling!.discrepancy_id,
            resolution,
            responsible,
            reason,
            ...(claimable && claim ? { claim_fen: claim } : {}),
          })
        }
      >
        <div className="tc-line-row">
          <LabelledField label={t('resolution')}>
            {(id) => (
              <Select
                id={id}
                value={resolution}
                onChange={setResolution}
                options={(settling ? CHOICES[settling.kind] : []).map((value) => ({
                  value,
                  label: t(`r_${value}`),
                }))}
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
                options={(['sender', 'carrier', 'receiver', 'unknown'] as const).map((value) => ({
                  value,
                  label: t(`p_${value}`),
                }))}
                style={{ minWidth: 200 }}
              />
            )}
          </LabelledField>
        </div>
        {claimable ? (
          <LabelledField label={t('claim_yuan')}>
            {(id) => <YuanInput id={id} value={claim} onChange={setClaim} />}
          </LabelledField>
        ) : null}
        {resolve.error ? <ProblemView error={resolve.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

/** Goods that are lost or damaged for good and that nobody has been asked to pay for yet. */
const mayClaim = (row: Row): boolean =>
  row.status !== 'open' &&
  row.claim_no === null &&
  (row.resolution === 'lost' || row.resolution === 'accepted');

function OpenClaim({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText(text);
  const known = row.responsible === null || row.responsible === 'unknown' ? 'carrier' : row.responsible;
  const [against, setAgainst] = useState(known as Exclude<Responsible, 'unknown'>);
  const [amount_fen, setAmount] = useState<number | undefined>();
  const open = useAction(openClaim, { invalidates: ['transfer'], onSuccess: onClose });
  return (
    <ConfirmWithReason
      open
      title={`${t('open_claim')} ${row.document_no}`}
      confirm_label={t('open_claim')}
      onCancel={onClose}
      onConfirm={(reason) =>
        open.run({ discrepancy_id: row.discrepancy_id, against, amount_fen: amount_fen ?? 0, reason })
      }
    >
      <div className="tc-line-row">
        <LabelledField label={t('responsible')}>
          {(id) => (
            <Select
              id={id}
              value={against}
              onChange={setAgainst}
              options={(['carrier', 'sender', 'receiver'] as const).map((value) => ({
                value,
                label: t(`p_${value}`),
              }))}
              style={{ minWidth: 200 }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('amount_yuan')} required>
          {(id) => <YuanInput id={id} value={amount_fen} onChange={setAmount} />}
        </LabelledField>
      </div>
      {open.error ? <ProblemView error={open.error} /> : null}
    </ConfirmWithReason>
  );
}
