const HIDDEN = '[hidden]';

/** `text` without any of the secrets, as they are, as a URL or form spells them, or within something in Base64. */
export function redact(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams([['', secret]]).toString().slice(1),
      ...[0, 1, 2].flatMap((before) => base64Within(Buffer.from(secret), before)),
    ]);
  // Longest first: a secret that begins like another would otherwise leave the rest of it standing.
  const ordered = spellings.sort((a, b) => b.length - a.length);
  return ordered.reduce((redacted, spelling) => redacted.replaceAll(spelling, HIDDEN), text);
}

/** Base64 writes 6 bits a character, and 3 bytes as 4 of them. */
const BITS_PER_CHARACTER = 6;
/** What fewer characters can hold is no secret, and they would be found by chance. */
const MIN_CHARACTERS = 8;

/** The characters that hold nothing but the secret where that many bytes, modulo 3, come before it. */
function base64Within(secret: Buffer, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), secret]);
  const from = Math.ceil((before * 8) / BITS_PER_CHARACTER);
  const to = Math.floor((bytes.length * 8) / BITS_PER_CHARACTER);
  if (to - from < MIN_CHARACTERS) return [];
  return [bytes.toString('base64').slice(from, to), bytes.toString('base64url').slice(from, to)];
}
