import { importLoggerFile, listTempDevices, type OutputOf, previewLoggerFile } from '@tongcang/contract';
import { App, Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import {
  BlockedButton,
  formatInstant,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { degrees } from './model.ts';
import './coldchain.css';
import { text } from './text.ts';

type Preview = OutputOf<typeof previewLoggerFile>;
type Upload = { readonly name: string; readonly bytes: Uint8Array };
const NO_COLUMNS = { time_column: '', temp_column: '', humidity_column: '' };

/** A file of a logger: chosen, looked at, taken. */
export default function FilePage() {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const { rows } = useRows(listTempDevices, {});
  const look = useAction(previewLoggerFile, { invalidates: [] });
  const take = useAction(importLoggerFile);
  const [device_no, setDevice] = useState<string | null>(null);
  const [file, setFile] = useState<Upload | null>(null);
  const [columns, setColumns] = useState(NO_COLUMNS);
  const [preview, setPreview] = useState<Preview | null>(null);
  const asked = () => {
    const named = Object.fromEntries(Object.entries(columns).filter(([, name]) => name.trim() !== ''));
    return { device_no: device_no!, file_name: file!.name, bytes: file!.bytes, ...named };
  };
  const show = () => void look.run(asked()).then(setPreview, () => setPreview(null));
  const send = async () => {
    const { recorded, known, differs } = await take.run(asked());
    void message.success(t('imported', { recorded, known, differs }));
    setPreview(null);
    setFile(null);
  };
  const ready = device_no !== null && file !== null;
  return (
    <PageBody>
      <PageHeader title={t('file')} description={t('file_hint')} />
      <Section>
        <div className="tc-cold-form">
          <LabelledField label={t('device_no')} required>
            {(id) => (
              <Select
                id={id}
                showSearch
                optionFilterProp="label"
                value={device_no}
                onChange={setDevice}
                style={{ width: '100%' }}
                options={(rows ?? []).map((device) => ({
                  value: device.device_no,
                  label: [device.device_no, device.area_name].filter(Boolean).join(' '),
                }))}
              />
            )}
          </LabelledField>
          <input
            ref={input}
            type="file"
            hidden
            aria-label={t('choose_file')}
            accept=".csv,.txt,.xlsx"
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              event.target.value = '';
              setPreview(null);
              if (chosen)
                void chosen
                  .arrayBuffer()
                  .then((bytes) => setFile({ name: chosen.name, bytes: new Uint8Array(bytes) }));
            }}
          />
          <div className="tc-bar">
            <Button onClick={() => input.current?.click()}>{t('choose_file')}</Button>
            <span>{file?.name}</span>
          </div>
          <div className="tc-form-grid">
            {(['time_column', 'temp_column', 'humidity_column'] as const).map((name) => (
              <LabelledField key={name} label={t(name)}>
                {(id) => (
                  <Input
                    id={id}
                    placeholder={t('auto')}
                    value={columns[name]}
                    onChange={(event) => setColumns({ ...columns, [name]: event.target.value })}
                  />
                )}
              </LabelledField>
            ))}
          </div>
          <div className="tc-bar">
            <BlockedButton
              blocked={lacks('coldchain.record')}
              disabled={!ready}
              loading={look.busy}
              onClick={show}
            >
              {t('preview')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              blocked={lacks('coldchain.record')}
              disabled={!ready || preview === null || preview.wrong.length > 0}
              loading={take.busy}
              onClick={() => void send().catch(() => undefined)}
            >
              {t('import')}
            </BlockedButton>
          </div>
          {look.error ? <ProblemView error={look.error} /> : null}
          {take.error ? <ProblemView error={take.error} /> : null}
        </div>
      </Section>
      {preview === null ? null : <Shown preview={preview} />}
    </PageBody>
  );
}

function Shown({ preview }: { preview: Preview }) {
  const t = useText(text);
  const zone = useZone();
  const at = (instant: string | null) => (instant === null ? '–' : formatInstant(instant, zone));
  return (
    <Section title={t('preview')}>
      <KeyValue
        facts={[
          { label: t('rows'), value: preview.count },
          { label: t('from_at'), value: at(preview.first_at) },
          { label: t('to_at'), value: at(preview.last_at) },
          { label: t('lowest'), value: degrees(preview.lowest_c) },
          { label: t('highest'), value: degrees(preview.highest_c) },
          { label: t('time_column'), value: preview.time_column },
          { label: t('temp_column'), value: preview.temp_column },
          { label: t('humidity_column'), value: preview.humidity_column ?? '–' },
        ]}
      />
      {preview.wrong.length > 0 ? (
        <>
          <h3>{t('wrong_rows')}</h3>
          <ul className="tc-plain-list">
            {preview.wrong.map((row) => (
              <li key={row.line}>
                {t('line')} {row.line}: {row.text}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('line')}</th>
              <th scope="col">{t('from_at')}</th>
              <th scope="col" className="tc-num">
                {t('temp')}
              </th>
              <th scope="col" className="tc-num">
                {t('humidity_percent')}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.sample.map((row) => (
              <tr key={row.line}>
                <td>{row.line}</td>
                <td>{formatInstant(row.at, zone)}</td>
                <td className="tc-num">{row.temp_c}</td>
                <td className="tc-num">{row.humidity ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
