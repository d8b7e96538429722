/** Hands a download of the server to the person under the name that the server gave it. */
export function saveFile(file: {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}): void {
  const bytes = file.bytes as Uint8Array<ArrayBuffer>;
  const url = URL.createObjectURL(new Blob([bytes], { type: file.type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
