import type { Path } from './query.ts';

/** What to show of a record: the fields of a query as a tree. */
export interface Selection {
  /** `*`: all fields, unexpanded. */
  all: boolean;
  /** Named fields; one whose own selection is empty is shown unexpanded. */
  fields: Map<string, Selection>;
  excluded: Set<string>;
}

const emptySelection = (): Selection => ({ all: false, fields: new Map(), excluded: new Set() });

export const isEmpty = ({ all, fields }: Selection): boolean => !all && fields.size === 0;

export function selectionOf(fields: readonly Path[], exclude: readonly Path[]): Selection {
  const root = emptySelection();
  for (const path of fields) {
    let selection = root;
    for (const name of path) {
      if (name === '*') selection.all = true;
      else selection = childOf(selection, name);
    }
  }
  for (const path of exclude) {
    const parent = path
      .slice(0, -1)
      .reduce<Selection | undefined>((node, name) => node?.fields.get(name), root);
    const last = path.at(-1);
    if (last !== undefined) parent?.excluded.add(last);
  }
  return root;
}

function childOf(selection: Selection, name: string): Selection {
  const known = selection.fields.get(name);
  if (known !== undefined) return known;
  const child = emptySelection();
  selection.fields.set(name, child);
  return child;
}
