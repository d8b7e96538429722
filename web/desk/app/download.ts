import { downloadBytes } from '../../ui/index.ts';

/** Hands a download of the server to the person under the name that the server gave it. */
export function saveFile(file: {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}): void {
  downloadBytes(file.name, file.bytes, file.type);
}
