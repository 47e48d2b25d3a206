/**
 * Map the districts of an older register to today's.
 *
 * Provinces and districts are named as in the API (layers/core/scalp_core/hospitals/regions.py): the
 * first two digits of the legal code as of 2024, and the district's name. Wards of a city that is not
 * of a province's rank, such as 수원시 장안구, are not distinguished.
 */

export interface District {
  /** Today's two-digit code of the province. */
  province: string;
  name: string;
}

/** 강원 and 전북 became special self-governing provinces in 2023 and 2024, with new codes. */
const PROVINCES_NOW: Record<string, string> = { "42": "51", "45": "52" };

/** Seoul, the six metropolitan cities, and Sejong: their wards are districts. */
const METROPOLITAN = new Set(["11", "26", "27", "28", "29", "30", "31", "36"]);

const DISTRICTS_NOW: Record<string, District> = {
  "28170": { province: "28", name: "미추홀구" }, // 남구 until 2018
  "36110": { province: "36", name: "세종특별자치시" }, // has no districts
  "41281": { province: "41", name: "고양시" }, // wards that the register names without their city
  "41285": { province: "41", name: "고양시" },
  "41287": { province: "41", name: "고양시" },
  "41461": { province: "41", name: "용인시" },
  "41463": { province: "41", name: "용인시" },
  "41465": { province: "41", name: "용인시" },
  "41730": { province: "41", name: "여주시" }, // 여주군 until 2013
  "43710": { province: "43", name: "청주시" }, // 청원군, part of 청주시 since 2014
  "47720": { province: "27", name: "군위군" }, // of 경북 until July 2023
};

/** 천안시 and 창원시 as wholes, over their own wards. */
const TWICE = new Set(["44130", "48120"]);

const CITY_AND_WARD = /^(.+시)(.+구)$/;

/** Return today's district for one of the register; null if others cover it. */
export function districtOf(code: string, name: string): District | null {
  if (TWICE.has(code)) return null;
  const moved = DISTRICTS_NOW[code];
  if (moved !== undefined) return moved;
  const old = code.slice(0, 2);
  const [, city, ward] = CITY_AND_WARD.exec(name) ?? [];
  const own = METROPOLITAN.has(old) ? ward : city; // 서울시성북구, but 수원시장안구
  return { province: PROVINCES_NOW[old] ?? old, name: own ?? name };
}
