import { DownloadOutlined, FileAddOutlined } from '@ant-design/icons';
import { type DatasetName, getTemplate } from '@tongcang/contract';
import { App, Button, Input } from 'antd';
import { type ClipboardEvent, type DragEvent, useState } from 'react';
import { Section, useText } from '../../../ui/index.ts';
import { call } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import type { Upload } from './import-page.tsx';
import { csvOfPaste } from './paste.ts';
import { integrationText } from './text.ts';

const BYTES_MAX = 64 * 1024 * 1024;
type PickerProps = { readonly dataset: DatasetName; readonly onUpload: (upload: Upload) => void };

/** Gives the file: dropped, chosen, or pasted from a spreadsheet. */
export function FilePicker({ dataset, onUpload }: PickerProps) {
  const t = useText(integrationText);
  const { message } = App.useApp();
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > BYTES_MAX) {
      void message.error(t('too_large'));
      return;
    }
    onUpload({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  };
  return (
    <>
      <Section title={t('file')} extra={<Templates dataset={dataset} />}>
        <DropZone onFile={(file) => void take(file)} />
      </Section>
      <PasteBox onUpload={onUpload} onFile={(file) => void take(file)} />
    </>
  );
}

function Templates({ dataset }: { dataset: DatasetName }) {
  const t = useText(integrationText);
  const describe = useProblemText();
  const { message } = App.useApp();
  const load = async (format: 'csv' | 'xlsx') => {
    try {
      saveFile(await call(getTemplate, { dataset, format }));
    } catch (error) {
      void message.error(describe(error));
    }
  };
  return (
    <>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button key={format} size="small" icon={<DownloadOutlined />} onClick={() => void load(format)}>
          {t(`template_${format}`)}
        </Button>
      ))}
    </>
  );
}

function DropZone({ onFile }: { onFile: (file: File | undefined) => void }) {
  const t = useText(integrationText);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  return (
    <label
      className={`tc-drop${over ? ' tc-drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileAddOutlined aria-hidden className="tc-drop-icon" />
      <strong>{t(over ? 'drop_active' : 'drop')}</strong>
      <span className="tc-muted">{t('drop_text')}</span>
      <input
        type="file"
        className="tc-visually-hidden"
        accept=".csv,.txt,.xlsx,text/csv"
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </label>
  );
}

type PasteProps = PickerProps['onUpload'];

function PasteBox({ onUpload, onFile }: { onUpload: PasteProps; onFile: (file: File | undefined) => void }) {
  const t = useText(integrationText);
  const [text, setText] = useState('');
  const paste = (event: ClipboardEvent) => {
    // A file copied in the file manager is taken as the file itself.
    const file = event.clipboardData.files[0];
    if (!file || event.clipboardData.getData('text/plain')) return;
    event.preventDefault();
    onFile(file);
  };
  const preview = () => {
    const bytes = new TextEncoder().encode(csvOfPaste(text));
    onUpload({ name: t('paste_name'), bytes });
  };
  return (
    <Section
      title={t('paste')}
      extra={
        <Button size="small" type="primary" disabled={text.trim() === ''} onClick={preview}>
          {t('paste_preview')}
        </Button>
      }
    >
      <Input.TextArea
        rows={6}
        className="tc-paste"
        aria-label={t('paste')}
        placeholder={t('paste_text')}
        value={text}
        spellCheck={false}
        onPaste={paste}
        onChange={(event) => setText(event.target.value)}
      />
    </Section>
  );
}
