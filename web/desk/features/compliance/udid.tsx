import { applyUdid, type OutputOf, previewUdid, UDID_BYTES_MAX } from '@tongcang/contract';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { BlockedButton, EmptyState, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { type Choice, choiceText, chosenOf, countOf } from './udid-choice.ts';
import { UdidDevice } from './udid-device.tsx';
import { udidText } from './udid-text.ts';

type Device = OutputOf<typeof previewUdid>['devices'][number];
type Given = { readonly file_name: string; readonly bytes: Uint8Array };

/** A file of the national UDI database, compared with the items on file; only what is chosen changes. */
export default function UdidPage() {
  const t = useText(udidText);
  const lacks = useLacks();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<Given | null>(null);
  const [choices, setChoices] = useState<ReadonlyMap<number, Choice>>(new Map());
  const preview = useAction(previewUdid, { invalidates: [] });
  const apply = useAction(applyUdid, { invalidates: ['compliance', 'masterdata', 'stock'] });
  const devices: readonly Device[] = preview.output?.devices ?? [];
  const compare = async (given: Given) => {
    const { devices: read } = await preview.run(given);
    setFile(given);
    setChoices(new Map(read.map((device) => [device.line_no, chosenOf(device)])));
  };
  const take = async (picked: File | undefined) => {
    if (!picked || picked.size > UDID_BYTES_MAX) return;
    await compare({ file_name: picked.name, bytes: new Uint8Array(await picked.arrayBuffer()) }).catch(
      () => undefined,
    );
  };
  const chosen = countOf(choices);
  const send = async () => {
    const done = await apply.run({ ...file!, choice: choiceText(choices) });
    void message.success(t('applied', done));
    await compare(file!);
  };
  return (
    <PageBody>
      <PageHeader
        title={t('udid')}
        description={t('udid_text')}
        actions={
          <>
            <BlockedButton
              blocked={lacks('compliance.write')}
              loading={preview.busy}
              onClick={() => input.current?.click()}
            >
              {t('choose')}
            </BlockedButton>
            {chosen > 0 ? (
              <Button type="primary" loading={apply.busy} onClick={() => void send().catch(() => undefined)}>
                {t('apply', { n: chosen })}
              </Button>
            ) : null}
          </>
        }
      />
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('choose')}
        accept=".json,.xml,application/json,text/xml"
        onChange={(event) => {
          const picked = event.target.files?.[0];
          event.target.value = '';
          void take(picked);
        }}
      />
      {preview.error ? <ProblemView error={preview.error} /> : null}
      {apply.error ? <ProblemView error={apply.error} /> : null}
      {devices.length === 0 ? (
        <Section>
          <EmptyState title={t('none')}>{t('choose_text')}</EmptyState>
        </Section>
      ) : null}
      {devices.map((device) => (
        <UdidDevice
          key={device.line_no}
          device={device}
          choice={choices.get(device.line_no) ?? { item_id: undefined, fields: new Set() }}
          onChange={(choice) => setChoices((all) => new Map(all).set(device.line_no, choice))}
        />
      ))}
    </PageBody>
  );
}
