/** HEIF: completeness check and metadata removal for the primary picture. */

import { PhotoError } from "../../fault";
import { ascii, type Bytes, bigEndian, endsInZeros, joined, textAt, viewOf } from "../bytes";
import { brandsOf } from "../kind";
import { box, fullBox } from "./boxes";
import { bareConfiguration, pictureUnits } from "./hevc";
import { type Items, itemsOf, type Property } from "./items";

/** An item of the picture, with everything that decoding needs. */
interface Part {
  type: string;
  properties: Property[];
  /** Indices of other parts. */
  sources: number[];
  data: Bytes;
}

const HEVC = "hvc1";
const DERIVED = ["grid", "iden", "iovl"];
/** Properties that decoding needs: transforms, sizes, depths, colours, and the decoder configuration. */
const NEEDED = new Set(["hvcC", "ispe", "irot", "imir", "clap", "pixi", "colr"]);
/** Lengths in bytes of properties with a fixed length. */
const LENGTHS: Record<string, number> = { ispe: 12, irot: 1, imir: 1, clap: 32 };

/** Raise a PhotoError if a part of the picture is missing. */
export function checkHeif(bytes: Bytes): void {
  partsOf(itemsOf(bytes));
}

/** Return a HEIC file of the primary picture only, without other items, boxes and messages. */
export function stripHeif(bytes: Bytes): Bytes {
  const parts = partsOf(itemsOf(bytes));
  if (!parts.every(({ type }) => type === HEVC || DERIVED.includes(type))) {
    throw new PhotoError("unreadable"); // the server decodes no other item types
  }
  const [brand = "heic"] = brandsOf(bytes);
  const start = box("ftyp", ascii(brand), bigEndian(4, 0), ascii("mif1heic"));
  const dataAt = start.length + metaOf(parts, 0).length + 8;
  return joined(start, metaOf(parts, dataAt), box("mdat", ...parts.map(({ data }) => data)));
}

/** Return the items that the primary item is derived from, itself first. */
function partsOf(items: Items): Part[] {
  const parts: Part[] = [];
  const places = new Map<number, number>();
  const add = (id: number): number => {
    const known = places.get(id);
    if (known !== undefined) return known;
    const part = partOf(items, id);
    const place = parts.push(part) - 1;
    places.set(id, place);
    part.sources = items.sourcesOf(id).map(add);
    return place;
  };
  add(items.primary);
  return parts;
}

function partOf(items: Items, id: number): Part {
  const type = items.typeOf(id);
  if (type === undefined) throw new PhotoError("incomplete");
  const properties = items.propertiesOf(id);
  const sources = items.sourcesOf(id);
  const data = type === "iden" ? new Uint8Array() : items.dataOf(id);
  const part: Part = { type, properties: properties.flatMap(strippedProperty), sources: [], data };
  if (type === HEVC) {
    const configuration = properties.find((property) => property.type === "hvcC");
    if (configuration === undefined) throw new PhotoError("incomplete");
    part.data = pictureUnits(data, configuration.content);
  }
  if (type === "grid") {
    const { cells, length } = gridOf(data);
    if (sources.length !== cells) throw new PhotoError("incomplete");
    part.data = data.subarray(0, length);
  } else if (DERIVED.includes(type) ? sources.length === 0 : endsInZeros(data)) {
    throw new PhotoError("incomplete");
  }
  return part;
}

/** Return a grid's number of tiles and the length of its data (ISO/IEC 23008-12, 6.6.2.3). */
function gridOf(data: Bytes): { cells: number; length: number } {
  const view = viewOf(data);
  const wide = (view.getUint8(1) & 1) === 1;
  const cells = (view.getUint8(2) + 1) * (view.getUint8(3) + 1);
  return { cells, length: wide ? 12 : 8 };
}

function strippedProperty(property: Property): Property[] {
  const { type, content } = property;
  if (!NEEDED.has(type)) return [];
  const length = LENGTHS[type] ?? content.length;
  const bare =
    type === "hvcC"
      ? bareConfiguration(content)
      : type === "colr"
        ? bareColours(content)
        : content.subarray(0, length);
  return bare.length === 0 ? [] : [{ ...property, content: bare }];
}

/** Return a `colr` property: colour codes, or an ICC profile cut to its stated length. */
function bareColours(content: Bytes): Bytes {
  const type = textAt(content, 0);
  if (type === "nclx") return content.subarray(0, 11);
  if (type !== "prof" && type !== "rICC") return new Uint8Array();
  return content.subarray(0, 4 + viewOf(content).getUint32(4));
}

/** Return the `meta` box of these parts, numbered from 1, with consecutive data. */
function metaOf(parts: Part[], dataAt: number): Bytes {
  const boxes = new Map<string, { box: Bytes; number: number }>();
  const numberOf = ({ type, content }: Property): number => {
    const whole = box(type, content);
    const key = whole.join();
    const known = boxes.get(key);
    if (known !== undefined) return known.number;
    const number = boxes.size + 1;
    boxes.set(key, { box: whole, number });
    return number;
  };
  const ids = parts.map((_, index) => index + 1);
  const applied = parts.map(({ properties }, index) =>
    joined(
      bigEndian(2, ids[index]!),
      bigEndian(1, properties.length),
      bigEndian(2, ...properties.map((each) => (each.essential ? 0x8000 : 0) + numberOf(each))),
    ),
  );
  let at = dataAt;
  const places = parts.map(({ data }, index) => {
    const place = joined(bigEndian(2, ids[index]!, 0, 1), bigEndian(4, at, data.length));
    at += data.length;
    return data.length === 0 ? bigEndian(2, ids[index]!, 0, 0) : place;
  });
  const names = parts.map(({ type }, index) =>
    fullBox("infe", 2, 0, bigEndian(2, ids[index]!, 0), ascii(`${type}\0`)),
  );
  const references = parts.flatMap(({ sources }, index) =>
    sources.length === 0
      ? []
      : [
          box(
            "dimg",
            bigEndian(2, ids[index]!, sources.length, ...sources.map((each) => each + 1)),
          ),
        ],
  );
  const count = bigEndian(2, parts.length);
  return fullBox(
    "meta",
    0,
    0,
    fullBox("hdlr", 0, 0, bigEndian(4, 0), ascii("pict"), new Uint8Array(13)),
    fullBox("pitm", 0, 0, bigEndian(2, 1)),
    fullBox("iloc", 0, 0, bigEndian(1, 0x44, 0), count, ...places),
    fullBox("iinf", 0, 0, count, ...names),
    ...(references.length > 0 ? [fullBox("iref", 0, 0, ...references)] : []),
    box(
      "iprp",
      box("ipco", ...[...boxes.values()].map((each) => each.box)),
      fullBox("ipma", 0, 1, bigEndian(4, parts.length), ...applied),
    ),
  );
}
