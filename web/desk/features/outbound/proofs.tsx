import { addProof, getProof } from '@tongcang/contract';
import { Button } from 'antd';
import { useId } from 'react';
import { formatInstant, Section, useText, useZone } from '../../../ui/index.ts';
import { call, useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan } from '../../app/session.ts';
import type { Shipment } from './shipment-page.tsx';
import { text } from './text.ts';

/** Photos and scans of the signed note. On a phone the field opens the camera. */
export function Proofs({ shipment }: { shipment: Pick<Shipment, 'shipment_id' | 'proofs'> }) {
  const t = useText(text);
  const zone = useZone();
  const may = useCan();
  const field = useId();
  const add = useAction(addProof, { invalidates: ['fulfilment'] });
  const { shipment_id, proofs } = shipment;
  const upload = async (file: File) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    await add.run({ shipment_id, file_name: file.name, bytes }).catch(() => undefined);
  };
  const open = (delivery_proof_id: number) =>
    call(getProof, { delivery_proof_id }).then(saveFile, () => undefined);
  return (
    <Section title={t('proofs')}>
      {add.error ? <ProblemView error={add.error} /> : null}
      {may('fulfilment.deliver') ? (
        <div className="tc-labelled">
          <label htmlFor={field}>{t('add_proof')}</label>
          <input
            id={field}
            type="file"
            accept="image/jpeg,image/png,image/webp,application/pdf"
            disabled={add.busy}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void upload(file);
              event.target.value = '';
            }}
          />
        </div>
      ) : null}
      {proofs.length === 0 ? <p className="tc-muted">{t('no_proofs')}</p> : null}
      <ul className="tc-plain-list">
        {proofs.map((proof) => (
          <li key={proof.delivery_proof_id}>
            <Button type="link" size="small" onClick={() => void open(proof.delivery_proof_id)}>
              {proof.file_name}
            </Button>
            <span className="tc-muted"> {formatInstant(proof.added_at, zone)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
