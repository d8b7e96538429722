import { getTransportAttachment } from '@tongcang/contract';
import { Button } from 'antd';
import { formatInstant, Section, useText, useZone } from '../../../ui/index.ts';
import { call } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import type { Shipment } from './model.ts';
import { text } from './text.ts';

/** Photos, signatures and papers of a journey; each is fetched when somebody asks for it. */
export function Evidence({ shipment }: { shipment: Shipment }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Section title={t('evidence')}>
      {shipment.attachments.length === 0 ? (
        <p className="tc-muted">{t('no_evidence')}</p>
      ) : (
        <ul className="tc-plain-list">
          {shipment.attachments.map((file) => (
            <li key={file.attachment_id}>
              {t(`a_${file.kind}`)}{' '}
              <Button
                type="link"
                size="small"
                onClick={() =>
                  void call(getTransportAttachment, { attachment_id: file.attachment_id })
                    .then(saveFile)
                    .catch(() => undefined)
                }
              >
                {file.file_name}
              </Button>
              <span className="tc-muted">
                {Math.ceil(file.size / 1024)} KB · {formatInstant(file.occurred_at, zone)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
