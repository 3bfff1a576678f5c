/** XML that clients send: lists of keys, of parts, of tags. Read with saxes, within bounds. */
import { SaxesParser } from "saxes";
import { WireError } from "./s3-errors.js";

/** An element with its text or its children; S3's documents mix the two nowhere. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface Growing {
  readonly name: string;
  text: string;
  readonly children: Growing[];
}

/** S3's deepest document (Tagging) has four levels. */
const deepest = 8;

/**
 * The root element of a document in UTF-8. Names come without namespace prefix; a document type is refused, so no entity is
 * ever expanded.
 *
 * @throws WireError MalformedXML
 */
export function readXml(bytes: Uint8Array, root: string): XmlElement {
  const parser = new SaxesParser();
  const open: Growing[] = [];
  let found: Growing | undefined;
  const malformed = (): never => {
    throw new WireError("MalformedXML");
  };
  parser.on("error", malformed);
  parser.on("doctype", malformed);
  parser.on("opentag", ({ name }) => {
    const made: Growing = { name: name.slice(name.indexOf(":") + 1), text: "", children: [] };
    if (open.length === deepest) malformed();
    open.at(-1)?.children.push(made);
    found ??= made;
    open.push(made);
  });
  const addText = (text: string): void => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => void open.pop());
  let decoded: string;
  try {
    decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return malformed();
  }
  parser.write(decoded).close();
  return found?.name === root ? found : malformed();
}

/** The children with this name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the first child with this name. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** The text of a child that must be there. @throws WireError MalformedXML */
export function requiredText(element: XmlElement, name: string): string {
  const text = textOf(element, name);
  if (text === undefined) throw new WireError("MalformedXML");
  return text;
}
