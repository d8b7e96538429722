import { AppError, type ErrorParams } from '../errors.ts';
import type { TabularErrorCode } from './tabular.model.ts';

/** Refuses the file; typed so that a code outside the catalogue cannot be thrown here. */
export function refuse(code: TabularErrorCode, params: ErrorParams = {}): never {
  throw new AppError(code, params);
}
