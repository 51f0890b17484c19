import ts from 'typescript';
import { importOf } from './declared';

/** The function of React that is called by an expression: `useState`, or `React.useState`. */
export function reactFunction(callee: ts.Expression): string | undefined {
  const isMember = ts.isPropertyAccessExpression(callee);
  const name = isMember ? callee.expression : callee;
  const origin = ts.isIdentifier(name) ? importOf(name) : undefined;
  if (origin?.module !== 'react') return undefined;
  if (!isMember) return origin.name;
  return origin.name === 'default' || origin.name === '*' ? callee.name.text : undefined;
}
