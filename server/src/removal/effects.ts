import ts from 'typescript';
import { givesFlags } from '../usages/names';
import { LOGICAL } from '../usages/operators';
import { isFlagPackage } from '../usages/package-names';
import { computes, onlyComputes, onlyMakes } from './computing';
import { importOf, isOfLanguage } from './declared';
import { isWrittenToCompute } from './react';
import { givesStoreState } from './store-state';
import { bare, isAssignment } from './syntax';
import { makesTexts } from './translations';

/**
 * Whether evaluating an expression can be left out when its value is not needed. Reading a name or a property counts
 * as free of effects; calling, assigning, awaiting and iterating do not.
 */
export function isPure(node: ts.Node): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.Identifier:
      return !standsForItself(node as ts.Identifier);
    case ts.SyntaxKind.PrivateIdentifier:
    case ts.SyntaxKind.ThisKeyword:
    case ts.SyntaxKind.SuperKeyword:
    case ts.SyntaxKind.NullKeyword:
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.RegularExpressionLiteral:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.MetaProperty:
    case ts.SyntaxKind.OmittedExpression:
      return true;
  }
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return isPure(node.expression);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)) {
    return isPure(node.expression);
  }
  if (ts.isPropertyAccessExpression(node)) return isPure(node.expression);
  if (ts.isElementAccessExpression(node)) return isPure(node.expression) && isPure(node.argumentExpression);
  if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return isPure(node.expression);
  if (ts.isPrefixUnaryExpression(node)) {
    const changes =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return !changes && isPure(node.operand);
  }
  if (ts.isBinaryExpression(node)) {
    return !isAssignment(node) && isPure(node.left) && isPure(node.right);
  }
  if (ts.isConditionalExpression(node)) {
    return isPure(node.condition) && isPure(node.whenTrue) && isPure(node.whenFalse);
  }
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((part) => isPure(part.expression));
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPure);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPureProperty);
  if (ts.isCallExpression(node)) return isPureCall(node);
  if (ts.isTaggedTemplateExpression(node)) {
    const { template } = node;
    const parts = ts.isTemplateExpression(template) ? template.templateSpans : [];
    return isKnownPure(node.tag) && parts.every(({ expression }) => isPure(expression));
  }
  if (ts.isNewExpression(node)) {
    const given = node.arguments ?? [];
    if (isOfLanguage(node.expression, COLLECTIONS)) return given.every(isPlainList);
    if (isOfLanguage(node.expression, DATE) || isSubjectOfFlags(node.expression)) return given.every(isPure);
    return onlyMakes(node, isPure);
  }
  if (ts.isClassExpression(node)) return isPureClass(node);
  return isPureJsx(node);
}

/** What of an expression whose value nobody asks for has to be evaluated still: `load()` of `!load()`, of `load() && isOpen`, of `useRef(load())`. */
export function effectfulPart(whole: ts.Expression): ts.Expression {
  let node = whole;
  for (let part: ts.Expression | undefined = whole; part; part = withEffectsIn(part)) {
    if (!ts.isParenthesizedExpression(part) && canBegin(part)) node = part;
  }
  return node;
}

/** The one part of an expression of which the rest only computes. */
function withEffectsIn(node: ts.Expression): ts.Expression | undefined {
  if (ts.isParenthesizedExpression(node) || isTaking(node)) return node.expression;
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.ExclamationToken ? node.operand : undefined;
  if (ts.isCallExpression(node)) {
    const [own, ...others] = node.arguments.filter((one) => !isPureArgument(one));
    const isOnly = isKnownPure(node.expression) && own && others.length === 0;
    const isAct = own && (ts.isCallExpression(own) || ts.isNewExpression(own) || ts.isAwaitExpression(own));
    return isOnly && isAct ? own : undefined;
  }
  const isLogical = ts.isBinaryExpression(node) && LOGICAL.has(node.operatorToken.kind);
  return isLogical && isPure(node.right) ? node.left : undefined;
}

/** What something is taken from: `load()` of `load().settings.flags`. */
export function takenFrom(node: ts.Expression): ts.Expression {
  return isTaking(node) || ts.isParenthesizedExpression(node) ? takenFrom(node.expression) : node;
}

function isTaking(node: ts.Expression): node is ts.PropertyAccessExpression | ts.NonNullExpression {
  return ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node);
}

/** Whether a statement can begin with an expression: with a brace or `function` it would be another one. */
export function canBegin(node: ts.Expression): boolean {
  return !/^(?:async\s+)?(?:function|class|let)\b|^\{/.test(node.getText());
}

/** Whether declaring a class does nothing but declare it. */
export function isPureClass(node: ts.ClassLikeDeclaration): boolean {
  if (isDecorated(node)) return false;
  const heritage = node.heritageClauses?.every(
    (clause) =>
      clause.token === ts.SyntaxKind.ImplementsKeyword ||
      clause.types.every((type) => isPure(type.expression)),
  );
  if (heritage === false) return false;
  return node.members.every((member) => {
    if (ts.isClassStaticBlockDeclaration(member)) return false;
    if (isDecorated(member)) return false;
    if (ts.isFunctionLike(member) && member.parameters.some(isDecorated)) return false;
    if (member.name && ts.isComputedPropertyName(member.name) && !isPure(member.name.expression))
      return false;
    const isStatic =
      ts.canHaveModifiers(member) &&
      ts.getModifiers(member)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword);
    if (isStatic && ts.isPropertyDeclaration(member) && member.initializer) return isPure(member.initializer);
    return true;
  });
}

