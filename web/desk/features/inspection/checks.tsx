import { recordInspection } from '@tongcang/contract';
import { App, Button, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ScanInput,
  type ScanOutcome,
  Section,
  StatusChip,
  useText,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { useResolve } from '../stock/resolve.ts';
import type { Inspection } from './inspection-page.tsx';
import { text } from './text.ts';
import './inspection.css';

type Check = Inspection['checks'][number];

/** What is to be looked at, one card for each check: large enough for a thumb. */
export function Checks({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const [recording, setRecording] = useState<Check | null>(null);
  const takes = inspection.status === 'open' || inspection.status === 'recording';
  return (
    <Section title={t('checks')}>
      <ul className="tc-checks">
        {inspection.checks.map((check) => (
          <li key={check.line_no} className="tc-check">
            <OneCheck
              check={check}
              inspection={inspection}
              takes={takes}
              onRecord={() => setRecording(check)}
            />
          </li>
        ))}
      </ul>
      {recording ? (
        <Record inspection={inspection} check={recording} onClose={() => setRecording(null)} />
      ) : null}
    </Section>
  );
}

type OneProps = {
  readonly check: Check;
  readonly inspection: Inspection;
  readonly takes: boolean;
  readonly onRecord: () => void;
};

function OneCheck({ check, inspection, takes, onRecord }: OneProps) {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const record = useAction(recordInspection);
  const left = Math.max(0, check.needed - check.checked);
  const allGood = async () => {
    const line = { line_no: check.line_no, checked: left };
    await record.run({ inspection_id: inspection.inspection_id, lines: [line] });
    void message.success(t('recorded'));
  };
  return (
    <>
      <div className="tc-check-head">
        <strong>
          {check.line_no}. {check.name}
        </strong>
        <span className="tc-muted">
          {t(check.defect_class)} · {t(check.kind)} · {t(`e_${check.extent}`)}
        </span>
        {check.method ? <span className="tc-muted">{check.method}</span> : null}
        {check.kind === 'measured' ? <Limits check={check} /> : null}
      </div>
      <div className="tc-check-count">
        <span>
          {check.checked} / {check.needed}
        </span>
        {check.nonconforming > 0 ? (
          <StatusChip tone="bad">
            {t('nonconforming')} {check.nonconforming}
          </StatusChip>
        ) : left === 0 && check.needed > 0 ? (
          <StatusChip tone="ok">{t('checked')}</StatusChip>
        ) : null}
      </div>
      {takes ? (
        <div className="tc-check-actions">
          {left > 0 && check.kind !== 'measured' ? (
            <BlockedButton
              size="large"
              blocked={lacks('quality.inspect')}
              loading={record.busy}
              onClick={() => void allGood().catch(() => undefined)}
            >
              {t('all_good')}
            </BlockedButton>
          ) : null}
          <BlockedButton
            size="large"
            {...(left > 0 ? { type: 'primary' as const } : {})}
            blocked={lacks('quality.inspect')}
            onClick={onRecord}
          >
            {t('record')}
          </BlockedButton>
        </div>
      ) : null}
      {record.error ? <ProblemView error={record.error} /> : null}
    </>
  );
}

function Limits({ check }: { check: Check }) {
  const t = useText(text);
  const { lower_limit, upper_limit, unit } = check;
  const words = { lower: lower_limit ?? '–', upper: upper_limit ?? '–', unit: unit ?? '' };
  return <span className="tc-muted">{t('limits', words)}</span>;
}

const words = (typed: string) => typed.split(/\s+/).filter(Boolean);
const isOut = (check: Check, value: number) =>
  (check.lower_limit !== null && value < check.lower_limit) ||
  (check.upper_limit !== null && value > check.upper_limit);

type RecordProps = {
  readonly inspection: Inspection;
  readonly check: Check;
  readonly onClose: () => void;
};

/** Enters what was seen of one check; scanned pieces are the bad ones. */
function Record({ inspection, check, onClose }: RecordProps) {
  const t = useText(text);
  const { message } = App.useApp();
  const record = useAction(recordInspection);
  const left = Math.max(0, check.needed - check.checked);
  const [checked, setChecked] = useState<number | null>(left > 0 ? left : 1);
  const [bad, setBad] = useState<number | null>(0);
  const [typed, setTyped] = useState('');
  const [serials, setSerials] = useState('');
  const [note, setNote] = useState('');
  const measured = check.kind === 'measured';
  const readings = words(typed).map(Number);
  const unreadable = readings.some((value) => !Number.isFinite(value));
  const serial_nos = words(serials);
  const count = measured ? readings.length : (checked ?? 0);
  const save = async () => {
    const line = {
      line_no: check.line_no,
      checked: count,
      nonconforming: measured ? 0 : (bad ?? 0),
      readings: measured ? readings : [],
      serial_nos,
      note,
    };
    await record.run({ inspection_id: inspection.inspection_id, lines: [line] });
    void message.success(t('recorded'));
    onClose();
  };
  const add = (serial: string) => {
    setSerials([...serial_nos, serial].join(' '));
    if (!measured) setBad(Math.max(bad ?? 0, serial_nos.length + 1));
  };
  return (
    <Modal
      open
      title={t('record_title', { name: check.name })}
      okText={t('record')}
      cancelText={t('cancel_word')}
      okButtonProps={{ loading: record.busy, disabled: count === 0 || unreadable, size: 'large' }}
      cancelButtonProps={{ size: 'large' }}
      onOk={() => void save().catch(() => undefined)}
      onCancel={onClose}
      width={520}
    >
      <div className="tc-form-grid">
        {measured ? (
          <Readings check={check} typed={typed} onChange={setTyped} readings={readings} />
        ) : (
          <Counts checked={checked} onChecked={setChecked} bad={bad} onBad={setBad} />
        )}
        {inspection.tracking === 'serial' ? (
          <BadPieces serials={serials} onChange={setSerials} onScanned={add} inspection={inspection} />
        ) : null}
        <LabelledField label={t('note')}>
          {(id) => (
            <Input id={id} value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
          )}
        </LabelledField>
      </div>
      {record.error ? <ProblemView error={record.error} /> : null}
    </Modal>
  );
}

type CountsProps = {
  readonly checked: number | null;
  readonly onChecked: (value: number | null) => void;
  readonly bad: number | null;
  readonly onBad: (value: number | null) => void;
};

function Counts({ checked, onChecked, bad, onBad }: CountsProps) {
  const t = useText(text);
  return (
    <>
      <LabelledField label={t('checked_now')} required>
        {(id) => (
          <InputNumber
            id={id}
            size="large"
            min={1}
            precision={0}
            inputMode="numeric"
            value={checked}
            onChange={onChecked}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <LabelledField label={t('bad_now')}>
        {(id) => (
          <span className="tc-check-bad">
            <InputNumber
              id={id}
              size="large"
              min={0}
              max={checked ?? 0}
              precision={0}
              inputMode="numeric"
              value={bad}
              onChange={onBad}
            />
            <Button size="large" onClick={() => onBad((bad ?? 0) + 1)} aria-label={`${t('bad_now')} +1`}>
              +1
            </Button>
          </span>
        )}
      </LabelledField>
    </>
  );
}

type ReadingsProps = {
  readonly check: Check;
  readonly typed: string;
  readonly onChange: (typed: string) => void;
  readonly readings: readonly number[];
};

function Readings({ check, typed, onChange, readings }: ReadingsProps) {
  const t = useText(text);
  const out = readings.filter((value) => isOut(check, value)).length;
  return (
    <LabelledField label={t('readings')} required help={t('readings_n', { n: readings.length, bad: out })}>
      {(id) => (
        <>
          <Limits check={check} />
          <Input.TextArea
            id={id}
            rows={3}
            value={typed}
            inputMode="decimal"
            onChange={(event) => onChange(event.target.value)}
          />
        </>
      )}
    </LabelledField>
  );
}

type BadProps = {
  readonly inspection: Inspection;
  readonly serials: string;
  readonly onChange: (serials: string) => void;
  readonly onScanned: (serial_no: string) => void;
};

function BadPieces({ inspection, serials, onChange, onScanned }: BadProps) {
  const t = useText(text);
  const resolve = useResolve(inspection.warehouse_id);
  const scan = async (raw: string): Promise<ScanOutcome> => {
    const found = await resolve(raw);
    if (!found.ok) return { ok: false, text: found.text };
    const { serial_no } = found.it;
    if (serial_no === null) return { ok: false, text: t('no_serial') };
    onScanned(serial_no);
    return { ok: true, text: t('serial_added', { serial: serial_no }) };
  };
  return (
    <LabelledField label={t('bad_serials')}>
      {(id) => (
        <>
          <ScanInput compact label={t('scan_bad')} onScan={({ raw }) => scan(raw)} />
          <Input.TextArea
            id={id}
            rows={2}
            value={serials}
            onChange={(event) => onChange(event.target.value)}
          />
        </>
      )}
    </LabelledField>
  );
}
