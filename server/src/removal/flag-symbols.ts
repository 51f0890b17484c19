import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { contains, span } from '../text/span';
import { isOneOf } from '../usages/package-names';
import { DECLARES, type Read } from '../usages/read';
import type { Place } from '../workspace/snapshot';
import { importOf } from './declared';
import { toTextEdits } from './draft';
import { extentOf } from './extent';
import { removeElement } from './place';
import type { Declared } from './plan-whole';
import { type Module, type Program, type Spot, Unseen } from './program';
import { nodeAt } from './sites';
import { bare, isTransparent } from './syntax';

/** The reads of a flag that code declares as a function of its own, `const newUi = flag({ key: 'new-ui' })`. */
export interface WithSymbols {
  /** Those that declare it with the reason why they stay, or as what goes last. */
  readonly reads: readonly Read[];
  /** How the declarations go once nobody asks any more. */
  readonly declared: Declared;
  /** By what names other files know what goes. */
  readonly names: readonly Declaring[];
}

/** A read that declares a flag, and the name of what it declares. */
export interface Declaring {
  readonly read: Read;
  readonly name: string;
}

/** Looks at who uses what declares a flag: where all are reads that are removed as well, the declaration goes after them. */
export async function withSymbols(reads: readonly Read[], program: Program): Promise<WithSymbols> {
  const found: Read[] = [];
  const cuts = new Map<string, readonly TextEdit[]>();
  const uses: Place[] = [];
  const names: Declaring[] = [];
  for (const read of reads) {
    const fate = read.opaque === DECLARES ? await fateOf(read, reads, program) : undefined;
    if (!fate) found.push(read);
    else if ('stays' in fate)
      found.push({ ...read, opaque: `${DECLARES}, and it is used otherwise in ${fate.stays}` });
    else {
      const { opaque: _, ...rest } = read;
      const last: Read = { ...rest, goesLast: true };
      found.push(last);
      names.push({ read: last, name: fate.name });
      for (const { file, edit } of fate.edits) cuts.set(file, [...(cuts.get(file) ?? []), edit]);
      uses.push(...fate.uses);
    }
  }
  return { reads: found, declared: { cuts, uses }, names };
}

type Fate =
  | { readonly stays: string }
  | { readonly edits: readonly FileEdit[]; readonly uses: readonly Place[]; readonly name: string };

interface FileEdit {
  readonly file: string;
  readonly edit: TextEdit;
}

async function fateOf(
  { file, site }: Read,
  reads: readonly Read[],
  program: Program,
): Promise<Fate | undefined> {
  const module = await program.moduleOf(file);
  let at = module && nodeAt(module.tree, site);
  while (at && isTransparent(at.parent)) at = at.parent;
  const declaration = at?.parent;
  if (!module || !declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  const statement = declaration.parent.parent;
  const binding = module.scopes.declaredBy(declaration.name);
  if (!ts.isVariableStatement(statement) || !ts.isSourceFile(statement.parent)) return undefined;
  const isAlone = statement.declarationList.declarations.length === 1;
  if (!isAlone || binding?.declarations[0]?.kind !== 'const') return undefined;
  const isRead = ({ module: { file: own }, node }: Spot): boolean =>
    reads.some((one) => one.file === own && one.site !== site && contains(one.site, spanOf(node)));
  const uses: Place[] = [];
  const edits: FileEdit[] = [];
  try {
    const handedOn = (by: Module, names: ReadonlySet<string>): void => {
      for (const specifier of specifiersIn(by, names)) edits.push({ file: by.file, edit: specifier });
    };
    for (const use of await program.usesOf(module, binding, { isHarmless: isListing, handedOn }))
      if (isRead(use)) uses.push({ file: use.module.file, span: spanOf(use.node) });
      else return { stays: use.module.file };
  } catch (error) {
    if (!(error instanceof Unseen)) throw error;
    return { stays: error.spot.module.file };
  }
  const whole = extentOf({ node: statement, siblings: statement.parent.statements }, module.tree);
  return { edits: [{ file, edit: { span: whole, newText: '' } }, ...edits], uses, name: binding.name };
}

/** How a file that hands names on no longer does. */
function specifiersIn({ tree }: Module, names: ReadonlySet<string>): TextEdit[] {
  return tree.statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    if (!clause || !ts.isNamedExports(clause)) return [];
    const own = clause.elements.filter(({ name }) => names.has(name.text));
    if (own.length > 0 && own.length === clause.elements.length) {
      const whole = extentOf({ node: statement, siblings: tree.statements }, tree);
      return [{ span: whole, newText: '' }];
    }
    const view = { file: tree, text: tree.text };
    return own.flatMap((one) => toTextEdits(removeElement(view, one, clause.elements)));
  });
}

/** `getProviderData(flags)` tells others which flags there are. */
function isListing(all: ts.Node): boolean {
  const { parent } = all;
  if (!ts.isCallExpression(parent) || !ts.isIdentifier(parent.expression)) return false;
  const imported = importOf(parent.expression);
  return imported?.name === 'getProviderData' && isOneOf(imported.module, ['flags', '@vercel/flags']);
}

function spanOf(node: ts.Node) {
  return span(node.getStart(), bare(node).end);
}