/** A decorator is called when the class is made, that of a parameter too. */
function isDecorated(node: ts.Node): boolean {
  return ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0;
}

/** Whether an expression gives a boolean whatever happens, judged by its shape alone. */
export function isBoolean(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isBoolean(node.expression);
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isDeleteExpression(node)) return true;
  if (ts.isConditionalExpression(node)) return isBoolean(node.whenTrue) && isBoolean(node.whenFalse);
  if (ts.isCallExpression(node)) return isOfLanguage(node.expression, BOOLEAN);
  if (!ts.isBinaryExpression(node)) return false;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
    case ts.SyntaxKind.LessThanToken:
    case ts.SyntaxKind.LessThanEqualsToken:
    case ts.SyntaxKind.GreaterThanToken:
    case ts.SyntaxKind.GreaterThanEqualsToken:
    case ts.SyntaxKind.InKeyword:
    case ts.SyntaxKind.InstanceOfKeyword:
      return true;
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
      return isBoolean(node.left) && isBoolean(node.right);
    default:
      return false;
  }
}

/** `const on = on;` in a block throws: the name inside is the constant, whatever bears it outside. */
function standsForItself(name: ts.Identifier): boolean {
  for (let node: ts.Node = name; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isFunctionLike(parent) || ts.isStatement(parent)) return false;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
      const isBlockScoped = (ts.getCombinedNodeFlags(parent) & ts.NodeFlags.BlockScoped) !== 0;
      return isBlockScoped && ts.isIdentifier(parent.name) && parent.name.text === name.text;
    }
  }
  return false;
}

export function isPureProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isSpreadAssignment(property)) return isPure(property.expression);
  if (property.name && ts.isComputedPropertyName(property.name) && !isPure(property.name.expression)) {
    return false;
  }
  return !ts.isPropertyAssignment(property) || isPure(property.initializer);
}

/** A function that is handed over may be called at once, as by `useState(() => load())`. */
function isPureArgument(node: ts.Expression): boolean {
  const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  const user = node.parent;
  if (!isFunction || !ts.isCallExpression(user) || !CALLING.has(lastName(user.expression)))
    return isPure(node);
  return computes(node, isPure) || isMemo(user, node);
}

const CALLING = new Set(['useState', 'useMemo', 'useReducer', 'useSelector']);

/** `useMemo(() => total(items), [items])`. What depends on nothing may be there to happen once: `useMemo(() => load(), [])`. */
function isMemo({ expression, arguments: [, given] }: ts.CallExpression, made: MadeFunction): boolean {
  const isOfSomething =
    given !== undefined && ts.isArrayLiteralExpression(given) && given.elements.length > 0;
  return lastName(expression) === 'useMemo' && isOfSomething && isWrittenToCompute(made);
}

type MadeFunction = ts.ArrowFunction | ts.FunctionExpression;

function lastName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : '';
}

const COLLECTIONS = new Set(['Set', 'Map', 'WeakSet', 'WeakMap']);
const DATE = new Set(['Date']);
const BOOLEAN = new Set(['Boolean']);
const REQUIRE = new Set(['require']);

/** What a collection is made of is iterated, which a list written in its place does without effects. */
function isPlainList(node: ts.Node): boolean {
  return ts.isArrayLiteralExpression(node) && isPure(node);
}

/**
 * Functions of packages that only make what they return: `styled(Box)({ … })`, `lazy(() => import('./a'))`, a hook that looks
 * something up. A call of what they make is free of effects for those that make functions.
 */
export function isKnownPure(callee: ts.Expression): boolean {
  if (ts.isCallExpression(callee)) return isStyling(callee.expression) && callee.arguments.every(isPure);
  if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)) {
    // `styled.div`, `React.memo`, `styled(Box).attrs`
    if (isStyling(callee.expression)) return true;
    const origin = importOf(callee.expression);
    return origin !== undefined && (PURE_FUNCTIONS.get(origin.module)?.has(callee.name.text) ?? false);
  }
  if (!ts.isIdentifier(callee)) return false;
  const origin = importOf(callee);
  return (
    origin !== undefined &&
    (isStyling(callee) ||
      isHookOfFlags(callee) ||
      (PURE_FUNCTIONS.get(origin.module)?.has(origin.name) ?? false))
  );
}

/** `useUnleashClient`, `useFlagsStatus`: whoever no longer calls a hook of a flag service's package misses nothing but what it gives. */
export function isHookOfFlags(callee: ts.Expression): boolean {
  const origin = ts.isIdentifier(callee) ? importOf(callee) : undefined;
  return origin !== undefined && /^use\p{Lu}/u.test(origin.name) && isFlagPackage(origin.module);
}

