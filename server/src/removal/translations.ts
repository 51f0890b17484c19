import ts from 'typescript';
import { declarationOf, importOf } from './declared';

/**
 * Whether a function that is called makes a text in the user's language and does nothing else: `t` of a package's hook, `intl.formatMessage`
 * of what another gives, or of a parameter that is said to be that.
 */
export function makesTexts(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return isTranslator(callee);
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return false;
  const { expression: owner, name } = callee;
  return membersOf(declarationOf(owner)).test(name.text);
}

function isTranslator(name: ts.Identifier): boolean {
  const declared = declarationOf(name);
  if (!declared || !ts.isBindingElement(declared)) return membersOf(declared).test('');
  const pattern = declared.parent;
  const members = membersOf(pattern.parent);
  if (ts.isArrayBindingPattern(pattern)) return pattern.elements[0] === declared && members.test('0');
  const taken = declared.propertyName ?? declared.name;
  return !declared.dotDotDotToken && ts.isIdentifier(taken) && members.test(taken.text);
}

/** The members of what is declared that make texts; the empty name stands for what is declared itself. */
function membersOf(declared: ts.Node | undefined): RegExp {
  if (!declared) return NONE;
  if (ts.isParameter(declared)) {
    const { type } = declared;
    const isNamed = type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName);
    return isNamed ? ofImport(type.typeName) : NONE;
  }
  if (!ts.isVariableDeclaration(declared) || !declared.initializer) return NONE;
  if ((declared.parent.flags & ts.NodeFlags.Const) === 0) return NONE;
  const { initializer } = declared;
  const call = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
  return ts.isCallExpression(call) && ts.isIdentifier(call.expression) ? ofImport(call.expression) : NONE;
}

function ofImport(name: ts.Expression): RegExp {
  const origin = ts.isIdentifier(name) ? importOf(name) : undefined;
  return (origin && GIVEN.get(origin.module)?.[origin.name]) ?? NONE;
}

const NONE = /^\b$/;
const TRANSLATOR = /^(?:|rich|markup|raw|has)$/;
const I18NEXT = { useTranslation: /^(?:t|0)$/, TFunction: /^$/ };
const USE_INTL = {
  useTranslations: TRANSLATOR,
  getTranslations: TRANSLATOR,
  useFormatter: /^(?:dateTime|dateTimeRange|number|relativeTime|list)$/,
};

/** What the hooks and types of packages give that makes texts, by the names of modules and of what they export. */
const GIVEN: ReadonlyMap<string, Readonly<Record<string, RegExp>>> = new Map(
  Object.entries<Readonly<Record<string, RegExp>>>({
    i18next: I18NEXT,
    'react-i18next': I18NEXT,
    'next-i18next': I18NEXT,
    'next-intl': USE_INTL,
    'next-intl/server': USE_INTL,
    'use-intl': USE_INTL,
    'react-intl': { useIntl: /^format\p{Lu}/u, IntlShape: /^format\p{Lu}/u },
    'vue-i18n': { useI18n: /^(?:t|d|n|te|tm|rt)$/ },
  }),
);
