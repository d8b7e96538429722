import { useParams } from '@tanstack/react-router';
import { getTransportShipment } from '@tongcang/contract';
import { Alert } from 'antd';
import {
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { BigButton } from './big-button.tsx';
import { CheckStep } from './check-step.tsx';
import { useDriveQueue } from './drive-queue.ts';
import { withQueue } from './drive-steps.ts';
import { EvidenceStep } from './evidence-step.tsx';
import { HandoverStep } from './handover-step.tsx';
import { rangeText, type Shipment } from './model.ts';
import { ReportStep } from './report-step.tsx';
import { Delay, ShipmentStatus, StopStatus } from './states.tsx';
import { text } from './text.ts';
import './transport.css';

export type Take = ReturnType<typeof useDriveQueue>['take'];
export type StepProps = { readonly shipment: Shipment; readonly busy: boolean; readonly take: Take };

/** The journey in the driver's hand: one step at a time, each with one large button. */
export default function DrivePage() {
  const { shipment_id } = useParams({ strict: false }) as { shipment_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getTransportShipment, { shipment_id: Number(shipment_id) });
  const { queue, error: refused, busy, take } = useDriveQueue();
  if (error && data === undefined) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingState />;
  const shipment = withQueue(data, queue);
  return (
    <PageBody>
      <PageHeader
        title={shipment.document_no}
        status={
          <>
            <ShipmentStatus status={shipment.status} /> <Delay minutes={shipment.delayed_minutes} />
          </>
        }
        description={`${shipment.from_warehouse_name} → ${shipment.destination}`}
        actions={<Link to={`/transport/shipment/${shipment.shipment_id}`}>{t('open_page')}</Link>}
      />
      <div className="tc-drive">
        {queue.length > 0 && !busy ? (
          <Alert type="warning" showIcon title={t('queued', { n: queue.length })} />
        ) : null}
        {refused ? <ProblemView error={refused} /> : null}
        <Step shipment={shipment} busy={busy} take={take} />
        {shipment.stop_rows.map((stop) => (
          <StopCard key={stop.stop_id} stop={stop} />
        ))}
      </div>
    </PageBody>
  );
}

/** What is to be done now. */
function Step(props: StepProps) {
  const t = useText(text);
  const { shipment, busy, take } = props;
  const { shipment_id, status } = shipment;
  const here = shipment.stop_rows.find((stop) => stop.status === 'arrived');
  const next = shipment.stop_rows.find((stop) => stop.status === 'planned');
  if (status === 'planned') return <CheckStep {...props} />;
  if (status === 'ready') {
    return (
      <Section title={t('depart_now')}>
        <DepartureFacts shipment={shipment} />
        <BigButton
          busy={busy}
          label={t('depart_now')}
          onClick={() => void take({ kind: 'depart', shipment_id, stop_id: null, input: { shipment_id } })}
        />
      </Section>
    );
  }
  if (here !== undefined) {
    return (
      <>
        <HandoverStep {...props} key={here.stop_id} stop={here} />
        <EvidenceStep shipment={shipment} stop_id={here.stop_id} />
      </>
    );
  }
  if (status === 'on_the_road' && next !== undefined) {
    const { stop_id } = next;
    return (
      <Section title={`${t('stop_n', { n: next.stop_no })} ${next.destination}`}>
        <p>{next.address}</p>
        <BigButton
          busy={busy}
          label={t('arrive_now')}
          onClick={() => void take({ kind: 'arrive', shipment_id, stop_id, input: { stop_id } })}
        />
        <ReportStep {...props} next={next} />
      </Section>
    );
  }
  const last = shipment.stop_rows.at(-1);
  return (
    <Section title={t('done')}>
      {last ? <EvidenceStep shipment={shipment} stop_id={last.stop_id} /> : null}
    </Section>
  );
}

function DepartureFacts({ shipment }: { shipment: Shipment }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <KeyValue
      facts={[
        { label: t('departure'), value: formatInstant(shipment.planned_departure_at, zone) },
        { label: t('vehicle'), value: shipment.vehicle_code ?? '—' },
        { label: t('range'), value: rangeText(shipment) },
        { label: t('logger'), value: shipment.logger_no ?? '—' },
      ]}
    />
  );
}

function StopCard({ stop }: { stop: Shipment['stop_rows'][number] }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Section
      title={`${t('stop_n', { n: stop.stop_no })} ${stop.destination}`}
      extra={<StopStatus status={stop.status} />}
    >
      <p>{stop.address}</p>
      {stop.contact ? <p>{stop.contact}</p> : null}
      {stop.instructions ? <p className="tc-muted">{stop.instructions}</p> : null}
      <p className="tc-muted">
        {stop.arrived_at ? t('arrived') : t('arrival')} {formatInstant(stop.arrived_at ?? stop.eta_at, zone)}{' '}
        · {stop.leg_km} km
      </p>
      <ul className="tc-plain-list">
        {stop.documents.map((document) => (
          <li key={document.transport_document_id}>
            {document.document_no}{' '}
            <span className="tc-muted">{t('packages_n', { n: document.packages })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
