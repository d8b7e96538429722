import { previewUdid as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { readUdid, type UdidDevice } from './udid.model.ts';
import { comparedOf, matchDevices } from './udid.read.ts';

/** Devices that one file may hold; the whole database is no file for a company. */
const DEVICES_MAX = 5000;

export const previewUdid = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.preview_udid', idempotent: false },
  async (context, { bytes }) => {
    context.rollBack();
    const matched = await matchDevices(context.tx, devicesOf(bytes));
    return { devices: matched.map(comparedOf) };
  },
);

/** The devices of an upload; refuses a file that holds none. */
export function devicesOf(bytes: Uint8Array): UdidDevice[] {
  const devices = readUdid(new TextDecoder().decode(bytes).replace(/^﻿/, ''));
  if (devices === null || devices.length > DEVICES_MAX) fail('compliance.udid_unreadable');
  return devices;
}
