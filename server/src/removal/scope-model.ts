import type ts from 'typescript';

/** Every name of a file with its declarations and its uses, by the language's rules of scope. */
export interface Scopes {
  readonly bindings: readonly Binding[];
  /** What an identifier that is a use stands for; `undefined` for a global and for what is no use. */
  bindingOf(use: ts.Node): Binding | undefined;
  /** What a declaration's name declares. */
  declaredBy(name: ts.Node): Binding | undefined;
  /** Uses that no declaration of the file answers. */
  readonly unresolved: readonly Use[];
  /** The innermost scope that a node lies in. */
  scopeAt(node: ts.Node): Scope;
  /** True where names can be reached in ways that no analysis sees: `eval(…)`, `with`. */
  readonly isOpaque: boolean;
}

export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  readonly declarations: Declaration[];
  readonly uses: Use[];
  isExported: boolean;
}

export type DeclarationKind =
  | 'var'
  | 'let'
  | 'const'
  | 'function'
  | 'class'
  | 'parameter'
  | 'import'
  | 'type'
  | 'enum'
  | 'namespace'
  | 'catch'
  | 'member'
  | 'self';

export interface Declaration {
  readonly name: ts.Identifier;
  readonly node: ts.Node;
  readonly kind: DeclarationKind;
  readonly meaning: Meaning;
}

export interface Use {
  readonly node: ts.Identifier;
  readonly scope: Scope;
  readonly meaning: Meaning;
  readonly writes: boolean;
  readonly exports: boolean;
}

export interface Scope {
  readonly node: ts.Node;
  readonly parent: Scope | undefined;
  /** `function` scopes are where `var` lands: functions, modules, static blocks. */
  readonly kind: 'function' | 'block';
  readonly names: Map<string, Binding>;
}

/** Values and types are different worlds of names; a class lives in both. */
export enum Meaning {
  Value = 1,
  Type = 2,
  Any = 3,
}

/** Finds a name's binding from a scope outwards. */
export function lookUp(scope: Scope, name: string, meaning: Meaning): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.names.get(name);
    if (found?.declarations.some((declaration) => declaration.meaning & meaning)) return found;
  }
  return undefined;
}
