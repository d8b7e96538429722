import { getEvidence as contract } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

export const getEvidence = defineVerb(
  contract,
  { permission: 'quality.destroy', audit: null },
  async ({ tx }, { evidence_id }) => {
    const [file] = await tx.rows<{ name: string; type: string; bytes: Uint8Array }>(
      'select file_name as name, media_type as type, bytes from quality.evidence where evidence_id = $1',
      [evidence_id],
    );
    return file ?? notFound('evidence', evidence_id);
  },
);
