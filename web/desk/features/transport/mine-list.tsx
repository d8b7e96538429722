import { listMyShipments } from '@tongcang/contract';
import {
  EmptyState,
  formatInstant,
  LoadingState,
  PageBody,
  PageHeader,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { rangeText, type ShipmentRow } from './model.ts';
import { Delay, ShipmentStatus } from './states.tsx';
import { text } from './text.ts';
import './transport.css';

/** The journeys of whoever drives, as cards for a phone. */
export default function MineList() {
  const t = useText(text);
  const { data, error, refetch } = useVerb(listMyShipments, {}, { refetch_ms: 60_000 });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <PageBody>
      <PageHeader title={t('mine')} description={t('mine_hint')} />
      {data === undefined ? <LoadingState /> : null}
      {data?.rows.length === 0 ? <EmptyState title={t('no_mine')} /> : null}
      <ul className="tc-drive-list">
        {data?.rows.map((row) => (
          <li key={row.shipment_id}>
            <Card row={row} />
          </li>
        ))}
      </ul>
    </PageBody>
  );
}

function Card({ row }: { row: ShipmentRow }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Link to={`/transport/mine/${row.shipment_id}`} className="tc-drive-card">
      <span className="tc-drive-card-head">
        <strong>{row.document_no}</strong>
        <ShipmentStatus status={row.status} />
        <Delay minutes={row.delayed_minutes} />
      </span>
      <span className="tc-drive-card-to">
        {row.from_warehouse_code} → {row.destination}
      </span>
      <span className="tc-muted">
        {t('departure')} {formatInstant(row.planned_departure_at, zone)} · {t('stops_n', { n: row.stops })} ·{' '}
        {t('documents_n', { n: row.documents })}
      </span>
      <span className="tc-muted">
        {row.vehicle_code ?? '—'} · {t(`c_${row.temperature_class}`)}
        {row.temperature_class === 'ambient' ? '' : ` ${rangeText(row)}`}
      </span>
    </Link>
  );
}
