import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockArea } from './areas.read.ts';
import { insertQualification, saveDue } from './coldchain.write.ts';
import { lockDevice } from './devices.read.ts';
import { rulesNow } from './rules.ts';

type Input = InputOf<typeof contract.qualifyEquipment>;

export const qualify = defineVerb(
  contract.qualifyEquipment,
  { permission: 'coldchain.manage', audit: 'coldchain.qualify' },
  async ({ tx, actor, audit }, input) => {
    const subject = await subjectOf(tx, actor, input);
    const { rules, today } = await rulesNow(tx);
    const due_on = input.due_on ?? plusMonths(input.performed_on, rules.calibration_months);
    if (input.performed_on > today || due_on < input.performed_on)
      fail('coldchain.dates_order', { what: `${input.performed_on} - ${due_on}` });
    const made = { ...input, ...subject, due_on };
    const { qualification_id } = await insertQualification(tx, made, actor);
    await saveDue(tx, subject);
    audit({
      entity: subject.kind === 'validation' ? 'temperature_area' : 'temperature_device',
      entity_id: subject.area_id ?? subject.device_id!,
      warehouse_id: subject.warehouse_id,
      detail: { qualification_id, ...input, due_on },
    });
    return { qualification_id, due_on };
  },
);

export type Subject = {
  readonly kind: 'validation' | 'calibration';
  readonly area_id: number | null;
  readonly device_id: number | null;
  readonly warehouse_id: number | null;
};

async function subjectOf(tx: Tx, actor: Actor, { area_id, device_id }: Input): Promise<Subject> {
  if ((area_id === undefined) === (device_id === undefined))
    fail('platform.invalid_input', {}, [{ path: 'area_id', code: 'invalid', params: {} }]);
  if (device_id !== undefined) {
    const { warehouse_id } = await lockDevice(tx, actor, 'coldchain.manage', device_id);
    return { kind: 'calibration', area_id: null, device_id, warehouse_id };
  }
  const area = await lockArea(tx, actor, 'coldchain.manage', area_id!);
  if (area.kind === 'vehicle' || area.kind === 'box') fail('coldchain.area_of_fleet');
  return { kind: 'validation', area_id: area_id!, device_id: null, warehouse_id: area.warehouse_id };
}

/** The same day so many months later, or the last one of that month; less a day, for the last day counts. */
export function plusMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const later = Date.UTC(year, month - 1 + months, Math.min(date, last)) - 86_400_000;
  return new Date(Math.max(later, Date.parse(day))).toISOString().slice(0, 10);
}
