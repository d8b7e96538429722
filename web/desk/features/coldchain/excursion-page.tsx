import { useParams } from '@tanstack/react-router';
import { closeExcursion, decideExcursion, getExcursion } from '@tongcang/contract';
import { Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { Curve } from './curve.tsx';
import { degrees, rangeOf } from './model.ts';
import { ExcursionState } from './states.tsx';
import { text } from './text.ts';

type Excursion = OutputFor<typeof getExcursion>;
type Goods = Excursion['goods'][number];
const INVALIDATES = ['coldchain', 'stock', 'quality', 'insight'];
const HOUR = 3_600_000;

export default function ExcursionPage() {
  const { excursion_id } = useParams({ strict: false }) as { excursion_id: string };
  const { data, error, refetch } = useVerb(getExcursion, { excursion_id: Number(excursion_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  return <Shown excursion={data} />;
}

function Shown({ excursion }: { excursion: Excursion }) {
  const t = useText(text);
  const zone = useZone();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const { started_at, ended_at, goods } = excursion;
  const from = new Date(Date.parse(started_at) - 3 * HOUR).toISOString();
  const to = new Date(Date.parse(ended_at ?? started_at) + (ended_at ? 3 : 24) * HOUR).toISOString();
  const ending = excursion.end_kind === null ? t('ongoing') : t(`end_${excursion.end_kind}`);
  return (
    <PageBody>
      <PageHeader
        title={`${t('excursion')} ${excursion.document_no}`}
        status={<ExcursionState status={excursion.status} />}
        meta={[excursion.warehouse_name, excursion.area_name].filter(Boolean).join(' · ')}
        actions={<Steps excursion={excursion} chosen={goods.filter((lot) => chosen.has(lot.lot_id))} />}
      />
      <Section>
        <KeyValue
          facts={[
            {
              label: t('area'),
              value: <Link to={`/coldchain/area/${excursion.area_id}`}>{excursion.area_code}</Link>,
            },
            { label: t('started'), value: formatInstant(started_at, zone) },
            {
              label: t('ended'),
              value: ended_at === null ? ending : `${formatInstant(ended_at, zone)} ${ending}`,
            },
            { label: t('minutes'), value: excursion.minutes },
            { label: t('lowest'), value: degrees(excursion.lowest_c) },
            { label: t('highest'), value: degrees(excursion.highest_c) },
            {
              label: t('deviation'),
              value:
                excursion.deviation_id === null ? (
                  '–'
                ) : (
                  <Link to={`/quality/deviation/${excursion.deviation_id}`}>{excursion.deviation_no}</Link>
                ),
            },
            ...(excursion.end_reason
              ? [{ label: t('reason'), value: excursion.end_reason, wide: true }]
              : []),
          ]}
        />
      </Section>
      <Section title={t('curve')}>
        <Curve
          area_id={excursion.area_id}
          name={excursion.area_name}
          from={from}
          to={to}
          marked={{ from: started_at, to: ended_at }}
        />
      </Section>
      <Section title={t('goods')}>
        {goods.length === 0 ? <p className="tc-muted">{t('no_goods')}</p> : null}
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col" aria-label={t('select_lots')} />
                <th scope="col">{t('item')}</th>
                <th scope="col">{t('lot')}</th>
                <th scope="col">{t('range')}</th>
                <th scope="col" className="tc-num">
                  {t('minutes_out')}
                </th>
                <th scope="col" className="tc-num">
                  {t('lowest')} ~ {t('highest')}
                </th>
                <th scope="col" className="tc-num">
                  {t('mkt')}
                </th>
                <th scope="col">{t('budget')}</th>
                <th scope="col" className="tc-num">
                  {t('held')}
                </th>
                <th scope="col">{t('places')}</th>
                <th scope="col">{t('outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {goods.map((lot) => (
                <LotRow
                  key={lot.lot_id}
                  lot={lot}
                  checked={chosen.has(lot.lot_id)}
                  onCheck={(on) => {
                    const next = new Set(chosen);
                    if (on) next.add(lot.lot_id);
                    else next.delete(lot.lot_id);
                    setChosen(next);
                  }}
                />
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      {excursion.signatures.length > 0 ? (
        <Section title={t('signatures')}>
          <ul className="tc-plain-list">
            {excursion.signatures.map((signature) => (
              <li key={signature.signature_id}>
                {signature.signed_name} {formatInstant(signature.signed_at, zone)}{' '}
                <span className="tc-muted">{signature.reason}</span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </PageBody>
  );
}

function LotRow({ lot, checked, onCheck }: { lot: Goods; checked: boolean; onCheck: (on: boolean) => void }) {
  const t = useText(text);
  const { budget_minutes: budget, budget_used: used } = lot;
  return (
    <tr>
      <td>
        {lot.outcome === null ? (
          <Checkbox
            aria-label={`${lot.item_code} ${lot.lot_no}`}
            checked={checked}
            onChange={(event) => onCheck(event.target.checked)}
          />
        ) : null}
      </td>
      <td>
        {lot.item_code} {lot.item_name}
      </td>
      <td>
        <Link to={`/stock/trace/${lot.item_id}/${lot.lot_id}`}>{lot.lot_no}</Link>
        {lot.expiry_date ? <div className="tc-muted">{lot.expiry_date}</div> : null}
      </td>
      <td>{rangeOf(lot)}</td>
      <td className="tc-num">{lot.minutes_out}</td>
      <td className="tc-num">
        {degrees(lot.lowest_c)} ~ {degrees(lot.highest_c)}
      </td>
      <td className="tc-num">{lot.mkt_c} ℃</td>
      <td>
        {budget === null ? (
          t('budget_used', { used })
        ) : (
          <StatusChip tone={used > budget ? 'bad' : 'ok'}>{t('budget_of', { used, budget })}</StatusChip>
        )}
      </td>
      <td className="tc-num">
        {lot.qty_held}
        {lot.qty_gone > 0 ? (
          <div className="tc-muted">
            {t('gone')} {lot.qty_gone}
          </div>
        ) : null}
      </td>
      <td>{[...new Set(lot.places.map((place) => place.place))].join(' ')}</td>
      <td>
        {lot.outcome === null ? null : (
          <>
            <StatusChip tone={lot.outcome === 'release' ? 'ok' : 'bad'}>{t(`o_${lot.outcome}`)}</StatusChip>
            <div className="tc-muted">
              {lot.decided_by_name} {lot.decided_reason}
            </div>
          </>
        )}
      </td>
    </tr>
  );
}

function Steps({ excursion, chosen }: { excursion: Excursion; chosen: readonly Goods[] }) {
  const t = useText(text);
  const lacks = useLacks();
  const { excursion_id, status } = excursion;
  const decide = useAction(decideExcursion, { invalidates: INVALIDATES });
  const close = useAction(closeExcursion, { invalidates: INVALIDATES });
  const [asked, setAsked] = useState<'decide' | 'close' | null>(null);
  const [outcome, setOutcome] = useState<'release' | 'reject'>('reject');
  const missing = lacks('coldchain.decide');
  const blocked =
    missing.length > 0 || status !== 'open' ? missing : [{ code: 'coldchain.still_open', params: {} }];
  if (status === 'decided') return null;
  return (
    <>
      {status === 'open' && excursion.sensor_lost ? (
        <BlockedButton blocked={missing} onClick={() => setAsked('close')}>
          {t('close_lost')}
        </BlockedButton>
      ) : null}
      <BlockedButton
        type="primary"
        blocked={blocked}
        disabled={chosen.length === 0}
        onClick={() => setAsked('decide')}
      >
        {t('decide')}
      </BlockedButton>
      <ConfirmWithReason
        open={asked === 'close'}
        title={t('close_lost')}
        confirm_label={t('close_lost')}
        onConfirm={async (reason) => {
          await close.run({ excursion_id, reason });
          setAsked(null);
        }}
        onCancel={() => setAsked(null)}
      >
        <p>{t('close_note')}</p>
        {close.error ? <ProblemView error={close.error} /> : null}
      </ConfirmWithReason>
      <ConfirmWithReason
        open={asked === 'decide'}
        danger={outcome === 'reject'}
        title={t('decide_title', { n: chosen.length })}
        confirm_label={t(outcome)}
        onConfirm={async (reason) => {
          const lots = chosen.map(({ item_id, lot_id }) => ({ item_id, lot_id, outcome }));
          await decide.run({ excursion_id, reason, lots });
          setAsked(null);
        }}
        onCancel={() => setAsked(null)}
      >
        <p>{t('decide_note')}</p>
        <Segmented
          aria-label={t('outcome')}
          value={outcome}
          options={(['release', 'reject'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={(value) => setOutcome(value as 'release' | 'reject')}
        />
        {decide.error ? <ProblemView error={decide.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}
