import { Button } from 'antd';
import { type PointerEvent, useRef, useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { text } from './text.ts';

const PHOTO_SIDE_MAX = 1600;

/** A photo small enough to send from the road; its long side is cut to what is still well readable. */
export async function smallJpeg(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, PHOTO_SIDE_MAX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return blobOf(canvas, 'image/jpeg');
}

export function blobOf(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type, 0.8);
  });
}

type Props = { readonly busy: boolean; readonly onSigned: (canvas: HTMLCanvasElement) => void };

/** A field to sign in with a finger. */
export function SignaturePad({ busy, onSigned }: Props) {
  const t = useText(text);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = event.currentTarget.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale] as const;
  };
  const pen = () => canvas.current!.getContext('2d')!;
  return (
    <>
      <p className="tc-muted" style={{ marginTop: 12 }}>
        {t('sign')}
      </p>
      <canvas
        ref={canvas}
        width={640}
        height={160}
        className="tc-drive-sign"
        aria-label={t('sign')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const [x, y] = at(event);
          pen().lineWidth = 3;
          pen().beginPath();
          pen().moveTo(x, y);
          setDrawn(true);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 0) return;
          const [x, y] = at(event);
          pen().lineTo(x, y);
          pen().stroke();
        }}
      />
      <div className="tc-drive-buttons">
        <Button
          onClick={() => {
            pen().clearRect(0, 0, canvas.current!.width, canvas.current!.height);
            setDrawn(false);
          }}
        >
          {t('clear')}
        </Button>
        <Button type="primary" disabled={!drawn} loading={busy} onClick={() => onSigned(canvas.current!)}>
          {t('save')}
        </Button>
      </div>
    </>
  );
}
