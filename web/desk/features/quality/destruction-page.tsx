import { useParams } from '@tanstack/react-router';
import {
  addEvidence,
  cancelDestruction,
  decideDestruction,
  EVIDENCE_BYTES_MAX,
  executeDestruction,
  getDestruction,
  getEvidence,
  type OutputOf,
  printDestruction,
  witnessDestruction,
} from '@tongcang/contract';
import { App, Button, Input, InputNumber } from 'antd';
import { useRef, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
  formatInstant,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { DestructionState } from './disposal-states.tsx';
import { text } from './disposal-text.ts';

type Order = OutputOf<typeof getDestruction>;
const INVALIDATES = ['quality', 'stock', 'insight'];

export default function DestructionPage() {
  const { destruction_id } = useParams({ strict: false }) as { destruction_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getDestruction, { destruction_id: Number(destruction_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  return (
    <PageBody>
      <PageHeader
        title={`${t('destruction')} ${data.document_no}`}
        status={<DestructionState status={data.status} />}
        description={data.reason}
        meta={<Handled order={data} />}
        actions={<Steps order={data} />}
      />
      <Goods order={data} />
      <Evidence order={data} />
    </PageBody>
  );
}

/** Who did what, in the order in which it happened. */
function Handled({ order }: { order: Order }) {
  const t = useText(text);
  const zone = useZone();
  const steps = [
    [t('requested_by'), order.requested_by_name, order.requested_at],
    [t('decided'), order.decided_by_name, order.decided_at],
    [t('executed'), order.executed_by_name, order.executed_at],
    [t('witnessed'), order.witnessed_by_name, order.witnessed_at],
  ] as const;
  const told = steps
    .filter(([, name]) => name !== null)
    .map(([label, name, at]) => `${label} ${name} ${formatInstant(at, zone)}`);
  const how = [order.method, order.place, order.handler_name, order.certificate_no].filter(Boolean);
  return <>{[order.warehouse_name, ...told, ...how].join(' · ')}</>;
}

function Steps({ order }: { order: Order }) {
  const t = useText(text);
  const lacks = useLacks();
  const { destruction_id, status } = order;
  const decide = useAction(decideDestruction);
  const cancel = useAction(cancelDestruction);
  const witness = useAction(witnessDestruction, { invalidates: INVALIDATES });
  const print = useAction(printDestruction, { invalidates: [] });
  const [asked, setAsked] = useState<'reject' | 'cancel' | 'witness' | 'execute' | null>(null);
  const done = () => setAsked(null);
  const missing = lacks('quality.destroy');
  const own = (mine: boolean, code: string) =>
    missing.length === 0 && mine ? [{ code, params: {} }] : missing;
  const problem = decide.error ?? cancel.error ?? witness.error ?? print.error;
  return (
    <>
      <Button
        onClick={() => void print.run({ destruction_id }).then(saveFile, () => undefined)}
        loading={print.busy}
      >
        {t('print')}
      </Button>
      {status === 'requested' || status === 'approved' ? (
        <BlockedButton blocked={missing} onClick={() => setAsked('cancel')}>
          {t('cancel')}
        </BlockedButton>
      ) : null}
      {status === 'requested' ? (
        <>
          <BlockedButton
            blocked={own(order.requested_by_me, 'quality.own_request')}
            onClick={() => setAsked('reject')}
          >
            {t('reject')}
          </BlockedButton>
          <BlockedButton
            type="primary"
            blocked={own(order.requested_by_me, 'quality.own_request')}
            loading={decide.busy}
            onClick={() => void decide.run({ destruction_id, approve: true }).catch(() => undefined)}
          >
            {t('approve')}
          </BlockedButton>
        </>
      ) : null}
      {status === 'approved' ? (
        <BlockedButton type="primary" blocked={missing} onClick={() => setAsked('execute')}>
          {t('execute')}
        </BlockedButton>
      ) : null}
      {status === 'executed' ? (
        <BlockedButton
          type="primary"
          blocked={own(order.executed_by_me, 'quality.own_witness')}
          onClick={() => setAsked('witness')}
        >
          {t('witness')}
        </BlockedButton>
      ) : null}
      <ConfirmWithReason
        open={asked === 'reject' || asked === 'cancel'}
        title={`${t(asked === 'reject' ? 'reject' : 'cancel')} ${order.document_no}`}
        confirm_label={t(asked === 'reject' ? 'reject' : 'cancel')}
        onConfirm={async (reason) => {
          if (asked === 'reject') await decide.run({ destruction_id, approve: false, note: reason });
          else await cancel.run({ destruction_id, reason });
          done();
        }}
        onCancel={done}
      />
      <ConfirmWithReason
        open={asked === 'witness'}
        reason_min={0}
        danger
        title={`${t('witness')} ${order.document_no}`}
        confirm_label={t('witness')}
        onConfirm={async () => {
          await witness.run({ destruction_id });
          done();
        }}
        onCancel={done}
      >
        <p>{t('witness_note')}</p>
        {witness.error ? <ProblemView error={witness.error} /> : null}
      </ConfirmWithReason>
      {asked === 'execute' ? <Execute order={order} onClose={done} /> : null}
      {problem && asked !== 'witness' ? <ProblemView error={problem} /> : null}
    </>
  );
}

type Told = { readonly qty: number; readonly reason: string; readonly serials: string };

function Execute({ order, onClose }: { order: Order; onClose: () => void }) {
  const t = useText(text);
  const execute = useAction(executeDestruction);
  const [method, setMethod] = useState('');
  const [place, setPlace] = useState('');
  const [told, setTold] = useState<ReadonlyMap<number, Told>>(new Map());
  const [asked, setAsked] = useState(false);
  const confirm = async () => {
    setAsked(true);
    if (method.trim() === '' || place.trim() === '') throw new Error('incomplete');
    const lines = [...told].map(([line_no, { qty, reason, serials }]) => ({
      line_no,
      qty_destroyed: qty,
      reason,
      serial_nos: serials.split(/\s+/).filter(Boolean),
    }));
    await execute.run({ destruction_id: order.destruction_id, method, place, lines });
    onClose();
  };
  return (
    <ConfirmWithReason
      open
      reason_min={0}
      title={t('execute_title', { no: order.document_no })}
      confirm_label={t('execute')}
      onConfirm={confirm}
      onCancel={onClose}
    >
      {(
        [
          ['method', method, setMethod],
          ['place', place, setPlace],
        ] as const
      ).map(([name, value, set]) => (
        <LabelledField
          key={name}
          label={t(name)}
          required
          {...(asked && value.trim() === '' ? { help: t('needed') } : {})}
        >
          {(id) => (
            <Input id={id} value={value} maxLength={100} onChange={(event) => set(event.target.value)} />
          )}
        </LabelledField>
      ))}
      {order.rows.map((row) => {
        const line = told.get(row.line_no) ?? { qty: row.qty, reason: '', serials: '' };
        const change = (part: Partial<Told>) => setTold(new Map(told).set(row.line_no, { ...line, ...part }));
        return (
          <LabelledField key={row.line_no} label={`${row.item_code} ${row.lot_no} · ${t('qty_destroyed')}`}>
            {(id) => (
              <>
                <InputNumber
                  id={id}
                  min={0}
                  max={row.qty}
                  precision={0}
                  value={line.qty}
                  onChange={(qty) => change({ qty: qty ?? 0 })}
                />
                {line.qty < row.qty ? (
                  <Input
                    aria-label={t('difference')}
                    placeholder={t('difference')}
                    value={line.reason}
                    onChange={(event) => change({ reason: event.target.value })}
                  />
                ) : null}
                {line.qty < row.qty && row.serial_nos.length > 0 ? (
                  <Input
                    aria-label={t('serials')}
                    placeholder={t('serials')}
                    value={line.serials}
                    onChange={(event) => change({ serials: event.target.value })}
                  />
                ) : null}
              </>
            )}
          </LabelledField>
        );
      })}
      {execute.error ? <ProblemView error={execute.error} /> : null}
    </ConfirmWithReason>
  );
}

function Goods({ order }: { order: Order }) {
  const t = useText(text);
  return (
    <Section title={t('goods')}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('item_name')}</th>
              <th scope="col">{t('lot')}</th>
              <th scope="col">{t('expiry')}</th>
              <th scope="col">{t('disposition')}</th>
              <th scope="col">{t('location')}</th>
              <th scope="col" className="tc-num">
                {t('qty')}
              </th>
              <th scope="col" className="tc-num">
                {t('qty_destroyed')}
              </th>
              <th scope="col">{t('difference')}</th>
            </tr>
          </thead>
          <tbody>
            {order.rows.map((row) => (
              <tr key={row.line_no}>
                <td>
                  {row.item_code} {row.item_name}
                  {row.serial_nos.length > 0 ? (
                    <div className="tc-muted">{row.serial_nos.join(' ')}</div>
                  ) : null}
                </td>
                <td>
                  <Link to={`/stock/trace/${row.item_id}/${row.lot_id}`}>{row.lot_no}</Link>
                </td>
                <td>{row.expiry_date}</td>
                <td>
                  <DispositionChip disposition={row.disposition as Disposition} />
                </td>
                <td>{row.location_code}</td>
                <td className="tc-num">{row.qty}</td>
                <td className="tc-num">{row.qty_destroyed}</td>
                <td>{row.difference_reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Evidence({ order }: { order: Order }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const { message } = App.useApp();
  const add = useAction(addEvidence);
  const input = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<'photo' | 'certificate'>('photo');
  const [certificate_no, setCertificateNo] = useState('');
  const upload = async (file: File) => {
    if (file.size > EVIDENCE_BYTES_MAX) return void message.error(t('too_large'));
    const media_type = file.type as 'image/png';
    const bytes = new Uint8Array(await file.arrayBuffer());
    const number = kind === 'certificate' ? { certificate_no } : {};
    await add.run({
      destruction_id: order.destruction_id,
      kind,
      file_name: file.name,
      media_type,
      ...number,
      bytes,
    });
  };
  const choose = (what: typeof kind) => {
    setKind(what);
    input.current?.click();
  };
  const open = order.status === 'approved' || order.status === 'executed' || order.status === 'destroyed';
  return (
    <Section title={t('evidence')}>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('evidence')}
        accept="image/jpeg,image/png,application/pdf"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void upload(file).catch(() => undefined);
        }}
      />
      {order.evidence.length === 0 ? <p className="tc-muted">{t('no_evidence')}</p> : null}
      <ul className="tc-plain-list">
        {order.evidence.map((file) => (
          <li key={file.evidence_id}>
            <button
              type="button"
              className="tc-link-button"
              onClick={() => void call(getEvidence, { evidence_id: file.evidence_id }).then(saveFile)}
            >
              {file.file_name}
            </button>{' '}
            <span className="tc-muted">
              {file.added_by_name} {formatInstant(file.added_at, zone)}
            </span>
          </li>
        ))}
      </ul>
      {open ? (
        <div className="tc-bar">
          <BlockedButton
            blocked={lacks('quality.destroy')}
            loading={add.busy}
            onClick={() => choose('photo')}
          >
            {t('add_photo')}
          </BlockedButton>
          {order.status === 'destroyed' ? (
            <>
              <Input
                aria-label={t('certificate_no')}
                placeholder={t('certificate_no')}
                value={certificate_no}
                onChange={(event) => setCertificateNo(event.target.value)}
                style={{ width: 200 }}
              />
              <BlockedButton
                type="primary"
                blocked={lacks('quality.destroy')}
                disabled={certificate_no.trim() === ''}
                loading={add.busy}
                onClick={() => choose('certificate')}
              >
                {t('add_certificate')}
              </BlockedButton>
            </>
          ) : null}
        </div>
      ) : null}
      {add.error ? <ProblemView error={add.error} /> : null}
    </Section>
  );
}
