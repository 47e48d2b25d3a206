/** What is asked of the API: a region, or a cell of the map that hides where exactly one is. */

import ngeohash from "ngeohash";
import type { Position } from "./hospital";

export type Question =
  | { by: "region"; region: string; sigungu: string | null; name: string }
  | { by: "cell"; cell: string };

/** Cells of about 4 × 5 km, then of 31 × 20 km; the eight around are searched as well. */
const CELL_LENGTH = 5;
const WIDE_CELL_LENGTH = 4;

/** Lists around a place are sorted here, so all of it has to arrive; it comes in the largest pages. */
const PAGE = 200;
const LARGEST_PAGE = 500;

export function nearby(position: Position): Question {
  return { by: "cell", cell: ngeohash.encode(position.latitude, position.longitude, CELL_LENGTH) };
}

/** The same question about more places; null when there is no wider one. */
export function wider(question: Question): Question | null {
  if (question.by === "cell") {
    const cell = question.cell.slice(0, WIDE_CELL_LENGTH);
    return cell === question.cell ? null : { by: "cell", cell };
  }
  if (question.name !== "") return { ...question, name: "" };
  return question.sigungu === null ? null : { ...question, sigungu: null };
}

export function queryOf(
  question: Question,
  cursor: string | null,
): Record<string, string | number | null> {
  if (question.by === "cell") return { cell: question.cell, limit: LARGEST_PAGE, cursor };
  const { region, sigungu, name } = question;
  return { region, sigungu, q: name === "" ? null : name, limit: PAGE, cursor };
}

/** As the API compares names: composed, without spaces around. */
export function searchedName(typed: string): string {
  return typed.normalize("NFC").trim();
}
