import { captureEpcis, getCapture, listCaptures, matchEpcis } from '@tongcang/contract';
import { App, Drawer } from 'antd';
import { useMemo, useRef, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  LoadingState,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type OutputFor, type RowOf, useAction, useRows, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { epcisText, wordOf } from './epcis-text.ts';

type Row = RowOf<typeof listCaptures>;
type T = ReturnType<typeof useText<keyof typeof epcisText.zh>>;

/** Documents of partners: taken in, matched, and what is parked. */
export function Captures() {
  const t = useText(epcisText);
  const lacks = useLacks();
  const gridError = useGridError();
  const { message } = App.useApp();
  const file = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<Row | null>(null);
  const { rows, loading, error, refetch } = useRows(listCaptures, {});
  const capture = useAction(captureEpcis);
  const match = useAction(matchEpcis);
  const columns = useMemo(() => columnsOf(t), [t]);
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    let document: { type: string };
    try {
      document = JSON.parse(await chosen.text());
    } catch {
      void message.error(t('not_json'));
      return;
    }
    const made = await capture.run(document).catch(() => null);
    if (made) void message.success(t('captured', made));
  };
  return (
    <>
      <Section>
        <p className="tc-muted">{t('capture_hint')}</p>
        <div className="tc-form-grid">
          <BlockedButton
            type="primary"
            blocked={lacks('integration.import')}
            loading={capture.busy}
            onClick={() => file.current?.click()}
          >
            {t('capture')}
          </BlockedButton>
          <BlockedButton
            blocked={lacks('integration.import')}
            loading={match.busy}
            onClick={() =>
              void match.run({}).then(
                (found) => message.success(t('matched_now', found)),
                () => undefined,
              )
            }
          >
            {t('match')}
          </BlockedButton>
          <input
            ref={file}
            type="file"
            accept=".json,.jsonld,application/json,application/ld+json"
            hidden
            aria-label={t('capture')}
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </div>
        {capture.error ? <ProblemView error={capture.error} /> : null}
        {match.error ? <ProblemView error={match.error} /> : null}
      </Section>
      <Section flush>
        <VirtualGrid
          id="integration-captures"
          label={t('tab_captures')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.capture_id}
          height={420}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_captures')} />}
          onOpen={setOpen}
        />
      </Section>
      <Drawer
        title={open ? `${t('number')} ${open.capture_id}` : ''}
        open={open !== null}
        onClose={() => setOpen(null)}
        size={760}
      >
        {open ? <Capture capture_id={open.capture_id} /> : null}
      </Drawer>
    </>
  );
}

function columnsOf(t: T): GridColumn<Row>[] {
  return [
    { key: 'number', title: t('number'), value: (r) => r.capture_id, kind: 'integer', pin: true, width: 80 },
    { key: 'at', title: t('captured_at'), value: (r) => r.captured_at, kind: 'instant' },
    {
      key: 'partner',
      title: t('partner'),
      value: (r) => r.partner_name ?? t('unknown'),
      width: 200,
      grow: true,
    },
    { key: 'sender', title: t('sender'), value: (r) => r.sender, kind: 'code', width: 220 },
    { key: 'events', title: t('events'), value: (r) => r.events, kind: 'integer', width: 90 },
    { key: 'matched', title: t('matched'), value: (r) => r.matched, kind: 'integer', width: 90 },
    { key: 'parked', title: t('parked'), value: (r) => r.parked, kind: 'integer', width: 90 },
    { key: 'by', title: t('captured_by'), value: (r) => r.captured_by_name, width: 120 },
  ];
}

type PartnerObject = OutputFor<typeof getCapture>['objects'][number];

function Capture({ capture_id }: { readonly capture_id: number }) {
  const t = useText(epcisText);
  const { data, error } = useVerb(getCapture, { capture_id });
  const columns = useMemo<GridColumn<PartnerObject>[]>(
    () => [
      { key: 'time', title: t('event_time'), value: (r) => r.event_time, kind: 'instant', pin: true },
      { key: 'step', title: t('step'), value: (r) => wordOf(t, r.biz_step ?? r.type), width: 90 },
      {
        key: 'state',
        title: t('state'),
        value: (r) => t(r.state),
        width: 90,
        render: (r) => <StatusChip tone={r.state === 'matched' ? 'ok' : 'warn'}>{t(r.state)}</StatusChip>,
      },
      {
        key: 'lot',
        title: t('lot'),
        value: (r) => r.lot_no,
        width: 130,
        render: (r) =>
          r.item_id && r.lot_id ? (
            <Link to={`/stock/trace/${r.item_id}/${r.lot_id}`}>{r.lot_no}</Link>
          ) : (
            r.lot_no
          ),
      },
      { key: 'serial', title: t('serial'), value: (r) => r.serial_no, kind: 'code', width: 130 },
      { key: 'qty', title: t('qty'), value: (r) => r.qty, kind: 'integer', width: 80 },
      { key: 'uri', title: t('uri'), value: (r) => r.uri, kind: 'code', width: 320, grow: true },
    ],
    [t],
  );
  if (error) return <ProblemView error={error} />;
  if (!data) return <LoadingState />;
  return (
    <>
      <VirtualGrid
        id="integration-capture-objects"
        label={t('objects')}
        columns={columns}
        rows={data.objects}
        rowKey={(row) => `${row.event_no}-${row.role}-${row.uri}`}
        height={300}
        empty={<EmptyState />}
      />
      <details>
        <summary>{t('document_text')}</summary>
        <pre className="tc-json">{JSON.stringify(JSON.parse(data.document), null, 2)}</pre>
      </details>
    </>
  );
}
