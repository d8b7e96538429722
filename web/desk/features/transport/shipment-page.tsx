import { useParams } from '@tanstack/react-router';
import { cancelTransportShipment, getTransportShipment, printLoadingList } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  Timeline,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { AssignPanel } from './assign-panel.tsx';
import { Evidence } from './evidence.tsx';
import { kg, litres, rangeText, type Shipment } from './model.ts';
import { PrintButton } from './print-button.tsx';
import { Delay, ShipmentStatus } from './states.tsx';
import { StopSection } from './stop-section.tsx';
import { type TransportText, text } from './text.ts';

/** One journey: what is to be done at its head, its stops in the middle, what happened at its side. */
export default function ShipmentPage() {
  const { shipment_id } = useParams({ strict: false }) as { shipment_id: string };
  const { data, error, refetch } = useVerb(getTransportShipment, { shipment_id: Number(shipment_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded shipment={data} /> : <LoadingState />;
}

type Text = ReturnType<typeof useText<TransportText>>;

function Loaded({ shipment }: { shipment: Shipment }) {
  const t = useText(text);
  const go = useGo();
  const may = useCan();
  const lacks = useLacks();
  const zone = useZone();
  const language = useLanguage();
  const [cancelling, setCancelling] = useState(false);
  const cancel = useAction(cancelTransportShipment, { onSuccess: () => setCancelling(false) });
  const { shipment_id, status } = shipment;
  const before = status === 'planned' || status === 'ready';
  const driving = before || status === 'on_the_road';
  return (
    <PageBody>
      <PageHeader
        title={shipment.document_no}
        status={
          <>
            <ShipmentStatus status={status} /> <Delay minutes={shipment.delayed_minutes} />
          </>
        }
        description={`${shipment.from_warehouse_name} → ${shipment.destination}`}
        actions={
          <>
            <RecordNav grid="shipments" id={shipment_id} to={(id) => `/transport/shipment/${id}`} />
            <PrintButton label={t('loading_list')} fetch={() => call(printLoadingList, { shipment_id })} />
            {before ? (
              <BlockedButton danger blocked={lacks('transport.plan')} onClick={() => setCancelling(true)}>
                {t('cancel_shipment')}
              </BlockedButton>
            ) : null}
            {driving ? (
              <BlockedButton
                type="primary"
                blocked={lacks('transport.execute')}
                onClick={() => go(`/transport/mine/${shipment_id}`)}
              >
                {t(status === 'on_the_road' ? 'hand_over_title' : 'check')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      <div className="tc-case">
        <aside className="tc-case-side">
          <Section title={t('history')}>
            <Timeline entries={historyOf(shipment, t, zone)} />
          </Section>
        </aside>
        <div className="tc-case-main">
          <Section>
            <KeyValue facts={factsOf(shipment, t, zone, language)} />
          </Section>
          {before && may('transport.plan') ? <AssignPanel shipment={shipment} /> : null}
          {shipment.stop_rows.map((stop) => (
            <StopSection key={stop.stop_id} stop={stop} />
          ))}
          <Evidence shipment={shipment} />
        </div>
      </div>
      <ConfirmWithReason
        open={cancelling}
        danger
        title={t('cancel_shipment')}
        onCancel={() => setCancelling(false)}
        onConfirm={(reason) => cancel.run({ shipment_id, reason })}
      >
        {t('cancel_text')}
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function factsOf(shipment: Shipment, t: Text, zone: string, language: ReturnType<typeof useLanguage>) {
  const at = (instant: string | null) => (instant ? formatInstant(instant, zone) : '—');
  const cold = shipment.temperature_class !== 'ambient';
  return [
    { label: t('carrier'), value: shipment.carrier_name ?? t('own_fleet') },
    { label: t('vehicle'), value: shipment.vehicle_code ?? '—' },
    { label: t('driver'), value: shipment.driver_name ?? '—' },
    { label: t('departure'), value: at(shipment.planned_departure_at) },
    { label: t('departed'), value: at(shipment.departed_at) },
    { label: t('arrival'), value: at(shipment.eta_at) },
    { label: t('distance'), value: `${shipment.distance_km} km` },
    { label: t('weight'), value: `${kg(shipment.weight_g)} kg · ${litres(shipment.volume_ml)} L` },
    { label: t('temperature_class'), value: t(`c_${shipment.temperature_class}`) },
    ...(cold
      ? [
          { label: t('range'), value: rangeText(shipment) },
          { label: t('logger'), value: shipment.logger_no ?? '—' },
          { label: t('seal'), value: shipment.seal_no ?? '—' },
        ]
      : []),
    ...(shipment.box_codes.length > 0 ? [{ label: t('boxes'), value: shipment.box_codes.join(', ') }] : []),
    { label: t('quote'), value: formatMoney(shipment.quote_fen, language) || '—' },
    { label: t('actual'), value: formatMoney(shipment.actual_fen, language) || '—' },
    ...(shipment.delay_reason ? [{ label: t('delay'), value: shipment.delay_reason, wide: true }] : []),
    ...(shipment.cancel_reason ? [{ label: t('reason'), value: shipment.cancel_reason, wide: true }] : []),
  ];
}

const TONES = { delay: 'warn', exception: 'bad', refused: 'bad' } as const;

function historyOf(shipment: Shipment, t: Text, zone: string) {
  const stops = new Map(shipment.stop_rows.map((stop) => [stop.stop_id, stop.destination]));
  const told = shipment.events.map((event) => ({
    key: String(event.event_id),
    title: t(`e_${event.kind}`),
    at: formatInstant(event.occurred_at, zone),
    text:
      [
        event.stop_id === null ? null : stops.get(event.stop_id),
        event.place,
        event.temp_c === null ? null : `${event.temp_c} ℃`,
        event.note,
        event.recorded_by_name,
      ]
        .filter(Boolean)
        .join(' · ') || undefined,
    tone: TONES[event.kind as keyof typeof TONES] ?? ('ok' as const),
    ahead: false,
  }));
  const ahead = shipment.stop_rows
    .filter((stop) => stop.status === 'planned' && shipment.status !== 'cancelled')
    .map((stop) => ({
      key: `stop${stop.stop_id}`,
      title: `${t('arrival')} ${stop.destination}`,
      at: formatInstant(stop.eta_at, zone),
      text: undefined,
      tone: 'neutral' as const,
      ahead: true,
    }));
  return [...told, ...ahead];
}
