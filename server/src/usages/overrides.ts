import ts from 'typescript';
import type { OverrideFact } from './facts';
import { nameText } from './function-name';
import { referenceOf } from './references';
import type { Scopes } from './scope';
import { heritageOf } from './targets';
import { kindsWhere, treeOf } from './tree';

/** What the classes of a file do in another way than those they extend. */
export function overridesIn(path: string, source: ts.SourceFile, scopes: Scopes): OverrideFact[] {
  return treeOf(source)
    .of(CLASSES)
    .filter(ts.isClassLike)
    .flatMap((node) => {
      const [base] = heritageOf(node, ts.SyntaxKind.ExtendsKeyword);
      const members = node.members.flatMap((member) => {
        const isOwn = ts.isMethodDeclaration(member)
          ? member.body
          : ts.isPropertyDeclaration(member) && member.initializer;
        return (isOwn && member.name && nameText(member.name)) || [];
      });
      if (!base || members.length === 0) return [];
      return [{ base: referenceOf(path, base, scopes), owner: node.name?.text ?? 'default', members }];
    });
}

const CLASSES = kindsWhere(ts.isClassLike);
