/** Browser APIs that source files use, found by TypeScript's types. */

import ts from "typescript";
import { isNewer } from "./newerApis.mjs";

export interface Use {
  /** As MDN names it: `Owner.member`, or a global. */
  api: string;
  /** `file:line`, relative to the configuration's folder. */
  place: string;
}

/** Return each use, in `entries` and their imports, of an API that one of the oldest browsers lacks. */
export function newerApisUsed(configPath: string, entries: string[]): Use[] {
  const { config } = ts.readConfigFile(configPath, ts.sys.readFile) as { config: object };
  const folder = configPath.replace(/[^/]+$/, "");
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(
    entries.map((entry) => folder + entry),
    options,
  );
  const checker = program.getTypeChecker();
  const found: Use[] = [];

  function visit(node: ts.Node): void {
    const api = newerName(node);
    if (api !== null) {
      const file = node.getSourceFile();
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ api, place: `${file.fileName.slice(folder.length)}:${line + 1}` });
    }
    ts.forEachChild(node, visit);
  }

  function newerName(node: ts.Node): string | null {
    if (ts.isTypeNode(node)) return null;
    const symbol = usedSymbol(node);
    if (symbol === undefined) return null;
    for (const declaration of symbol.declarations ?? []) {
      if (!program.isSourceFileDefaultLibrary(declaration.getSourceFile())) continue;
      const member = declaration.parent;
      if (!isMember(member)) {
        if (isNewer(symbol.name)) return symbol.name;
        continue;
      }
      const isStatic = isOfConstructor(member);
      const holder = holdersOf(node, member).find((each) =>
        isNewer(each, symbol.name, { isStatic }),
      );
      if (holder !== undefined) return `${holder}.${symbol.name}`;
    }
    return null;
  }

  /** Return the symbol of a name, a member or a destructured member. */
  function usedSymbol(node: ts.Node): ts.Symbol | undefined {
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const key = node.propertyName ?? node.name;
      if (!ts.isIdentifier(key)) return undefined;
      return checker.getTypeAtLocation(node.parent).getProperty(key.text);
    }
    if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
      return checker.getTypeAtLocation(node.expression).getProperty(node.argumentExpression.text);
    }
    if (!ts.isIdentifier(node) || ts.isTypeNode(node.parent)) return undefined;
    if (ts.isBindingElement(node.parent)) return undefined; // handled above
    return checker.getSymbolAtLocation(node);
  }

  /** Return the interfaces under which MDN may list the member. */
  function holdersOf(node: ts.Node, holder: Holder): string[] {
    const names = new Set([nameOf(holder)]);
    // MDN lists members of a mixin, such as ParentNode, under the interfaces that include it.
    const receiver = ts.isPropertyAccessExpression(node.parent) ? node.parent.expression : null;
    if (receiver !== null) addTypes(checker.getTypeAtLocation(receiver), names);
    return [...names].flatMap(mdnNames);
  }

  function addTypes(type: ts.Type, names: Set<string>): void {
    const apparent = checker.getApparentType(checker.getNonNullableType(type));
    if (apparent.isUnionOrIntersection()) for (const part of apparent.types) addTypes(part, names);
    if (apparent.symbol === undefined) return;
    names.add(apparent.symbol.name);
    if (apparent.isClassOrInterface()) {
      for (const base of checker.getBaseTypes(apparent)) addTypes(base, names);
    }
  }

  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && !file.fileName.includes("/node_modules/")) visit(file);
  }
  return found;
}

/** `interface X { … }`, or the constructor's `declare var X: { … }`. */
type Holder = ts.InterfaceDeclaration | (ts.TypeLiteralNode & { parent: ts.VariableDeclaration });

function isMember(parent: ts.Node): parent is Holder {
  return (
    ts.isInterfaceDeclaration(parent) ||
    (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent))
  );
}

function nameOf(holder: Holder): string {
  return ts.isInterfaceDeclaration(holder) ? holder.name.text : holder.parent.name.getText();
}

function isOfConstructor(holder: Holder): boolean {
  return !ts.isInterfaceDeclaration(holder) || holder.name.text.endsWith("Constructor");
}

function mdnNames(holder: string): string[] {
  const name = holder.replace(/^Readonly/, "").replace(/Constructor$/, "");
  return /^(Int|Uint|Float|Big).*Array$/.test(name) ? [name, "TypedArray"] : [name];
}
