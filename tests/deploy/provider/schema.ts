/**
 * The shapes of a Terraform provider's resources, read from the bindings that CDK Terrain generates of them: each argument stands there
 * as a comment `// name - computed: false, optional: true, required: false` with its accessor below.
 */

/** A type of Terraform's, as its JSON spells it: "string", ["list", "string"], ["object", { … }]. */
export type Type =
  'string' | 'number' | 'bool' | ['list' | 'set' | 'map', Type] | ['object', Record<string, Type>];

export interface Attribute {
  type: Type;
  required: boolean;
  optional: boolean;
  computed: boolean;
}

export interface NestedBlock {
  nesting: 'single' | 'list' | 'set';
  minItems: number;
  /** 0: as many as wanted. */
  maxItems: number;
  block: Block;
}

export interface Block {
  attributes: Record<string, Attribute>;
  blocks: Record<string, NestedBlock>;
}

export interface ProviderSchema {
  provider: Block;
  resources: Record<string, Block>;
}

/** What tells one argument from the next in a class of the bindings. */
const ARGUMENT =
  /\/\/ (?<name>\w+) - computed: (?<computed>\w+), optional: (?<optional>\w+), required: (?<required>\w+)\n(?<code>[\s\S]*?)(?=\n {4}\/\/ \w+ - computed:|$)/g;

/** @param text of one resource's (or the provider's) generated module, as JavaScript */
export function blockOf(text: string): Block {
  const classes = new Map<string, string>();
  for (const [, name = '', body = ''] of text.matchAll(
    /^class (\w+) extends (?:[\s\S]*?)\{\n([\s\S]*?)\n\}\n/gm,
  )) {
    classes.set(name, body);
  }
  const root = /^class (\w+) extends \w+\.Terraform(?:Resource|Provider) /m.exec(text)?.[1];
  if (root === undefined) throw new Error('Expected a class of a resource or of a provider, found none.');
  return blockIn(text, classes, root);
}

function blockIn(text: string, classes: ReadonlyMap<string, string>, name: string): Block {
  const body = classes.get(name);
  if (body === undefined) throw new Error(`Expected the class ${name} among the bindings, found none.`);
  const block: Block = { attributes: {}, blocks: {} };
  for (const { groups = {} } of body.matchAll(ARGUMENT)) {
    const { name: argument = '', code = '' } = groups;
    const [computed, optional, required] = [groups['computed'], groups['optional'], groups['required']].map(
      (flag) => flag === 'true',
    );
    const nested = /= new (\w+?)(List|OutputReference)\(this, "\w+"(?:, (true|false))?\)/.exec(code);
    if (nested === null) {
      block.attributes[argument] = {
        type: simpleType(code) ?? writtenType(text, argument),
        required: required === true,
        optional: optional === true,
        computed: computed === true,
      };
      continue;
    }
    const [, element = '', kind, isSet] = nested;
    const inner = blockIn(text, classes, `${element}OutputReference`);
    if (computed === true && optional === false) {
      const object: Type = ['object', objectOf(inner)];
      block.attributes[argument] = {
        type: [isSet === 'true' ? 'set' : 'list', object],
        required: false,
        optional: false,
        computed: true,
      };
    } else {
      const nesting = argument === 'timeouts' ? 'single' : isSet === 'true' ? 'set' : 'list';
      block.blocks[argument] = {
        nesting,
        minItems: nesting !== 'single' && required === true ? 1 : 0,
        maxItems: nesting !== 'single' && kind === 'OutputReference' ? 1 : 0,
        block: inner,
      };
    }
  }
  return block;
}

/** By what its accessor reads; undefined of the provider's own arguments, which are never read. */
function simpleType(code: string): Type | undefined {
  if (code.includes('cdktn.StringMap(') || code.includes('getStringMapAttribute')) return ['map', 'string'];
  if (code.includes('cdktn.BooleanMap(')) return ['map', 'bool'];
  const list: 'list' | 'set' = code.includes('Fn.tolist(') ? 'set' : 'list';
  if (code.includes('getNumberListAttribute')) return [list, 'number'];
  if (code.includes('getListAttribute')) return [list, 'string'];
  if (code.includes('getStringAttribute')) return 'string';
  if (code.includes('getNumberAttribute')) return 'number';
  if (code.includes('getBooleanAttribute')) return 'bool';
  return undefined;
}

const WRITTEN: Record<string, Type> = {
  stringToTerraform: 'string',
  booleanToTerraform: 'bool',
  numberToTerraform: 'number',
};

/** By how it is written out. */
function writtenType(text: string, argument: string): Type {
  const line = new RegExp(`^ +${argument}: (?<writer>.*),$`, 'm').exec(text)?.groups?.['writer'] ?? '';
  const type = Object.entries(WRITTEN).find(([writer]) => line.includes(writer))?.[1];
  // What is left are blocks of the provider's own, such as batching, which nothing here uses.
  if (type === undefined) return ['map', 'string'];
  return line.includes('listMapper(') ? ['list', type] : line.includes('hashMapper(') ? ['map', type] : type;
}

function objectOf({ attributes, blocks }: Block): Record<string, Type> {
  return {
    ...Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])),
    ...Object.fromEntries(
      Object.entries(blocks).map(([name, { nesting, block }]): [string, Type] => [
        name,
        [nesting === 'set' ? 'set' : 'list', ['object', objectOf(block)]],
      ]),
    ),
  };
}
