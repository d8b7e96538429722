import { createTransportShipments, proposeTransportShipments } from '@tongcang/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatInstant,
  formatMoney,
  formatShare,
  LoadingState,
  Section,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { kg } from './model.ts';
import { text } from './text.ts';

type Proposal = OutputFor<typeof proposeTransportShipments>;
type Proposed = Proposal['shipments'][number];

/** Loads and routes as the planner proposes them, each to be taken or left, with what stays behind and why. */
export function ProposalPanel({ warehouse_id, onClose }: { warehouse_id: number; onClose: () => void }) {
  const t = useText(text);
  // One moment for the whole proposal, so that asking again later does not shift what was looked at.
  const [departs_at] = useState(() => new Date(Date.now() + 3_600_000).toISOString());
  const { data, error, isFetching, refetch } = useVerb(proposeTransportShipments, {
    warehouse_id,
    departs_at,
  });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined || isFetching) {
    return (
      <Section title={t('proposal')}>
        <p className="tc-muted" role="status">
          {t('proposing')}
        </p>
        <LoadingState />
      </Section>
    );
  }
  return <Loaded proposal={data} warehouse_id={warehouse_id} onClose={onClose} />;
}

function Loaded(props: { proposal: Proposal; warehouse_id: number; onClose: () => void }) {
  const { proposal, warehouse_id, onClose } = props;
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const lacks = useLacks();
  const { message } = App.useApp();
  const create = useAction(createTransportShipments, {
    onSuccess: ({ shipments }) => void message.success(t('accepted', { n: shipments.length })),
  });
  const accept = (of: readonly Proposed[]) =>
    create.run({ warehouse_id, shipments: of.map(asked) }).catch(() => undefined);
  const saved = proposal.totals.apart_fen - proposal.totals.cost_fen;
  return (
    <Section
      title={t('proposal')}
      extra={
        <>
          {saved > 0 ? (
            <span className="tc-muted">
              {t('saved_by_merging', { amount: formatMoney(saved, language) })}
            </span>
          ) : null}
          <Button size="small" onClick={onClose}>
            {t('cancel')}
          </Button>
          <BlockedButton
            size="small"
            type="primary"
            loading={create.busy}
            blocked={lacks('transport.plan')}
            disabled={proposal.shipments.length === 0}
            onClick={() => void accept(proposal.shipments)}
          >
            {t('accept_all')}
          </BlockedButton>
        </>
      }
      flush
    >
      {create.error ? <ProblemView error={create.error} /> : null}
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('destination')}</th>
              <th>
                {t('carrier')} / {t('vehicle')}
              </th>
              <th>{t('departure')}</th>
              <th className="tc-num">{t('distance')}</th>
              <th className="tc-num">{t('weight')}</th>
              <th className="tc-num">{t('fill')}</th>
              <th className="tc-num">{t('quote')}</th>
              <th>
                <span className="tc-visually-hidden">{t('accept')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {proposal.shipments.map((one) => (
              <tr key={one.stops.flatMap((stop) => stop.document_ids).join('|')}>
                <td>
                  {one.stops.map((stop) => stop.destination).join(' → ')}
                  <div className="tc-muted">
                    {t('stops_n', { n: one.stops.length })} ·{' '}
                    {t('documents_n', { n: one.stops.flatMap((stop) => stop.document_ids).length })}
                  </div>
                </td>
                <td>{one.vehicle_code ?? one.carrier_name}</td>
                <td>{formatInstant(one.planned_departure_at, zone)}</td>
                <td className="tc-num">{one.distance_km} km</td>
                <td className="tc-num">{kg(one.weight_g)} kg</td>
                <td className="tc-num">{formatShare(one.fill_share, language)}</td>
                <td className="tc-num">{formatMoney(one.cost_fen, language)}</td>
                <td>
                  <BlockedButton
                    size="small"
                    loading={create.busy}
                    blocked={lacks('transport.plan')}
                    onClick={() => void accept([one])}
                  >
                    {t('accept')}
                  </BlockedButton>
                </td>
              </tr>
            ))}
            {proposal.shipments.length === 0 ? (
              <tr>
                <td colSpan={8} className="tc-muted">
                  {t('no_waiting')}
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </TableScroll>
      <LeftBehind left={proposal.left} />
    </Section>
  );
}

function LeftBehind({ left }: { left: Proposal['left'] }) {
  const t = useText(text);
  if (left.length === 0) return null;
  return (
    <div className="tc-bar-inset">
      <strong>{t('left_behind')}</strong>
      <ul className="tc-plain-list">
        {left.map((one) => (
          <li key={one.transport_document_id}>
            {one.document_no}{' '}
            <span className="tc-muted">
              {t(`l_${one.cause}` as 'l_no_lane')}
              {one.needed !== null && one.available !== null
                ? ` (${Math.round(one.needed)} > ${Math.round(one.available)})`
                : ''}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function asked(one: Proposed) {
  return {
    ...(one.lane_id === null ? {} : { lane_id: one.lane_id }),
    ...(one.vehicle_id === null ? {} : { vehicle_id: one.vehicle_id }),
    ...(one.planned_return_at === null ? {} : { planned_return_at: one.planned_return_at }),
    planned_departure_at: one.planned_departure_at,
    stops: one.stops.map(({ document_ids, leg_km, leg_minutes, planned_arrival_at }) => ({
      document_ids,
      leg_km,
      leg_minutes,
      planned_arrival_at,
    })),
  };
}
