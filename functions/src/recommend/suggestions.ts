/** As many as one takes in at a glance. */
export const MAX_SUGGESTIONS = 3;

const OR = new Intl.ListFormat('en', { type: 'disjunction' });

/** A sentence to follow a message, with the space before it; empty where there is nothing near. */
export function didYouMean(near: readonly { slug: string; name: string }[]): string {
  const options = near.slice(0, MAX_SUGGESTIONS).map(({ slug, name }) => `${slug} (${name})`);
  return options.length === 0 ? '' : ` Did you mean ${OR.format(options)}?`;
}
