import type { PAPERS } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';

export type PaperName = (typeof PAPERS)[number];
export type PaperHead = {
  readonly status: string;
  readonly valid_to: string | null;
  /** Kind of licence; null for everything else. */
  readonly kind: string | null;
};

const HEADS: Readonly<Record<PaperName, string>> = {
  registration: `select status, valid_to, null as kind from compliance.registration where registration_id = $1`,
  licence: `select status, valid_to, kind from compliance.licence where licence_id = $1`,
  authorisation: `select status, valid_to, null as kind from compliance.authorisation where authorisation_id = $1`,
  agreement: `select status, valid_to, null as kind from compliance.agreement where agreement_id = $1`,
  warehouse_filing: `select status, valid_to, null as kind from compliance.warehouse_filing where warehouse_filing_id = $1`,
};

/** What a paper is; 404 where it does not exist. */
export async function paperHead(tx: Tx, paper: PaperName, paper_id: number): Promise<PaperHead> {
  const [head] = await tx.rows<PaperHead>(HEADS[paper], [paper_id]);
  return head ?? notFound(paper, paper_id);
}

/** The kind of record under which scans of a paper are kept. */
export const fileEntity = (paper: PaperName) => `compliance.${paper}`;
