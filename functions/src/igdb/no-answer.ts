import { RUN_AGAIN, type Service } from './next-step.ts';

/** What happened and what the operator can do about it, when no whole answer came. */
export function explainNoAnswer(
  service: Service,
  url: string,
  error: unknown,
): { problem: string; nextStep: string } {
  const host = URL.canParse(url) ? new URL(url).host : url;
  const { code } = error as { code?: unknown };
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        problem: `the name ${host} cannot be looked up (${code})`,
        nextStep: 'Check the network, its DNS, and the URL.',
      };
    case 'ECONNREFUSED':
      return {
        problem: `nothing answers at ${host} (${code})`,
        nextStep: `Check the URL, and that ${service} is up.`,
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return {
        problem: `the connection to ${host} broke off (${code})`,
        nextStep: `Check the network, and any proxy on the way; else ${RUN_AGAIN}`,
      };
    default:
      return {
        problem: error instanceof Error ? error.message : String(error),
        nextStep: `Check the network, and the way to ${host}; else ${RUN_AGAIN}`,
      };
  }
}
