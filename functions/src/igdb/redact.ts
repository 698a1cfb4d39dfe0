const HIDDEN = '[hidden]';

/** `text` without any of the secrets, as they are or as a URL or form spells them. */
export function redact(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams([['', secret]]).toString().slice(1),
    ]);
  // Longest first: a secret that begins like another would otherwise leave the rest of it standing.
  const ordered = spellings.sort((a, b) => b.length - a.length);
  return ordered.reduce((redacted, spelling) => redacted.replaceAll(spelling, HIDDEN), text);
}
