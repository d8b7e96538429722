import { reverseUsage } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatDate,
  formatInstant,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { AFFECTS, type Case, labelOf } from './case-model.ts';
import { surgery_text as text } from './surgery-text.ts';

/** What the case and its sets want, and how far allocating and picking have come. */
export function CaseLines({ surgery }: { surgery: Case }) {
  const t = useText(text);
  return (
    <Section title={t('lines')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th>{t('set')}</th>
              <th className="tc-num">{t('wanted')}</th>
              <th className="tc-num">{t('in_set')}</th>
              <th className="tc-num">{t('picked')}</th>
            </tr>
          </thead>
          <tbody>
            {surgery.line_rows.map((line) => (
              <tr key={line.surgical_line_id}>
                <td>{labelOf(line)}</td>
                <td>{line.set_no ?? t('loose')}</td>
                <td className="tc-num">
                  {line.qty} {line.unit}
                </td>
                <td className={`tc-num${line.qty_in < line.qty ? ' tc-ink-warn' : ''}`}>{line.qty_in}</td>
                <td className={`tc-num${line.qty_picked < line.qty ? ' tc-ink-warn' : ''}`}>
                  {line.qty_picked}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

/** What went out, lot by lot, and what became of it. */
export function CasePieces({ surgery }: { surgery: Case }) {
  const t = useText(text);
  const language = useLanguage();
  return (
    <Section title={t('pieces')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th>{t('role')}</th>
              <th>{t('lot')}</th>
              <th>{t('expiry')}</th>
              <th className="tc-num">{t('sent')}</th>
              <th className="tc-num">{t('used')}</th>
              <th className="tc-num">{t('returned')}</th>
              <th className="tc-num">{t('written_off')}</th>
              <th className="tc-num">{t('out')}</th>
            </tr>
          </thead>
          <tbody>
            {surgery.pieces.map((piece) => (
              <tr key={piece.lot_id}>
                <td>{labelOf(piece)}</td>
                <td>{t(`r_${piece.role}`)}</td>
                <td>
                  <Link to={`/stock/trace/${piece.item_id}/${piece.lot_id}`}>{piece.lot_no}</Link>
                  {piece.serial_nos.length > 0 ? (
                    <div className="tc-muted">{piece.serial_nos.join(', ')}</div>
                  ) : null}
                </td>
                <td>{piece.expiry_date ? formatDate(piece.expiry_date, language) : '—'}</td>
                <td className="tc-num">{piece.qty_sent}</td>
                <td className="tc-num">{piece.qty_used}</td>
                <td className="tc-num">{piece.qty_returned}</td>
                <td className="tc-num">{piece.qty_written_off}</td>
                <td className={`tc-num${piece.qty_out > 0 ? ' tc-ink-warn' : ''}`}>{piece.qty_out}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

/** What was used at the patient, and the settlement that charged it. */
export function CaseUsages({ surgery }: { surgery: Case }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const [reversing, setReversing] = useState<number | null>(null);
  const reverse = useAction(reverseUsage, { invalidates: AFFECTS, onSuccess: () => setReversing(null) });
  return (
    <Section
      title={t('usages')}
      flush
      extra={
        surgery.status === 'returned' && surgery.usages.length > 0 ? (
          <Link to="/consignment/settlement">{t('open_settlement')}</Link>
        ) : null
      }
    >
      {surgery.usages.length === 0 ? (
        <p className="tc-pad tc-muted">{t('no_usages')}</p>
      ) : (
        <TableScroll>
          <table className="tc-table">
            <tbody>
              {surgery.usages.map((use) => (
                <tr key={use.usage_id}>
                  <td>{labelOf(use)}</td>
                  <td>
                    {t('lot')} {use.lot_no}
                    {use.serial_nos.length > 0 ? (
                      <div className="tc-muted">{use.serial_nos.join(', ')}</div>
                    ) : null}
                  </td>
                  <td className="tc-num">{use.qty}</td>
                  <td>{formatInstant(use.used_at, zone)}</td>
                  <td>{use.recorded_by_name}</td>
                  <td>
                    {use.reverse_reason ? (
                      <StatusChip tone="neutral">{t('use_reversed')}</StatusChip>
                    ) : (
                      (use.settlement_no ?? (
                        <BlockedButton
                          size="small"
                          blocked={lacks('stock.adjust')}
                          onClick={() => setReversing(use.usage_id)}
                        >
                          {t('reverse_use')}
                        </BlockedButton>
                      ))
                    )}
                    {use.reverse_reason ? <div className="tc-muted">{use.reverse_reason}</div> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <ConfirmWithReason
        open={reversing !== null}
        danger
        title={t('reverse_use')}
        onCancel={() => setReversing(null)}
        onConfirm={(reason) => reverse.run({ usage_id: reversing!, reason })}
      >
        {t('reverse_use_text')}
        {reverse.error ? <ProblemView error={reverse.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
