const HIDDEN = '[hidden]';

/** `text` without any of the secrets, as they are, as a URL or form spells them, or in Base64. */
export function redact(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams([['', secret]]).toString().slice(1),
      // Without its padding, which may follow or not.
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('base64url'),
    ]);
  // Longest first: a secret that begins like another would otherwise leave the rest of it standing.
  const ordered = spellings.sort((a, b) => b.length - a.length);
  return ordered.reduce((redacted, spelling) => redacted.replaceAll(spelling, HIDDEN), text);
}
