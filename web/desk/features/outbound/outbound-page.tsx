import { useParams } from '@tanstack/react-router';
import { getOutbound, shipDemand } from '@tongcang/contract';
import { App } from 'antd';
import {
  BlockedButton,
  formatInstant,
  formatInteger,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useCodeText,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { DemandStatus } from '../fulfilment/states.tsx';
import { PackPanel } from './pack-panel.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { text } from './text.ts';

export type Outbound = OutputFor<typeof getOutbound>;
export const AFFECTS = ['fulfilment', 'stock', 'planning', 'insight', 'transport'] as const;

/** What was picked for one demand: looked at by a second person, packed, and sent off. */
export default function OutboundPage() {
  const { demand_id } = useParams({ strict: false }) as { demand_id: string };
  const { data, error, refetch } = useVerb(getOutbound, { demand_id: Number(demand_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded outbound={data} /> : <LoadingState />;
}

function Loaded({ outbound }: { outbound: Outbound }) {
  const t = useText(text);
  const zone = useZone();
  const language = useLanguage();
  const go = useGo();
  const lacks = useLacks();
  const codeText = useCodeText();
  const { message, notification } = App.useApp();
  const ship = useAction(shipDemand, {
    invalidates: AFFECTS,
    onSuccess: ({ shipments, warnings }) => {
      void message.success(t('shipped_ok', { no: shipments.map((s) => s.delivery_note_no).join(', ') }));
      if (warnings.length > 0) {
        const said = warnings.map((warning) => codeText(warning.code, warning.params)).join('；');
        notification.warning({ title: t('ship_warnings'), description: said });
      }
      if (shipments.length === 1) go(`/delivery/${shipments[0]!.shipment_id}`, { replace: true });
    },
  });
  const { demand_id, goods } = outbound;
  const reviewed = goods.some((good) => good.reviewed);
  const blocked = reviewed ? [] : [{ code: 'fulfilment.not_reviewed', params: notReviewed(goods) }];
  return (
    <PageBody>
      <PageHeader
        title={outbound.document_no}
        status={<DemandStatus status={outbound.status} />}
        description={`${outbound.partner_name} ${outbound.department_name}`}
        actions={
          <>
            <RecordNav grid="outbound" id={demand_id} to={(id) => `/outbound/${id}`} />
            <Link to={`/demand/${demand_id}`}>{t('open_demand')}</Link>
            <BlockedButton
              type={reviewed ? 'primary' : 'default'}
              blocked={[...lacks('fulfilment.ship'), ...blocked]}
              loading={ship.busy}
              onClick={() => void ship.run({ demand_id }).catch(() => undefined)}
            >
              {t('ship')}
            </BlockedButton>
          </>
        }
      />
      {ship.error ? <ProblemView error={ship.error} /> : null}
      {ship.output ? <Shipped output={ship.output} /> : null}
      <Section>
        <KeyValue
          facts={[
            { label: t('warehouse'), value: outbound.warehouse_code },
            { label: t('needed_at'), value: formatInstant(outbound.needed_at, zone) },
            { label: t('qty_open'), value: formatInteger(outbound.qty_open, language) },
          ]}
        />
      </Section>
      <ReviewPanel key={goods.map((g) => g.allocation_id).join()} outbound={outbound} />
      <PackPanel outbound={outbound} />
      {outbound.reviews.length > 0 ? (
        <Section title={t('reviews')}>
          <ul className="tc-plain-list">
            {outbound.reviews.map((review) => (
              <li key={review.review_id}>
                {review.document_no}{' '}
                <span className="tc-muted">
                  {formatInstant(review.reviewed_at, zone)} ·{' '}
                  {t('rv_line', {
                    by: review.reviewed_by_name,
                    passed: review.passed,
                    blocked: review.blocked,
                  })}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </PageBody>
  );
}

function notReviewed(goods: Outbound['goods']): { lot_no: string; qty: number } {
  const first = goods.find((good) => !good.reviewed);
  return { lot_no: first?.lot_no ?? '—', qty: first?.qty ?? 0 };
}

/** What has left just now, one note for each lane. */
function Shipped({ output }: { output: OutputFor<typeof shipDemand> }) {
  const t = useText(text);
  return (
    <Section title={t('note_no')}>
      <ul className="tc-plain-list">
        {output.shipments.map((one) => (
          <li key={one.shipment_id}>
            <Link to={`/delivery/${one.shipment_id}`}>{one.delivery_note_no}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
