import { type AttachmentRow, PAPER_BYTES_MAX, PAPER_TYPES, type SignatureRow } from '@tongcang/contract';
import { App, Select } from 'antd';
import { useRef, useState } from 'react';
import {
  BlockedButton,
  dictionary,
  formatInstant,
  type Reason,
  Section,
  useText,
  useZone,
} from '../../ui/index.ts';
import { saveFile } from './download.ts';

const text = dictionary(
  {
    attachments: '附件',
    none: '暂无附件',
    add: '添加文件',
    kind: '文件种类',
    too_large: '文件不能超过 {mb} MB',
    wrong_type: '请选择 JPG、PNG 或 PDF 文件',
    signatures: '电子签名',
    changed: '签名后记录已变更',
    not_signed: '尚未签名',
  },
  {
    attachments: 'Papers',
    none: 'No papers yet',
    add: 'Add a file',
    kind: 'Kind of paper',
    too_large: 'A file has at most {mb} MB',
    wrong_type: 'JPG, PNG or PDF are taken',
    signatures: 'Signatures',
    changed: 'The record was changed after this signature',
    not_signed: 'Not signed yet',
  },
);

export type Upload = {
  readonly kind: string;
  readonly file_name: string;
  readonly media_type: (typeof PAPER_TYPES)[number];
  readonly bytes: Uint8Array;
};
type Props = {
  readonly rows: readonly AttachmentRow[];
  /** Fetches one file: `(id) => call(getCasePaper, { attachment_id: id })`. */
  readonly get: (attachment_id: number) => Promise<Parameters<typeof saveFile>[0]>;
  /** Sends one file; absent where nothing can be added any more. */
  readonly add?: (file: Upload) => Promise<unknown>;
  readonly kinds: readonly { readonly value: string; readonly label: string }[];
  readonly blocked?: readonly Reason[] | undefined;
  readonly title?: string;
};

/** The papers and photographs of a record: each is fetched when somebody asks for it. */
export function Attachments({ rows, get, add, kinds, blocked, title }: Props) {
  const t = useText(text);
  const zone = useZone();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState(kinds[0]?.value ?? '');
  const [busy, setBusy] = useState(false);
  const labelOf = (value: string) => kinds.find((one) => one.value === value)?.label ?? value;
  const upload = async (file: File) => {
    const media_type = file.type as Upload['media_type'];
    if (!PAPER_TYPES.includes(media_type)) return void message.error(t('wrong_type'));
    if (file.size > PAPER_BYTES_MAX)
      return void message.error(t('too_large', { mb: Math.floor(PAPER_BYTES_MAX / 1_048_576) }));
    setBusy(true);
    try {
      await add?.({
        kind,
        file_name: file.name,
        media_type,
        bytes: new Uint8Array(await file.arrayBuffer()),
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={title ?? t('attachments')}>
      {rows.length === 0 ? <p className="tc-muted">{t('none')}</p> : null}
      <ul className="tc-plain-list">
        {rows.map((file) => (
          <li key={file.attachment_id}>
            {labelOf(file.kind)}{' '}
            <button
              type="button"
              className="tc-link-button"
              onClick={() => void get(file.attachment_id).then(saveFile)}
            >
              {file.file_name}
            </button>{' '}
            <span className="tc-muted">
              {Math.ceil(file.size / 1024)} KB · {file.added_by_name} {formatInstant(file.added_at, zone)}
            </span>
          </li>
        ))}
      </ul>
      {add ? (
        <div className="tc-bar">
          <input
            ref={input}
            type="file"
            hidden
            aria-label={t('add')}
            accept={PAPER_TYPES.join(',')}
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) void upload(file).catch(() => undefined);
            }}
          />
          {kinds.length > 1 ? (
            <Select
              aria-label={t('kind')}
              value={kind}
              onChange={setKind}
              options={[...kinds]}
              style={{ minWidth: 160 }}
            />
          ) : null}
          <BlockedButton blocked={blocked} loading={busy} onClick={() => input.current?.click()}>
            {t('add')}
          </BlockedButton>
        </div>
      ) : null}
    </Section>
  );
}

/** The signatures of a record: printed name, time, meaning and reason. */
export function Signatures({
  rows,
  meanings,
}: {
  readonly rows: readonly SignatureRow[];
  /** Words of the meanings: `{ released: '放行' }`. */
  readonly meanings: Readonly<Record<string, string>>;
}) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Section title={t('signatures')}>
      {rows.length === 0 ? <p className="tc-muted">{t('not_signed')}</p> : null}
      <ul className="tc-plain-list">
        {rows.map((row) => (
          <li key={row.signature_id}>
            <strong>{meanings[row.meaning] ?? row.meaning}</strong> {row.signed_name}{' '}
            {formatInstant(row.signed_at, zone)} <span className="tc-muted">{row.reason}</span>
            {row.fits === false ? <span className="tc-ink-bad"> {t('changed')}</span> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
