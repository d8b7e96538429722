import { awardRfq } from '@tongcang/contract';
import { Radio } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatMoney,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { AFFECTS, Qty, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';
import type { Offer, Rfq, RfqLine } from './rfq-model.ts';

/** Offers side by side, the lowest marked, and the choice among them. */
export function RfqCompare({ rfq }: { rfq: Rfq }) {
  const t = useText(purchasingText);
  const may = useCan();
  const deciding = rfq.status === 'open' && may('supply.order');
  const [chosen, setChosen] = useState<Readonly<Record<number, number>>>({});
  return (
    <Section
      title={t('offers')}
      flush
      extra={deciding ? <AwardButton rfq={rfq} chosen={chosen} /> : undefined}
    >
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th>{t('needed_on')}</th>
              <th className="tc-num">{t('list_price')}</th>
              {rfq.invitations.map((one) => (
                <th key={one.partner_id}>{one.partner_name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rfq.line_rows.map((line) => (
              <CompareRow
                key={line.line_no}
                rfq={rfq}
                line={line}
                chosen={chosen[line.line_no]}
                onChoose={
                  deciding
                    ? (partner_id) => setChosen((all) => ({ ...all, [line.line_no]: partner_id }))
                    : undefined
                }
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

type RowProps = {
  readonly rfq: Rfq;
  readonly line: RfqLine;
  readonly chosen: number | undefined;
  readonly onChoose: ((partner_id: number) => void) | undefined;
};

function CompareRow({ rfq, line, chosen, onChoose }: RowProps) {
  const t = useText(purchasingText);
  const language = useLanguage();
  return (
    <tr>
      <td>
        {line.item_code} {line.item_name}
        <span className="tc-muted"> {line.model}</span>
      </td>
      <td className="tc-num">
        <Qty value={line.qty} unit={line.unit} />
      </td>
      <td className="tc-nowrap">{line.needed_on}</td>
      <td className="tc-num">
        {line.list_price_fen === null ? '—' : formatMoney(line.list_price_fen, language)}
      </td>
      {rfq.invitations.map(({ partner_id, partner_name }) => {
        const offer = line.offers.find((one) => one.partner_id === partner_id);
        return (
          <td key={partner_id}>
            {offer === undefined || offer.unit_price_fen === null ? (
              <span className="tc-muted">—</span>
            ) : (
              <>
                {onChoose ? (
                  <Radio
                    checked={chosen === partner_id}
                    aria-label={`${t('choose')} ${partner_name} ${line.item_code}`}
                    onChange={() => onChoose(partner_id)}
                  />
                ) : null}
                <OfferFacts offer={offer} asked={line.qty} />
              </>
            )}
          </td>
        );
      })}
    </tr>
  );
}

function OfferFacts({ offer, asked }: { offer: Offer; asked: number }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  return (
    <>
      <strong>{formatMoney(offer.unit_price_fen, language)}</strong>{' '}
      {offer.cheapest ? <StatusChip tone="ok">{t('cheapest')}</StatusChip> : null}
      {offer.qty_awarded > 0 ? (
        <StatusChip tone="accent">
          {t('awarded')} {offer.qty_awarded}
        </StatusChip>
      ) : null}
      <div className="tc-muted">
        {offer.qty_offered !== null && offer.qty_offered < asked
          ? `${t('qty_offered')} ${offer.qty_offered} `
          : ''}
        {offer.lead_time_days === null ? '' : t('lead_time_days', { n: offer.lead_time_days })}
        {offer.award_reason ? ` · ${offer.award_reason}` : ''}
      </div>
    </>
  );
}

function AwardButton({ rfq, chosen }: { rfq: Rfq; chosen: Readonly<Record<number, number>> }) {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState('');
  const award = useAction(awardRfq, { invalidates: AFFECTS, onSuccess: () => setAsking(false) });
  const picks = rfq.line_rows.flatMap((line) => {
    const offer = line.offers.find((one) => one.partner_id === chosen[line.line_no]);
    return offer === undefined ? [] : [{ line_no: line.line_no, offer }];
  });
  const dearer = picks.some(({ offer }) => !offer.cheapest);
  const partners = new Set(picks.map(({ offer }) => offer.partner_id)).size;
  const blocked = [...lacks('supply.order'), ...missingFields([[picks.length > 0, t('choose')]])];
  return (
    <>
      <BlockedButton type="primary" size="small" blocked={blocked} onClick={() => setAsking(true)}>
        {t('award')}
      </BlockedButton>
      <ConfirmWithReason
        open={asking}
        title={t('award')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) =>
          award.run({
            rfq_id: rfq.rfq_id,
            reason,
            awards: picks.map(({ line_no, offer }) => ({
              line_no,
              partner_id: offer.partner_id,
              ...(why.trim() ? { reason: why.trim() } : {}),
            })),
          })
        }
      >
        {t('award_text', { n: partners })}
        {dearer ? <TextField label={t('award_reason')} required value={why} onChange={setWhy} /> : null}
        {award.error ? <ProblemView error={award.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}
