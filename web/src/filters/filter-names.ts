import { type FilterName, PARAMETERS } from '@playkin/shared/parameters.ts';

const NAMES: Partial<Record<FilterName, string>> = {
  from: 'from',
  to: 'to',
  popularity: 'popularity',
  exclude: 'left out by hand',
};

/** How a filter is called to visitors: as its control on the page is. */
export function filterName(filter: FilterName): string {
  const parameter = PARAMETERS[filter];
  return NAMES[filter] ?? ('label' in parameter ? parameter.label : filter);
}
