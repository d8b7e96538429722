import {
  cancelInspection,
  concludeInspection,
  printInspection,
  releaseInspection,
  retestInspection,
} from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { BlockedButton, ConfirmWithReason, type Reason, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Inspection } from './inspection-page.tsx';
import { text } from './text.ts';

type Asked = 'conclude' | 'retest' | 'cancel' | 'sign' | null;
const INVALIDATES = ['quality', 'stock', 'supply', 'insight'];

/** What may be done next; a step that somebody else must do says so. */
export function Steps({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const lacks = useLacks();
  const [asked, setAsked] = useState<Asked>(null);
  const print = useAction(printInspection, { invalidates: [] });
  const { inspection_id, status } = inspection;
  const before = status === 'open' || status === 'recording';
  const signing = status === 'concluded' || status === 'part_decided';
  return (
    <>
      <Button
        onClick={() => void print.run({ inspection_id }).then(saveFile, () => undefined)}
        loading={print.busy}
      >
        {t('print')}
      </Button>
      {before || status === 'concluded' ? (
        <BlockedButton blocked={lacks('quality.release')} onClick={() => setAsked('cancel')}>
          {t('cancel')}
        </BlockedButton>
      ) : null}
      {status === 'concluded' ? (
        <BlockedButton blocked={lacks('quality.inspect')} onClick={() => setAsked('retest')}>
          {t('retest')}
        </BlockedButton>
      ) : null}
      {before ? (
        <BlockedButton
          type="primary"
          blocked={[...lacks('quality.inspect'), ...unfinished(inspection)]}
          onClick={() => setAsked('conclude')}
        >
          {t('conclude')}
        </BlockedButton>
      ) : null}
      {signing ? (
        <BlockedButton
          type="primary"
          blocked={[...lacks('quality.release'), ...involved(inspection)]}
          onClick={() => setAsked('sign')}
        >
          {t('sign')}
        </BlockedButton>
      ) : null}
      <Dialogs inspection={inspection} asked={asked} onClose={() => setAsked(null)} />
      {print.error ? <ProblemView error={print.error} /> : null}
    </>
  );
}

/** Checks that still lack pieces; a class that is lost already need not be finished. */
function unfinished({ checks, classes, coa_required, papers }: Inspection): Reason[] {
  const lost = new Set(classes.filter((c) => c.verdict === 'not_accepted').map((c) => c.defect_class));
  const missing = checks
    .filter((c) => c.checked < c.needed && !(c.extent === 'sample' && lost.has(c.defect_class)))
    .map((c) => `${c.name} ${c.checked}/${c.needed}`);
  if (missing.length > 0)
    return [{ code: 'quality.inspection_incomplete', params: { missing: missing.join('; ') } }];
  const has_coa = papers.some((paper) => paper.kind === 'coa');
  return coa_required && !has_coa ? [{ code: 'quality.coa_missing', params: {} }] : [];
}

function involved({ inspected_by_me, arrived_by_me }: Inspection): Reason[] {
  if (inspected_by_me) return [{ code: 'quality.own_inspection', params: {} }];
  return arrived_by_me ? [{ code: 'quality.own_arrival', params: {} }] : [];
}

type DialogProps = { readonly inspection: Inspection; readonly asked: Asked; readonly onClose: () => void };

function Dialogs({ inspection, asked, onClose }: DialogProps) {
  const t = useText(text);
  const conclude = useAction(concludeInspection);
  const retest = useAction(retestInspection);
  const cancel = useAction(cancelInspection, { invalidates: INVALIDATES });
  const { inspection_id, classes, checks } = inspection;
  const strict = checks.filter((c) => c.extent === 'once' || c.extent === 'fixed');
  const good = classes.every((c) => c.verdict === 'accepted') && strict.every((c) => c.nonconforming === 0);
  return (
    <>
      <ConfirmWithReason
        open={asked === 'conclude'}
        reason_min={0}
        title={t('conclude_title')}
        confirm_label={t('conclude')}
        onConfirm={async () => {
          await conclude.run({ inspection_id });
          onClose();
        }}
        onCancel={onClose}
      >
        <p>{t('conclude_text', { verdict: t(good ? 'accepted' : 'not_accepted') })}</p>
        {conclude.error ? <ProblemView error={conclude.error} /> : null}
      </ConfirmWithReason>
      <ConfirmWithReason
        open={asked === 'retest'}
        title={t('retest_title')}
        confirm_label={t('retest')}
        onConfirm={async (reason) => {
          await retest.run({ inspection_id, reason });
          onClose();
        }}
        onCancel={onClose}
      >
        {retest.error ? <ProblemView error={retest.error} /> : null}
      </ConfirmWithReason>
      <ConfirmWithReason
        open={asked === 'cancel'}
        danger
        title={t('cancel_title')}
        confirm_label={t('cancel')}
        onConfirm={async (reason) => {
          await cancel.run({ inspection_id, reason });
          onClose();
        }}
        onCancel={onClose}
      >
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
      {asked === 'sign' ? <Sign inspection={inspection} onClose={onClose} /> : null}
    </>
  );
}

const serialsIn = (typed: string) => typed.split(/\s+/).filter(Boolean);

/** The signature: quantities, reason, and what it means; the password is asked for on the way. */
function Sign({ inspection, onClose }: { inspection: Inspection; onClose: () => void }) {
  const t = useText(text);
  const { inspection_id, document_no, version, qty, qty_released, qty_rejected, conclusion } = inspection;
  const undecided = qty - qty_released - qty_rejected;
  const bad = Math.max(0, ...inspection.checks.map((c) => (c.kind === 'document' ? 0 : c.nonconforming)));
  const good = conclusion === 'accepted' ? Math.max(0, undecided - Math.max(0, bad - qty_rejected)) : 0;
  const [released, setReleased] = useState<number | null>(good);
  const [rejected, setRejected] = useState<number | null>(undecided - good);
  const [serials, setSerials] = useState('');
  const release = useAction(releaseInspection, { invalidates: INVALIDATES });
  const here = inspection.settled_by === 'inspection';
  const confirm = async (reason: string) => {
    await release.run({
      inspection_id,
      version,
      released: released ?? 0,
      rejected: rejected ?? 0,
      reason,
      rejected_serial_nos: serialsIn(serials),
    });
    onClose();
  };
  return (
    <ConfirmWithReason
      open
      title={t('sign_title', { no: document_no, version })}
      confirm_label={t('sign')}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <p>{t('sign_meaning')}</p>
      <p className="tc-muted">
        {t('undecided', { n: undecided })} · {t(here ? 'by_signature' : 'by_document')}
      </p>
      <div className="tc-form-grid">
        <Quantity label={t('release_qty')} value={released} onChange={setReleased} max={undecided} />
        <Quantity label={t('reject_qty')} value={rejected} onChange={setRejected} max={undecided} />
      </div>
      {here && inspection.tracking === 'serial' && (rejected ?? 0) > 0 ? (
        <LabelledField label={t('reject_serials')} required>
          {(id) => (
            <Input.TextArea
              id={id}
              rows={2}
              value={serials}
              onChange={(event) => setSerials(event.target.value)}
            />
          )}
        </LabelledField>
      ) : null}
      {release.error ? <ProblemView error={release.error} /> : null}
    </ConfirmWithReason>
  );
}

type QuantityProps = {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly max: number;
};

function Quantity({ label, value, onChange, max }: QuantityProps) {
  return (
    <LabelledField label={label} required>
      {(id) => (
        <InputNumber
          id={id}
          size="large"
          min={0}
          max={max}
          precision={0}
          inputMode="numeric"
          value={value}
          onChange={onChange}
          style={{ width: '100%' }}
        />
      )}
    </LabelledField>
  );
}
