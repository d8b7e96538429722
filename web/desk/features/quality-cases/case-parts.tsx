import {
  type AttachmentRow,
  addCaseFile,
  addCaseNote,
  type CaseKind,
  type CaseSeverity,
  getCaseFile,
  type SignatureRow,
} from '@tongcang/contract';
import { useState } from 'react';
import { formatInstant, Section, StatusChip, useText, useZone } from '../../../ui/index.ts';
import { call, useAction } from '../../app/api.ts';
import { Attachments, Signatures } from '../../app/attachments.tsx';
import { Link } from '../../app/link.tsx';
import { StepDialog } from './step-dialog.tsx';
import { text } from './text.ts';

export const DEVIATION_TONES = { opened: 'warn', investigated: 'accent', closed: 'ok' } as const;

const SEVERITY_TONES = { minor: 'neutral', major: 'warn', critical: 'bad' } as const;

export function SeverityChip({ severity }: { severity: CaseSeverity }) {
  const t = useText(text);
  return <StatusChip tone={SEVERITY_TONES[severity]}>{t(`sev_${severity}`)}</StatusChip>;
}

/** A due day, and in words and colour when it has passed. */
export function DueOn({ due_on, overdue }: { due_on: string | null; overdue: boolean }) {
  const t = useText(text);
  if (due_on === null) return <>–</>;
  return overdue ? (
    <StatusChip tone="bad">
      {t('overdue')} {due_on}
    </StatusChip>
  ) : (
    due_on
  );
}

const MEANINGS = [
  'case_closed',
  'capa_ineffective',
  'deviation_release',
  'deviation_reject',
  'deviation_return',
  'deviation_destroy',
] as const;

type TrailProps = {
  readonly entity: CaseKind;
  readonly entity_id: number;
  readonly rows: {
    readonly notes: readonly { note_id: number; text: string; added_by_name: string; added_at: string }[];
    readonly files: readonly AttachmentRow[];
    readonly signatures: readonly SignatureRow[];
  };
  /** Kinds of file of this case besides the usual ones. */
  readonly kinds?: readonly { readonly value: string; readonly label: string }[];
  readonly signed?: boolean;
};

/** Papers, remarks and signatures of a case; what is closed is added to and never edited. */
export function CaseTrail({ entity, entity_id, rows, kinds = [], signed = true }: TrailProps) {
  const t = useText(text);
  const add = useAction(addCaseFile);
  const meanings = Object.fromEntries(MEANINGS.map((meaning) => [meaning, t(`m_${meaning}`)]));
  return (
    <>
      <Attachments
        rows={rows.files}
        get={(attachment_id) => call(getCaseFile, { entity, attachment_id })}
        add={(file) => add.run({ entity, entity_id, ...file, bytes: file.bytes as Uint8Array<ArrayBuffer> })}
        kinds={[
          ...kinds,
          { value: 'photo', label: t('file_photo') },
          { value: 'report', label: t('file_report') },
          { value: 'other', label: t('file_other') },
        ]}
      />
      {entity === 'self_inspection' ? null : (
        <Notes entity={entity} entity_id={entity_id} notes={rows.notes} />
      )}
      {signed ? <Signatures rows={rows.signatures} meanings={meanings} /> : null}
    </>
  );
}

function Notes({
  entity,
  entity_id,
  notes,
}: Pick<TrailProps, 'entity' | 'entity_id'> & { notes: TrailProps['rows']['notes'] }) {
  const t = useText(text);
  const zone = useZone();
  const add = useAction(addCaseNote);
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t('notes')}
      extra={
        <button type="button" className="tc-link-button" onClick={() => setOpen(true)}>
          {t('add_note')}
        </button>
      }
    >
      {notes.length === 0 ? <p className="tc-muted">{t('no_notes')}</p> : null}
      <ul className="tc-plain-list">
        {notes.map((note) => (
          <li key={note.note_id}>
            {note.text}{' '}
            <span className="tc-muted">
              {note.added_by_name} {formatInstant(note.added_at, zone)}
            </span>
          </li>
        ))}
      </ul>
      {open ? (
        <StepDialog
          title={t('add_note')}
          fields={[{ name: 'text', label: t('note'), kind: 'text', required: true, max: 2000 }]}
          confirm_label={t('add_note')}
          error={add.error}
          onSubmit={(values) => add.run({ entity, entity_id, text: String(values.text) })}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Section>
  );
}

/** CAPA that a case has led to. */
export function LinkedCapas({
  capas,
}: {
  capas: readonly { capa_id: number; document_no: string; title: string; status: string }[];
}) {
  const t = useText(text);
  return (
    <Section title={t('capas')}>
      {capas.length === 0 ? <p className="tc-muted">{t('no_capas')}</p> : null}
      <ul className="tc-plain-list">
        {capas.map((capa) => (
          <li key={capa.capa_id}>
            <Link to={`/quality/capa/${capa.capa_id}`}>{capa.document_no}</Link> {capa.title}{' '}
            <span className="tc-muted">{t(`ca_${capa.status}` as 'ca_opened')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Who and when, as one value; an en dash where nobody has. */
export function useDone(): (name: string | null, at: string | null) => string {
  const zone = useZone();
  return (name, at) => (name === null ? '–' : `${name} ${formatInstant(at, zone)}`);
}

/** Why somebody may not close a case: the right is missing, or it is the own one. */
export const closable = <R extends readonly unknown[]>(missing: R, mine: boolean, document_no: string) =>
  missing.length === 0 && mine ? [{ code: 'quality.own_case', params: { document_no } }] : missing;
