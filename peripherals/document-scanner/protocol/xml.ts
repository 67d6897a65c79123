import { XMLParser } from 'fast-xml-parser';

/** An element: for each name of a child (without its namespace prefix) all of that name, text or element. */
export interface XmlElement {
  readonly [name: string]: unknown;
}

/** Real answers of scanners are below 30,000 characters. */
const MAX_XML_CHARACTERS = 500_000;
const MAX_DEPTH = 32;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  // Neither the document's own entities nor anything that they could name.
  processEntities: false,
  maxNestedTags: MAX_DEPTH,
  isArray: () => true,
});

/**
 * Reads a device's XML; null when it is none, is too long or too deep, or has a document type (which no scanner needs,
 * and which is the door of entity bombs). Attributes are left out.
 */
export function parseXml(text: string): XmlElement | null {
  if (text.length > MAX_XML_CHARACTERS || /<!(DOCTYPE|ENTITY)/i.test(text)) return null;
  try {
    const tree: unknown = parser.parse(text, true);
    return isElement(tree) ? tree : null;
  } catch {
    // The parser's own word for "this is not XML".
    return null;
  }
}

/** Every element that the path leads to. */
export function elementsAt(root: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (found, name) => found.flatMap((element) => childrenOf(element, name).filter(isElement)),
    [root],
  );
}

/** The texts of every element that the path leads to. */
export function textsAt(root: XmlElement, ...path: readonly string[]): readonly string[] {
  const name = path.at(-1);
  if (name === undefined) return [];
  return elementsAt(root, ...path.slice(0, -1)).flatMap((element) =>
    childrenOf(element, name).filter((child) => typeof child === 'string'),
  );
}

/** The first text at the path, or null. */
export function textAt(root: XmlElement, ...path: readonly string[]): string | null {
  return textsAt(root, ...path)[0] ?? null;
}

/** The first text at the path as a whole number of at most seven digits, or null. */
export function numberAt(root: XmlElement, ...path: readonly string[]): number | null {
  const text = textAt(root, ...path);
  return text !== null && /^\d{1,7}$/.test(text) ? Number(text) : null;
}

function childrenOf(element: XmlElement, name: string): readonly unknown[] {
  const children: unknown = Object.hasOwn(element, name) ? element[name] : null;
  return Array.isArray(children) ? children : [];
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
