import {
  previewRecall,
  RECALL_CLASSES,
  RECALL_HANDLINGS,
  RECALL_KINDS,
  RECALL_ORIGINS,
  startRecall,
} from '@tongcang/contract';
import { App, Checkbox, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  ConfirmWithReason,
  PageBody,
  PageHeader,
  type Reason,
  Section,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type InputFor, useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { instantOf, wallClock } from '../stock/wall-clock.ts';
import { criterionOf, ScopeEditor, type ScopeLine } from './scope-editor.tsx';
import { ScopePreview } from './scope-preview.tsx';
import { text } from './text.ts';

type Start = InputFor<typeof startRecall>;
type Kind = (typeof RECALL_KINDS)[number];
/** Facts about the case that are plain texts. */
const TEXTS = ['reference_no', 'registrant_name', 'contact_name', 'contact_phone'] as const;
type Facts = Record<(typeof TEXTS)[number] | 'title' | 'reason' | 'instruction', string>;
const NO_FACTS: Facts = {
  title: '',
  reason: '',
  instruction: '',
  reference_no: '',
  registrant_name: '',
  contact_name: '',
  contact_phone: '',
};
/** Where the page comes from: a lot of the stock pages, several as `item:lot` pairs. */
const address = z.object({ kind: z.enum(RECALL_KINDS).default('recall'), lots: z.string().default('') });

function linesFrom(lots: string): ScopeLine[] {
  const found = lots.split(',').flatMap((pair) => {
    const [item, ...lot] = pair.split(':');
    return item && lot.length > 0 ? [{ item_id: Number(item), lot_no: lot.join(':') }] : [];
  });
  return (found.length > 0 ? found : [{}]).map((line, key) => ({ ...line, key }));
}

export default function RecallNew() {
  const t = useText(text);
  const go = useGo();
  const zone = useZone();
  const lacks = useLacks();
  const { message } = App.useApp();
  const [from] = useUrlState(address);
  const [kind, setKind] = useState<Kind>(from.kind);
  const [recall_class, setClass] = useState<(typeof RECALL_CLASSES)[number] | undefined>();
  const [origin, setOrigin] = useState<(typeof RECALL_ORIGINS)[number]>('registrant');
  const [handling, setHandling] = useState<(typeof RECALL_HANDLINGS)[number]>('return');
  const [facts, setFacts] = useState(NO_FACTS);
  const [decided_at, setDecided] = useState<string | undefined>();
  const [notify_customers, setNotify] = useState(false);
  const [lines, setLines] = useState<readonly ScopeLine[]>(() => linesFrom(from.lots));
  const [scans, setScans] = useState('');
  const [seen, setSeen] = useState('');
  const [asked, setAsked] = useState(false);
  const preview = useAction(previewRecall, { invalidates: [] });
  const start = useAction(startRecall, {
    invalidates: ['stock', 'quality', 'fulfilment', 'transfer', 'planning', 'insight'],
  });
  const scope = {
    criteria: lines.map(criterionOf).filter((line) => Object.keys(line).length > 0),
    scans: scans
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  };
  const shown = JSON.stringify(scope);
  const found = seen === shown ? preview.output : undefined;
  const look = () => {
    setSeen(shown);
    void preview.run(scope).catch(() => undefined);
  };
  const wanting: Reason[] = [
    ...lacks('quality.recall'),
    ...(kind !== 'hold' && recall_class === undefined ? [{ code: 'web.recall_class', params: {} }] : []),
    ...(facts.title === '' || facts.reason === '' ? [{ code: 'web.recall_facts', params: {} }] : []),
    ...(found ? [] : [{ code: 'web.recall_preview', params: {} }]),
  ];
  const run = async () => {
    const input: Start = {
      ...scope,
      ...facts,
      kind,
      origin,
      handling,
      ...(kind === 'hold' || recall_class === undefined ? {} : { recall_class }),
      ...(decided_at ? { decided_at } : {}),
      notify_customers: kind !== 'hold' || notify_customers,
    };
    const { case_id, document_no, locked_qty, lock_ms } = await start.run(input);
    void message.success(t('started', { no: document_no, qty: locked_qty, ms: lock_ms }));
    go(`/quality/recall/${case_id}`);
  };
  const set = (name: keyof Facts) => (event: { target: { value: string } }) =>
    setFacts({ ...facts, [name]: event.target.value });
  const due = found?.deadlines.find((one) => one.recall_class === (kind === 'hold' ? 'hold' : recall_class));
  return (
    <PageBody>
      <PageHeader
        title={t('start')}
        description={t('scope_hint')}
        actions={
          <>
            <BlockedButton blocked={lacks('quality.recall')} loading={preview.busy} onClick={look}>
              {t('preview')}
            </BlockedButton>
            <BlockedButton type="primary" danger blocked={wanting} onClick={() => setAsked(true)}>
              {t(kind === 'mock' ? 'lock_mock' : 'lock')}
            </BlockedButton>
          </>
        }
      />
      <Section title={t('scope')}>
        <div className="tc-stack">
          <ScopeEditor lines={lines} onChange={setLines} />
          <LabelledField label={t('scans')} help={t('scans_hint')}>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={3}
                value={scans}
                onChange={(event) => setScans(event.target.value)}
              />
            )}
          </LabelledField>
        </div>
      </Section>
      {preview.error && seen === shown ? <ProblemView error={preview.error} /> : null}
      {preview.output && !found && !preview.busy ? <p className="tc-muted">{t('changed_since')}</p> : null}
      {found ? <ScopePreview preview={found} /> : null}
      <Section title={t('what')}>
        <div className="tc-stack">
          <div>
            <Segmented
              aria-label={t('kind')}
              value={kind}
              onChange={(value) => setKind(value as Kind)}
              options={RECALL_KINDS.map((value) => ({ value, label: t(`k_${value}`) }))}
            />
          </div>
          <div className="tc-form-grid">
            {kind === 'hold' ? null : (
              <LabelledField
                label={t('class')}
                required
                {...(due ? { help: t('due_hint', { hours: due.hours, basis: due.legal_basis }) } : {})}
              >
                {(id) => (
                  <Select
                    id={id}
                    value={recall_class}
                    onChange={setClass}
                    options={RECALL_CLASSES.map((value) => ({ value, label: t(`c_${value}`) }))}
                  />
                )}
              </LabelledField>
            )}
            <LabelledField label={t('origin')} required>
              {(id) => (
                <Select
                  id={id}
                  value={origin}
                  onChange={setOrigin}
                  options={RECALL_ORIGINS.map((value) => ({ value, label: t(`o_${value}`) }))}
                />
              )}
            </LabelledField>
            <LabelledField label={t('handling')} required>
              {(id) => (
                <Select
                  id={id}
                  value={handling}
                  onChange={setHandling}
                  options={RECALL_HANDLINGS.map((value) => ({ value, label: t(`h_${value}`) }))}
                />
              )}
            </LabelledField>
            <LabelledField label={t('decided_at')} help={t('decided_hint')}>
              {(id) => (
                <Input
                  id={id}
                  type="datetime-local"
                  value={decided_at ? wallClock(decided_at, zone) : ''}
                  onChange={(event) => setDecided(instantOf(event.target.value, zone) ?? undefined)}
                />
              )}
            </LabelledField>
            <LabelledField label={t('title')} required>
              {(id) => <Input id={id} maxLength={120} value={facts.title} onChange={set('title')} />}
            </LabelledField>
            {TEXTS.map((name) => (
              <LabelledField key={name} label={t(name)}>
                {(id) => <Input id={id} maxLength={80} value={facts[name]} onChange={set(name)} />}
              </LabelledField>
            ))}
          </div>
          <LabelledField label={t('reason')} required>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={2}
                maxLength={500}
                value={facts.reason}
                onChange={set('reason')}
              />
            )}
          </LabelledField>
          <LabelledField label={t('instruction')}>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={2}
                maxLength={1000}
                value={facts.instruction}
                onChange={set('instruction')}
              />
            )}
          </LabelledField>
          {kind === 'hold' ? (
            <Checkbox checked={notify_customers} onChange={(event) => setNotify(event.target.checked)}>
              {t('notify_customers')}
            </Checkbox>
          ) : null}
        </div>
      </Section>
      <ConfirmWithReason
        open={asked}
        danger={kind !== 'mock'}
        reason_min={0}
        title={t('lock_title', { kind: t(`k_${kind}`) })}
        confirm_label={t(kind === 'mock' ? 'lock_mock' : 'lock')}
        onConfirm={run}
        onCancel={() => setAsked(false)}
      >
        <p>
          {t(kind === 'mock' ? 'mock_text' : 'lock_text', {
            qty: (found?.places ?? [])
              .filter((place) => ['bin', 'in_transit', 'consigned', 'repair'].includes(place.kind))
              .reduce((sum, place) => sum + place.qty, 0),
            lots: found?.lots.length ?? 0,
            notices: found?.consignees.length ?? 0,
          })}
        </p>
        {start.error ? <ProblemView error={start.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
