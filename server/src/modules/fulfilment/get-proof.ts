import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

export const getProof = defineVerb(
  contract.getProof,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, { delivery_proof_id }) => {
    const [file] = await tx.rows<{ name: string; type: string; bytes: Uint8Array }>(
      `select file_name as name, media_type as type, bytes from fulfilment.delivery_proof where delivery_proof_id = $1`,
      [delivery_proof_id],
    );
    return file ?? notFound('proof', delivery_proof_id);
  },
);
