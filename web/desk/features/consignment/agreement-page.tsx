import { useParams } from '@tanstack/react-router';
import { createRefill, endConsignAgreement, getConsignAgreement } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  DispositionChip,
  formatDate,
  formatInstant,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { cabinet_text as text } from './cabinet-text.ts';
import { CountPanel } from './count-panel.tsx';
import { LabelPanel } from './label-panel.tsx';
import { TakeBackPanel } from './take-back-panel.tsx';

export type Agreement = OutputFor<typeof getConsignAgreement>;
const AFFECTS = ['fulfilment', 'stock', 'insight'] as const;

/** One cabinet: what stands there against what should, and what is done about it. */
export default function AgreementPage() {
  const { agreement_id } = useParams({ strict: false }) as { agreement_id: string };
  const { data, error, refetch } = useVerb(getConsignAgreement, { agreement_id: Number(agreement_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded agreement={data} /> : <LoadingState />;
}

type Panel = 'count' | 'take_back' | 'labels' | null;

function Loaded({ agreement }: { agreement: Agreement }) {
  const t = useText(text);
  const go = useGo();
  const language = useLanguage();
  const lacks = useLacks();
  const [panel, setPanel] = useState<Panel>(null);
  const [ending, setEnding] = useState(false);
  const end = useAction(endConsignAgreement, { invalidates: AFFECTS, onSuccess: () => setEnding(false) });
  const { agreement_id, status } = agreement;
  const blocked = lacks('fulfilment.consign');
  const toggle = (which: Panel) => setPanel(panel === which ? null : which);
  return (
    <PageBody>
      <PageHeader
        title={agreement.document_no}
        status={<StatusChip tone={status === 'active' ? 'ok' : 'neutral'}>{t(`st_${status}`)}</StatusChip>}
        description={`${agreement.partner_name} · ${agreement.department_name}`}
        actions={
          <>
            <RecordNav grid="consign-agreements" id={agreement_id} to={(id) => `/consignment/${id}`} />
            {status === 'active' ? (
              <>
                <BlockedButton danger blocked={blocked} onClick={() => setEnding(true)}>
                  {t('end')}
                </BlockedButton>
                <Button onClick={() => go(`/consignment/use/new?department=${agreement.department_id}`)}>
                  {t('report_use')}
                </Button>
                <BlockedButton blocked={blocked} onClick={() => toggle('labels')}>
                  {t('labels')}
                </BlockedButton>
                <BlockedButton blocked={blocked} onClick={() => toggle('take_back')}>
                  {t('take_back')}
                </BlockedButton>
                <BlockedButton type="primary" blocked={blocked} onClick={() => toggle('count')}>
                  {t('count')}
                </BlockedButton>
              </>
            ) : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('warehouse'), value: agreement.warehouse_code },
            {
              label: t('valid_from'),
              value: `${formatDate(agreement.valid_from, language)} – ${
                agreement.valid_to ? formatDate(agreement.valid_to, language) : ''
              }`,
            },
            { label: t('counted_by'), value: t(`by_${agreement.counted_by}`) },
            { label: t('count_due'), value: formatDate(agreement.count_due, language) },
            { label: t('swap_days'), value: agreement.swap_days },
          ]}
        />
      </Section>
      {panel === 'count' ? <CountPanel agreement={agreement} onDone={() => setPanel(null)} /> : null}
      {panel === 'take_back' ? (
        <TakeBackPanel
          agreement_id={agreement_id}
          lots={agreement.lots}
          lines={agreement.line_rows}
          onDone={() => setPanel(null)}
        />
      ) : null}
      {panel === 'labels' ? <LabelPanel agreement={agreement} /> : null}
      <Par agreement={agreement} />
      <Content agreement={agreement} />
      <Counts agreement={agreement} />
      <ConfirmWithReason
        open={ending}
        danger
        title={t('end')}
        onCancel={() => setEnding(false)}
        onConfirm={(reason) => end.run({ agreement_id, reason })}
      >
        {t('end_text')}
        {end.error ? <ProblemView error={end.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function Par({ agreement }: { agreement: Agreement }) {
  const t = useText(text);
  const go = useGo();
  const language = useLanguage();
  const lacks = useLacks();
  const refill = useAction(createRefill, {
    invalidates: AFFECTS,
    onSuccess: ({ refill_id }) => go(`/consignment/refill/${refill_id}`),
  });
  const wanted = agreement.line_rows
    .filter((row) => row.qty_refill > 0)
    .map(({ item_id, qty_refill }) => ({ item_id, qty: qty_refill }));
  const blocked = [
    ...lacks('fulfilment.consign'),
    ...(wanted.length === 0 ? [{ code: 'web.at_par', params: {} }] : []),
  ];
  return (
    <Section
      title={t('lines')}
      flush
      extra={
        <BlockedButton
          size="small"
          type="primary"
          blocked={blocked}
          loading={refill.busy}
          onClick={() =>
            void refill.run({ agreement_id: agreement.agreement_id, lines: wanted }).catch(() => undefined)
          }
        >
          {t('make_refill')}
        </BlockedButton>
      }
    >
      {refill.error ? <ProblemView error={refill.error} /> : null}
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th className="tc-num">{t('par')}</th>
              <th className="tc-num">{t('on_hand')}</th>
              <th className="tc-num">{t('on_way')}</th>
              <th className="tc-num">{t('to_refill')}</th>
              <th className="tc-num">{t('available')}</th>
              <th className="tc-num">{t('price')}</th>
            </tr>
          </thead>
          <tbody>
            {agreement.line_rows.map((row) => (
              <tr key={row.item_id}>
                <td>
                  {row.item_code} {row.item_name}
                </td>
                <td className="tc-num">{row.par_qty}</td>
                <td className="tc-num">{row.qty_on_hand}</td>
                <td className="tc-num">{row.qty_on_way}</td>
                <td className={`tc-num${row.qty_refill > 0 ? ' tc-ink-warn' : ''}`}>{row.qty_refill}</td>
                <td className="tc-num">{row.qty_available}</td>
                <td className="tc-num">{formatMoney(row.unit_price_fen, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Content({ agreement }: { agreement: Agreement }) {
  const t = useText(text);
  const go = useGo();
  const language = useLanguage();
  const lacks = useLacks();
  const swap = useAction(createRefill, {
    invalidates: AFFECTS,
    onSuccess: ({ refill_id }) => go(`/consignment/refill/${refill_id}`),
  });
  const names = new Map(agreement.line_rows.map((row) => [row.item_id, `${row.item_code} ${row.item_name}`]));
  const ending = agreement.lots.filter((lot) => lot.swap && names.has(lot.item_id));
  const blocked = [
    ...lacks('fulfilment.consign'),
    ...(ending.length === 0 ? [{ code: 'web.nothing_expires', params: {} }] : []),
  ];
  const lines = ending.map(({ item_id, lot_id, qty }) => ({ item_id, qty, swap_lot_id: lot_id }));
  return (
    <Section
      title={t('content')}
      flush
      extra={
        <BlockedButton
          size="small"
          blocked={blocked}
          loading={swap.busy}
          onClick={() =>
            void swap.run({ agreement_id: agreement.agreement_id, lines }).catch(() => undefined)
          }
        >
          {t('make_swap')}
        </BlockedButton>
      }
    >
      {swap.error ? <ProblemView error={swap.error} /> : null}
      {agreement.lots.length === 0 ? <p className="tc-pad tc-muted">{t('empty_cabinet')}</p> : null}
      {agreement.lots.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('lot')}</th>
                <th>{t('expiry')}</th>
                <th className="tc-num">{t('days_left')}</th>
                <th>{t('status')}</th>
                <th className="tc-num">{t('qty')}</th>
              </tr>
            </thead>
            <tbody>
              {agreement.lots.map((lot) => (
                <tr key={`${lot.lot_id}|${lot.disposition}|${lot.owner_id}`}>
                  <td>{names.get(lot.item_id) ?? ''}</td>
                  <td>
                    <Link to={`/stock/trace/${lot.item_id}/${lot.lot_id}`}>{lot.lot_no}</Link>
                    {lot.serial_nos.length > 0 ? (
                      <div className="tc-muted">{lot.serial_nos.join(', ')}</div>
                    ) : null}
                  </td>
                  <td>{lot.expiry_date ? formatDate(lot.expiry_date, language) : '—'}</td>
                  <td className={`tc-num${lot.swap ? ' tc-ink-bad' : ''}`}>{lot.days_left ?? '—'}</td>
                  <td>
                    <DispositionChip disposition={lot.disposition as 'released'} />
                  </td>
                  <td className="tc-num">{lot.qty}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
    </Section>
  );
}

function Counts({ agreement }: { agreement: Agreement }) {
  const t = useText(text);
  const zone = useZone();
  if (agreement.counts.length === 0) return null;
  return (
    <Section title={t('counts')} flush>
      <TableScroll>
        <table className="tc-table">
          <tbody>
            {agreement.counts.map((count) => (
              <tr key={count.count_id}>
                <td>{count.document_no}</td>
                <td>{formatInstant(count.counted_at, zone)}</td>
                <td>{count.counted_by_name}</td>
                <td className="tc-num">
                  {t('expected')} {count.expected}
                </td>
                <td className="tc-num">
                  {t('counted')} {count.counted}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
