import { CameraOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { addTransportAttachment } from '@tongcang/contract';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Section, useText } from '../../../ui/index.ts';
import { call } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Shipment } from './model.ts';
import { blobOf, SignaturePad, smallJpeg } from './signature.tsx';
import { text } from './text.ts';

/** Photos and the receiver's signature, as proof of delivery. */
export function EvidenceStep({ shipment, stop_id }: { shipment: Shipment; stop_id: number }) {
  const t = useText(text);
  const client = useQueryClient();
  const camera = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const { shipment_id } = shipment;
  const sent = shipment.attachments.filter((file) => file.stop_id === stop_id).length;
  const send = async (kind: 'photo' | 'signature', blob: Blob) => {
    setBusy(true);
    setError(null);
    try {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const media_type = blob.type === 'image/png' ? ('image/png' as const) : ('image/jpeg' as const);
      const file_name = `${kind}.${media_type === 'image/png' ? 'png' : 'jpg'}`;
      const occurred_at = new Date().toISOString();
      const file = { shipment_id, stop_id, kind, file_name, media_type, occurred_at, bytes };
      await call(addTransportAttachment, file);
      await client.invalidateQueries({ queryKey: ['transport'] });
    } catch (failure) {
      if (failure instanceof ApiError) setError(failure);
      else throw failure;
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section
      title={t('evidence')}
      extra={sent > 0 ? <span className="tc-muted">{t('photo_done', { n: sent })}</span> : null}
    >
      {error ? <ProblemView error={error} /> : null}
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        className="tc-visually-hidden"
        aria-label={t('take_photo')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void smallJpeg(file).then((photo) => send('photo', photo));
        }}
      />
      <Button
        size="large"
        block
        icon={<CameraOutlined />}
        loading={busy}
        onClick={() => camera.current?.click()}
      >
        {t('take_photo')}
      </Button>
      <SignaturePad
        busy={busy}
        onSigned={(canvas) => void blobOf(canvas, 'image/png').then((blob) => send('signature', blob))}
      />
    </Section>
  );
}
