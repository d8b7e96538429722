import { createTransportShipments, listTransportDocuments, rebookDocument } from '@tongcang/contract';
import { App } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { kg, litres, rangeText } from './model.ts';
import { ProposalPanel } from './proposal-panel.tsx';
import { type TransportText, text } from './text.ts';

type Row = RowOf<typeof listTransportDocuments>;

/** What waits, and what becomes of it: merged by hand, or as the planner proposes. */
export default function PlanPage() {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [chosen, setChosen] = useState<ReadonlySet<string | number>>(new Set());
  const [proposing, setProposing] = useState(false);
  const { rows, loading, error, refetch } = useRows(listTransportDocuments, {
    warehouse_id,
    status: 'waiting',
  });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  const create = useAction(createTransportShipments, {
    onSuccess: ({ shipments }) => {
      setChosen(new Set());
      void message.success(t('accepted', { n: shipments.length }));
    },
  });
  const picked = (rows ?? []).filter((row) => chosen.has(row.transport_document_id));
  const here = warehouse_id === undefined ? [{ code: 'web.warehouse_first', params: {} }] : [];
  const byHand = () =>
    create
      .run({
        warehouse_id: picked[0]!.from_warehouse_id,
        shipments: [{ planned_departure_at: new Date().toISOString(), stops: stopsOf(picked) }],
      })
      .catch(() => undefined);
  return (
    <PageBody fill={!proposing}>
      <PageHeader
        title={t('plan')}
        description={t('plan_hint')}
        actions={
          <>
            {picked.length > 0 ? (
              <BlockedButton loading={create.busy} blocked={lacks('transport.plan')} onClick={byHand}>
                {t('by_hand')} · {t('selected', { n: picked.length })}
              </BlockedButton>
            ) : null}
            <BlockedButton
              type="primary"
              blocked={[...lacks('transport.plan'), ...here]}
              onClick={() => setProposing(true)}
            >
              {t('propose')}
            </BlockedButton>
          </>
        }
      />
      {create.error ? <ProblemView error={create.error} /> : null}
      {proposing && warehouse_id !== undefined ? (
        <ProposalPanel warehouse_id={warehouse_id} onClose={() => setProposing(false)} />
      ) : null}
      <Refused warehouse_id={warehouse_id} />
      <Section title={proposing ? t('waiting') : undefined} flush grow={!proposing}>
        <VirtualGrid
          id="transport-waiting"
          label={t('waiting')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.transport_document_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_waiting')} />}
          selected={chosen}
          onSelected={setChosen}
          {...(proposing ? {} : { height: 'fill' as const })}
        />
      </Section>
    </PageBody>
  );
}

/** What was refused at the door and is still on the road, until it is booked once more. */
function Refused({ warehouse_id }: { readonly warehouse_id: number | undefined }) {
  const t = useText(text);
  const lacks = useLacks();
  const [asking, setAsking] = useState<Row | null>(null);
  const { rows } = useRows(listTransportDocuments, { warehouse_id, status: 'refused' });
  const rebook = useAction(rebookDocument, { invalidates: ['transport'], onSuccess: () => setAsking(null) });
  const open = (rows ?? []).filter((row) => !row.rebooked && !row.document_key.startsWith('delivery:'));
  if (open.length === 0) return null;
  return (
    <Section title={t('refused_waiting')}>
      <ul className="tc-plain-list">
        {open.map((row) => (
          <li key={row.transport_document_id}>
            <strong>{row.document_no}</strong>{' '}
            <span>
              {row.from_warehouse_code} → {row.destination}
            </span>{' '}
            <BlockedButton
              size="small"
              blocked={lacks('transport.plan')}
              onClick={() => {
                rebook.reset();
                setAsking(row);
              }}
            >
              {t('rebook')}
            </BlockedButton>
          </li>
        ))}
      </ul>
      <ConfirmWithReason
        open={asking !== null}
        title={`${t('rebook')} ${asking?.document_no ?? ''}`}
        confirm_label={t('rebook')}
        onCancel={() => setAsking(null)}
        onConfirm={(reason) => rebook.run({ transport_document_id: asking!.transport_document_id, reason })}
      >
        {rebook.error ? <ProblemView error={rebook.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}

/** One stop for each place, in the order in which the documents stand. */
function stopsOf(rows: readonly Row[]) {
  const places = Map.groupBy(rows, (row) => `${row.to_warehouse_id}|${row.customer_id}`);
  return [...places.values()].map((of) => ({ document_ids: of.map((row) => row.transport_document_id) }));
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<Row>[] {
  return [
    { key: 'no', title: t('document_no'), kind: 'code', value: (r) => r.document_no, pin: true, width: 150 },
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: (
        ['transfer', 'delivery', 'supplier_return', 'customer_return', 'repair', 'other'] as const
      ).map((value) => ({ value, label: t(`k_${value}`) })),
      width: 110,
    },
    { key: 'from', title: t('from'), kind: 'code', value: (r) => r.from_warehouse_code, width: 80 },
    { key: 'to', title: t('destination'), value: (r) => r.destination, grow: true, width: 200 },
    { key: 'needed', title: t('needed'), kind: 'instant', value: (r) => r.needed_at },
    {
      key: 'class',
      title: t('temperature_class'),
      kind: 'choice',
      value: (r) => r.temperature_class,
      choices: (['ambient', 'cold', 'frozen'] as const).map((value) => ({ value, label: t(`c_${value}`) })),
      width: 100,
    },
    { key: 'range', title: t('range'), value: (r) => rangeText(r), width: 110 },
    { key: 'packages', title: t('packages'), kind: 'integer', value: (r) => r.packages, width: 80 },
    { key: 'weight', title: `${t('weight')} kg`, value: (r) => String(kg(r.weight_g)), width: 90 },
    { key: 'volume', title: `${t('volume')} L`, value: (r) => String(litres(r.volume_ml)), width: 90 },
    { key: 'value', title: t('value'), kind: 'money', value: (r) => r.value_fen, total: 'sum', width: 120 },
    { key: 'booked', title: t('booked'), kind: 'instant', value: (r) => r.booked_at, hidden: true },
  ];
}
