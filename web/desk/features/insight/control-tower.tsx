import { controlTower, DECISION_KINDS } from '@tongcang/contract';
import { useRef } from 'react';
import { z } from 'zod';
import {
  formatInstant,
  LoadingState,
  PageBody,
  PageHeader,
  StatusChip,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useUrlState } from '../../app/url.ts';
import { Decisions } from './decisions.tsx';
import { DemandFan } from './demand-fan.tsx';
import { ExpiryMap } from './expiry-map.tsx';
import './insight.css';
import { Loop } from './loop.tsx';
import { Network } from './network.tsx';
import { text } from './text.ts';
import { Tiles } from './tiles.tsx';
import { useLive } from './use-live.ts';

export type Tower = OutputFor<typeof controlTower>;

/** `shortage` is what the tile of the risks filters by: the risks and the proposals that answer them. */
const address = z.object({
  kind: z.enum([...DECISION_KINDS, 'shortage']).optional(),
  /** Item and warehouse of the demand chart. */
  item: z.coerce.number().int().positive().optional(),
  at: z.coerce.number().int().positive().optional(),
});
export type KindFilter = z.output<typeof address>['kind'];

const POLL_MS = 30_000;
const DECISIONS_READ = 40;
/** With a filter more is read, so that rarer kinds are found below the pressing ones. */
const DECISIONS_READ_FILTERED = 200;

/** The state of the network on one page, and what waits for a person, most pressing first. */
export default function ControlTower() {
  const t = useText(text);
  const zone = useZone();
  const { warehouse_id } = useScope();
  const [{ kind, item, at }, setAddress] = useUrlState(address);
  const network = useRef<HTMLDivElement>(null);
  const live = useLive('insight', warehouse_id);
  const { data, error, refetch } = useVerb(
    controlTower,
    { warehouse_id, decisions: kind ? DECISIONS_READ_FILTERED : DECISIONS_READ },
    { keepPrevious: true, ...(live ? {} : { refetch_ms: POLL_MS }) },
  );
  if (!data) {
    return error ? <ProblemView error={error} onRetry={() => void refetch()} /> : <LoadingState lines={8} />;
  }
  return (
    <PageBody>
      <PageHeader
        title={t('tower')}
        description={t('tower_hint')}
        status={<StatusChip tone={live ? 'ok' : 'neutral'}>{t(live ? 'live' : 'polling')}</StatusChip>}
        actions={
          <span className="tc-muted tc-tower-at">
            {t('as_of', { at: formatInstant(data.at, zone, 'second') })}
          </span>
        }
      />
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      <Tiles
        tiles={data.tiles}
        kind={kind}
        onShortage={() => setAddress({ kind: kind === 'shortage' ? undefined : 'shortage' })}
        onTransit={() => network.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })}
      />
      <div className="tc-tower-main">
        <Decisions
          rows={data.decisions}
          total={data.decisions_total}
          kind={kind}
          chosen={item === undefined ? null : { item_id: item, warehouse_id: at ?? null }}
          onKind={(next) => setAddress({ kind: next })}
          onItem={(item_id, at_id) => setAddress({ item: item_id, at: at_id ?? undefined })}
        />
        <div ref={network} className="tc-tower-side">
          <Network rows={data.in_transit} />
          <DemandFan
            first={data.demand}
            item_id={item}
            warehouse_id={item === undefined ? warehouse_id : at}
          />
          <Loop loop={data.loop} />
        </div>
      </div>
      <ExpiryMap expiry={data.expiry} />
    </PageBody>
  );
}
