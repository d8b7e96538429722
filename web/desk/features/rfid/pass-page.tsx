import { useParams } from '@tanstack/react-router';
import {
  compareRfidPass,
  confirmRfidPass,
  discardRfidPass,
  getRfidPass,
  type OutputOf,
  RFID_EXPECTED,
} from '@tongcang/contract';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  copyText,
  formatInstant,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  StatusChip,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { PassState } from './pass-list.tsx';
import { text } from './text.ts';

type Pass = OutputOf<typeof getRfidPass>;
const INVALIDATES = ['integration'];
const TONES = { ours: 'ok', foreign: 'warn', unknown: 'bad' } as const;

export default function PassPage() {
  const { pass_id } = useParams({ strict: false }) as { pass_id: string };
  const t = useText(text);
  const zone = useZone();
  const { data, error, refetch } = useVerb(getRfidPass, { pass_id: Number(pass_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  return (
    <PageBody>
      <PageHeader
        title={`${data.document_no} ${data.reader_name}`}
        status={<PassState status={data.status} quiet={data.quiet} />}
        description={data.note ?? ''}
        meta={[
          `${formatInstant(data.first_seen_at, zone)} – ${formatInstant(data.last_seen_at, zone)}`,
          data.expected_kind === null ? null : `${t(`k_${data.expected_kind}`)} ${data.expected_no ?? ''}`,
          data.decided_by_name,
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={<Steps pass={data} />}
      />
      <StatRow>
        <StatTile label={t('units')} value={data.units} />
        <StatTile label={t('foreign')} value={data.foreign} tone={data.foreign > 0 ? 'warn' : 'ok'} />
        <StatTile label={t('unknown')} value={data.unknown} tone={data.unknown > 0 ? 'bad' : 'ok'} />
        <StatTile label={t('reads')} value={data.reads} />
      </StatRow>
      {data.status === 'open' ? <Compare pass={data} /> : null}
      <Items pass={data} />
      <Tags pass={data} />
    </PageBody>
  );
}

function Steps({ pass }: { pass: Pass }) {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const [asked, setAsked] = useState<'confirm' | 'discard' | null>(null);
  const confirm = useAction(confirmRfidPass, { invalidates: INVALIDATES });
  const discard = useAction(discardRfidPass, { invalidates: INVALIDATES });
  const done = () => setAsked(null);
  const { pass_id, document_no, missing, extra } = pass;
  const scans = pass.tags.flatMap((tag) => (tag.outcome === 'ours' && tag.scan !== null ? [tag.scan] : []));
  if (pass.status === 'discarded') return null;
  if (pass.status === 'confirmed')
    return (
      <Button
        type="primary"
        onClick={() =>
          void copyText(scans.join('\n')).then(() => message.success(t('copied', { n: scans.length })))
        }
      >
        {t('copy')}
      </Button>
    );
  const blocked = lacks('integration.rfid');
  const uncompared = pass.expected_kind === null ? [{ code: 'web.rfid_not_compared', params: {} }] : [];
  return (
    <>
      <BlockedButton blocked={blocked} onClick={() => setAsked('discard')}>
        {t('discard')}
      </BlockedButton>
      <BlockedButton
        type="primary"
        blocked={blocked.length > 0 ? blocked : uncompared}
        onClick={() => setAsked('confirm')}
      >
        {t('confirm')}
      </BlockedButton>
      <ConfirmWithReason
        open={asked === 'confirm'}
        reason_min={missing + extra > 0 ? 4 : 0}
        title={t('confirm_title', { no: document_no })}
        confirm_label={t('confirm')}
        onConfirm={async (note) => {
          const answer = await confirm.run({ pass_id, note });
          void message.success(t('confirmed', { n: answer.scans.length }));
          done();
        }}
        onCancel={done}
      >
        <p>{t('confirm_text', { missing, extra })}</p>
        {confirm.error ? <ProblemView error={confirm.error} /> : null}
      </ConfirmWithReason>
      <ConfirmWithReason
        open={asked === 'discard'}
        danger
        title={t('discard_title', { no: document_no })}
        confirm_label={t('discard')}
        onConfirm={async (reason) => {
          await discard.run({ pass_id, reason });
          done();
        }}
        onCancel={done}
      >
        {discard.error ? <ProblemView error={discard.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

function Compare({ pass }: { pass: Pass }) {
  const t = useText(text);
  const lacks = useLacks();
  const [kind, setKind] = useState<(typeof RFID_EXPECTED)[number]>(pass.expected_kind ?? 'asn');
  const [number, setNumber] = useState(pass.expected_no ?? '');
  const compare = useAction(compareRfidPass, { invalidates: INVALIDATES });
  const run = () => {
    const input = { pass_id: pass.pass_id, expected_kind: kind, expected_no: number.trim() };
    void compare.run(input).catch(() => undefined);
  };
  return (
    <Section title={t('expected')}>
      <div className="tc-form-grid">
        <LabelledField label={t('expected')}>
          {(id) => (
            <Select
              id={id}
              size="large"
              value={kind}
              onChange={setKind}
              options={RFID_EXPECTED.map((value) => ({ value, label: t(`k_${value}`) }))}
            />
          )}
        </LabelledField>
        <LabelledField label={t('expected_no')} help={t('expected_hint')}>
          {(id) => (
            <Input
              id={id}
              size="large"
              value={number}
              onChange={(event) => setNumber(event.target.value)}
              onPressEnter={run}
            />
          )}
        </LabelledField>
        <div className="tc-actions" style={{ alignItems: 'flex-end', justifyContent: 'flex-start' }}>
          <BlockedButton
            size="large"
            blocked={lacks('integration.rfid')}
            disabled={number.trim() === ''}
            loading={compare.busy}
            onClick={run}
          >
            {t('compare')}
          </BlockedButton>
        </div>
      </div>
      {compare.error ? <ProblemView error={compare.error} /> : null}
    </Section>
  );
}

function Items({ pass }: { pass: Pass }) {
  const t = useText(text);
  if (pass.items.length === 0) return null;
  return (
    <Section title={t('items')}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('item')}</th>
              {(['should', 'counted', 'difference'] as const).map((word) => (
                <th key={word} scope="col" className="tc-num">
                  {t(word)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pass.items.map((row) => (
              <tr key={row.item_id}>
                <td>
                  {row.item_code} {row.item_name}
                </td>
                <td className="tc-num">{row.expected}</td>
                <td className="tc-num">{row.counted}</td>
                <td className="tc-num">{row.counted - row.expected}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Tags({ pass }: { pass: Pass }) {
  const t = useText(text);
  return (
    <Section title={`${t('tags')} ${pass.tags.length}`}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('epc')}</th>
              <th scope="col">{t('outcome')}</th>
              <th scope="col">{t('item')}</th>
              <th scope="col">{t('serial')}</th>
              <th scope="col" className="tc-num">
                {t('reads')}
              </th>
              <th scope="col" className="tc-num">
                {t('antenna')}
              </th>
            </tr>
          </thead>
          <tbody>
            {pass.tags.map((tag) => (
              <tr key={tag.epc_hex}>
                <td>
                  <code>{tag.epc_hex}</code>
                </td>
                <td>
                  <StatusChip tone={TONES[tag.outcome]}>{t(`o_${tag.outcome}`)}</StatusChip>
                </td>
                <td>
                  {tag.item_code} {tag.item_name} {tag.lot_no}
                  {tag.item_code === null && tag.gtin !== null ? tag.gtin : null}
                </td>
                <td>{tag.serial_no ?? tag.sscc}</td>
                <td className="tc-num">{tag.reads}</td>
                <td className="tc-num">{tag.antenna}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
