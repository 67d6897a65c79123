/** SHA-256 of the file that was chosen, lower-case hex: nobody types 64 characters. Null when none was. */
export async function digestOfChosen({ files }: HTMLInputElement): Promise<string | null> {
  const [file] = files ?? [];
  if (!file) return null;
  const bytes = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
