import { Input, InputNumber } from 'antd';
import { useState } from 'react';
import { ScanInput, Section, useText } from '../../../ui/index.ts';
import { missingFields } from '../../app/missing.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { BigButton } from './big-button.tsx';
import type { StepProps } from './drive-page.tsx';
import { rangeText } from './model.ts';
import { text } from './text.ts';

/** Pre-cooled, logger and seal on board, every package scanned into the vehicle. */
export function CheckStep({ shipment, busy, take }: StepProps) {
  const t = useText(text);
  const cold = shipment.temperature_class !== 'ambient';
  const packages = shipment.stop_rows.flatMap((stop) => stop.documents.flatMap((d) => d.ssccs));
  const [loaded, setLoaded] = useState<ReadonlySet<string>>(new Set());
  const [temp, setTemp] = useState<number | null>(null);
  const [logger, setLogger] = useState('');
  const [seal, setSeal] = useState('');
  const missing = missingFields([
    [shipment.vehicle_id !== null && shipment.driver_id !== null, `${t('vehicle')} / ${t('driver')}`],
    [!cold || temp !== null, t('precool')],
    [!cold || logger.trim() !== '', t('logger')],
    [!cold || seal.trim() !== '', t('seal')],
  ]);
  const { shipment_id } = shipment;
  const input = {
    shipment_id,
    ...(temp === null ? {} : { precool_temp_c: temp }),
    ...(logger.trim() === '' ? {} : { logger_no: logger.trim() }),
    ...(seal.trim() === '' ? {} : { seal_no: seal.trim() }),
    ...(packages.length === 0 ? {} : { ssccs: [...loaded] }),
  };
  return (
    <Section title={t('check')}>
      <p className="tc-muted">{t('check_hint')}</p>
      {packages.length > 0 ? (
        <ScanInput
          label={t('scan_packages', { n: packages.length, m: loaded.size })}
          onScan={(scan) => {
            const code = ssccOf(scan.raw);
            if (!packages.includes(code)) return { ok: false, text: t('package_unknown', { code }) };
            setLoaded((before) => new Set([...before, code]));
            return { ok: true, text: t('package_loaded', { code }) };
          }}
        />
      ) : null}
      <div className="tc-drive-form">
        {cold ? (
          <LabelledField label={`${t('precool')} ${rangeText(shipment)}`} required>
            {(id) => (
              <InputNumber
                id={id}
                size="large"
                inputMode="decimal"
                step={0.1}
                value={temp}
                onChange={setTemp}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
        ) : null}
        <LabelledField label={t('logger')} required={cold}>
          {(id) => <Input id={id} size="large" value={logger} onChange={(e) => setLogger(e.target.value)} />}
        </LabelledField>
        <LabelledField label={t('seal')} required={cold}>
          {(id) => <Input id={id} size="large" value={seal} onChange={(e) => setSeal(e.target.value)} />}
        </LabelledField>
      </div>
      <BigButton
        label={t('confirm_check')}
        busy={busy}
        blocked={missing}
        onClick={() => void take({ kind: 'check', shipment_id, stop_id: null, input })}
      />
    </Section>
  );
}

/** The eighteen digits of a package, from a GS1 code or as typed. */
function ssccOf(raw: string): string {
  return /(?:^|\D)(?:00)?(\d{18})$/.exec(raw.trim())?.[1] ?? raw.trim();
}