/** `User` of `new User(id)`, `new configcat.User(id)`: of whom a service of flags is asked. */
function isSubjectOfFlags(made: ts.Expression): boolean {
  const [root, name] = ts.isPropertyAccessExpression(made) ? [made.expression, made.name] : [made, made];
  const origin = ts.isIdentifier(root) ? importOf(root) : undefined;
  return (
    origin !== undefined && isFlagPackage(origin.module) && ts.isIdentifier(name) && /User$/.test(name.text)
  );
}

function isStyling(node: ts.Expression): boolean {
  const origin = ts.isIdentifier(node) ? importOf(node) : undefined;
  if (!origin || !STYLING.has(origin.module)) return false;
  return ['styled', 'default', 'css', 'keyframes', 'experimentalStyled'].includes(origin.name);
}

const STYLING = new Set([
  '@mui/material',
  '@mui/material/styles',
  '@mui/system',
  '@mui/styled-engine',
  '@emotion/styled',
  '@emotion/react',
  'styled-components',
  '@linaria/react',
  'goober',
]);

const ROUTER = new Set([
  'useNavigate',
  'useLocation',
  'useParams',
  'useSearchParams',
  'useMatch',
  'useMatches',
  'useHref',
  'useResolvedPath',
  'useHistory',
  'useRouteMatch',
]);

const PURE_FUNCTIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    react: new Set([
      'memo',
      'forwardRef',
      'lazy',
      'createContext',
      'createRef',
      'useState',
      'useRef',
      'useMemo',
      'useCallback',
      'useContext',
      'useId',
      'useReducer',
      'useTransition',
      'useDeferredValue',
    ]),
    'react-router': ROUTER,
    'react-router-dom': ROUTER,
    'react-redux': new Set(['useDispatch', 'useSelector', 'useStore']),
    jotai: new Set(['useSetAtom', 'useStore']),
    reselect: new Set(['createSelector']),
    '@reduxjs/toolkit': new Set(['createSelector']),
    'react-i18next': new Set(['useTranslation']),
    'next-intl': new Set(['useTranslations', 'useLocale', 'useFormatter']),
    'next/navigation': new Set(['useRouter', 'usePathname', 'useSearchParams', 'useParams']),
    'next/router': new Set(['useRouter']),
    'next/dynamic': new Set(['default']),
    '@mui/material': new Set(['useTheme', 'useMediaQuery']),
    '@mui/material/useMediaQuery': new Set(['default']),
    'react-intl': new Set(['useIntl']),
    'next-i18next': new Set(['useTranslation']),
    '@apollo/client': new Set(['useApolloClient']),
    '@mui/material/styles': new Set(['useTheme']),
    '@emotion/react': new Set(['useTheme']),
    'styled-components': new Set(['useTheme']),
    '@tanstack/react-query': new Set(['useQueryClient']),
    '@angular/core': new Set(['inject', 'signal', 'computed']),
    vue: new Set(['ref', 'shallowRef', 'reactive', 'computed', 'inject']),
    '@openfeature/server-sdk': new Set(['getClient']),
    '@openfeature/web-sdk': new Set(['getClient']),
    '@jest/globals': new Set(['fn', 'mocked']),
    vitest: new Set(['fn', 'mocked']),
  }),
);

/** `await getEnabledFlags({ user })`: whether an expression does nothing but ask for all flags. */
export function asksForFlags(expression: ts.Expression): boolean {
  const call = bare(ts.isAwaitExpression(expression) ? expression.expression : expression);
  return ts.isCallExpression(call) && givesFlags(lastName(call.expression)) && call.arguments.every(isPure);
}

/** `require` of a module by name is as free of effects as an import is taken to be. */
function isPureCall(node: ts.CallExpression): boolean {
  if (isKnownPure(node.expression) || makesTexts(node.expression))
    return node.arguments.every(isPureArgument);
  if (onlyComputes(node, isPure) || givesStoreState(node)) return true;
  const [first] = node.arguments;
  if (isOfLanguage(node.expression, REQUIRE))
    return node.arguments.length === 1 && ts.isStringLiteral(first!);
  return isOfLanguage(node.expression, BOOLEAN) && node.arguments.every(isPure);
}

function isPureJsx(node: ts.Node): boolean {
  if (ts.isJsxText(node) || ts.isJsxOpeningFragment(node) || ts.isJsxClosingFragment(node)) return true;
  if (ts.isJsxElement(node)) return isPureJsx(node.openingElement) && node.children.every(isPureJsx);
  if (ts.isJsxFragment(node)) return node.children.every(isPureJsx);
  if (ts.isJsxExpression(node)) return !node.expression || isPure(node.expression);
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) {
    return node.attributes.properties.every((attribute) =>
      ts.isJsxSpreadAttribute(attribute)
        ? isPure(attribute.expression)
        : !attribute.initializer ||
          (ts.isJsxExpression(attribute.initializer)
            ? isPureJsx(attribute.initializer)
            : isPure(attribute.initializer) || isPureJsx(attribute.initializer)),
    );
  }
  return false;
}
