import { describe, expect, it } from "vitest";
import { districtOf } from "../../../basemap/division";
import { distance, nearestFirst, roundDistance } from "../../../src/parts/hospitals/distance";
import type { FoundPlace, Hospital, Hours, Region } from "../../../src/parts/hospitals/hospital";
import { nightDays, openingNow, weekOf } from "../../../src/parts/hospitals/hours";
import { labelPoint } from "../../../src/parts/hospitals/leaflet/labelPoint";
import { grouped } from "../../../src/parts/hospitals/listing";
import { mapSearches } from "../../../src/parts/hospitals/mapSearches";
import { isInKorea, positionFailure } from "../../../src/parts/hospitals/position";
import {
  nearbyQuery,
  normaliseName,
  placeQuery,
  queryParameters,
  widen,
} from "../../../src/parts/hospitals/query";
import { isIncomplete, mapWords, type Where } from "../../../src/parts/hospitals/where";

const SEOUL = { latitude: 37.5665, longitude: 126.978 };
const BUSAN = { latitude: 35.1796, longitude: 129.0756 };

describe("distances", () => {
  it("are those along the earth", () => {
    expect(distance(SEOUL, BUSAN) / 1000).toBeCloseTo(325, -1);
    expect(distance(SEOUL, SEOUL)).toBe(0);
  });

  it("order hospitals", () => {
    const [far, near] = [BUSAN, { latitude: 37.57, longitude: 126.98 }] as Hospital[];
    expect(nearestFirst([far!, near!], SEOUL)).toEqual([near, far]);
  });

  it.each([
    [3, { value: 50, unit: "m" }],
    [974, { value: 950, unit: "m" }],
    [976, { value: 1, unit: "km" }],
    [1249, { value: 1.2, unit: "km" }],
    [12_600, { value: 13, unit: "km" }],
  ])("of %d m are said as %o", (metres, statusText) => {
    expect(roundDistance(metres)).toEqual(statusText);
  });
});

describe("questions", () => {
  const region = { by: "region", region: "11", sigungu: "강남구", name: "강" } as const;

  it("for a position contain a cell and nothing else", () => {
    expect(queryParameters(nearbyQuery(SEOUL), null)).toEqual({
      cell: "wydm9",
      limit: 500,
      cursor: null,
    });
  });

  it("about a region leave out what is not asked", () => {
    expect(queryParameters({ ...region, sigungu: null, name: "" }, "next")).toEqual({
      region: "11",
      sigungu: null,
      q: null,
      limit: 200,
      cursor: "next",
    });
  });

  it("widen until there is nothing wider", () => {
    const unnamed = widen(region);
    expect(unnamed).toEqual({ ...region, name: "" });
    const whole = widen(unnamed!);
    expect(whole).toEqual({ ...region, name: "", sigungu: null });
    expect(widen(whole!)).toBeNull();
    expect(widen(nearbyQuery(SEOUL))).toEqual({ by: "cell", cell: "wydm" });
    expect(widen({ by: "cell", cell: "wydm" })).toBeNull();
  });

  it("about a province or district are of all of it, about other places of their surroundings", () => {
    const place = { ...BUSAN, region: "26", sigungu: null } as FoundPlace;
    const all = { by: "region", region: "26", sigungu: null, name: "" };
    expect(placeQuery({ ...place, kind: "province" })).toEqual(all);
    const district = placeQuery({ ...place, kind: "district", sigungu: "중구" });
    expect(district).toEqual({ ...all, sigungu: "중구" });
    expect(placeQuery({ ...place, kind: "station" })).toEqual(nearbyQuery(BUSAN));
  });

  it("compose names", () => {
    expect(normaliseName(` ${"강남".normalize("NFD")} `)).toBe("강남");
  });
});

describe("positions", () => {
  it("are good within Korea", () => {
    expect(isInKorea(SEOUL)).toBe(true);
    expect(isInKorea({ latitude: 37.2426, longitude: 131.8597 })).toBe(true); // Dokdo
    expect(isInKorea({ latitude: 35.68, longitude: 139.69 })).toBe(false);
  });

  it("that fail have a reason", () => {
    expect([1, 2, 3].map(positionFailure)).toEqual(["refused", "unavailable", "timeout"]);
  });
});

describe("opening hours", () => {
  it("are a week in order with Korea's today", () => {
    const monday = { opens: "09:30", closes: "18:30" };
    const hours: Hours = { days: { monday }, source: "egen-15000736", date: "2026-11-22" };
    const days = weekOf(hours, new Date("2026-11-22T15:30:00Z")); // Monday already in Seoul
    expect(days[0]).toEqual({ day: "monday", period: monday, today: true });
    expect(days.filter(({ period }) => period === null)).toHaveLength(7);
    expect(days.filter(({ today }) => today)).toHaveLength(1);
  });
});

describe("what is open now", () => {
  const hours: Hours = {
    days: {
      monday: { opens: "09:30", closes: "18:30" },
      tuesday: { opens: "09:30", closes: "20:30" },
      friday: { opens: "14:00", closes: "25:30" },
    },
    source: "egen-15000736",
    date: "2026-11-22",
  };

  it.each([
    ["2026-11-23T00:29:00Z", { open: false, until: "18:30" }], // Monday 09:29 in Seoul
    ["2026-11-23T00:30:00Z", { open: true, until: "18:30" }],
    ["2026-11-23T09:30:00Z", { open: false, until: "18:30" }],
    ["2026-11-22T03:00:00Z", null], // Sunday
    ["2026-11-27T16:29:00Z", { open: true, until: "01:30" }], // Saturday 01:29, since Friday
    ["2026-11-27T16:30:00Z", null],
  ])("at %s is %o", (now, expected) => {
    expect(openingNow(hours, new Date(now))).toEqual(expected);
  });

  it("has evenings from eight o'clock on", () => {
    expect(nightDays(hours)).toEqual(["tuesday", "friday"]);
  });
});

describe("the list", () => {
  const row = (id: string, match: Hospital["match"], latitude: number) =>
    ({ id, match, latitude, longitude: 127 }) as Hospital;
  const rows = [row("far", "name", 38), row("near", "name", 37), row("other", "department", 36)];
  const ids = (shown: Hospital[]) => shown.map(({ id }) => id);

  it("keeps hospitals with the department alone apart until they are asked for", () => {
    const named = grouped(rows, null, false);
    expect([ids(named.all), named.hidden]).toEqual([["far", "near"], 1]);
    const everyone = grouped(rows, { latitude: 36, longitude: 127 }, true);
    expect([ids(everyone.all), everyone.hidden]).toEqual([["near", "far", "other"], 0]);
  });
});

describe("where was searched", () => {
  const region = (code: string, ko: string, complete: boolean) =>
    ({ code, name: { ko, en: ko }, complete }) as Region;
  const regions = [region("11", "서울특별시", true), region("26", "부산광역시", false)];
  const at = { region: "26", sigungu: "해운대구", ...BUSAN } as Hospital;
  const near: Where = { query: nearbyQuery(BUSAN), place: null, from: BUSAN, first: [at], regions };
  const inSeoul: Where = {
    ...near,
    query: { by: "region", region: "11", sigungu: "강남구", name: "" },
    from: null,
  };

  it("is what maps are asked for, and no position", () => {
    expect(mapWords(near)).toBe("부산광역시 해운대구");
    expect(mapWords(inSeoul)).toBe("서울특별시 강남구");
    expect(mapWords({ ...near, first: [] })).toBeNull();
    const place = {
      ...BUSAN,
      name: { ko: "서면역", en: "" },
      area: { ko: "부산 부산진구 부전동 1", en: "" },
      query: near.query,
    };
    expect(mapWords({ ...near, place })).toBe("부산 부산진구 서면역");
    expect(mapSearches("부산 중구")).toEqual({
      words: "부산 중구 피부과",
      kakao: `https://map.kakao.com/link/search/${encodeURIComponent("부산 중구 피부과")}`,
      naver: `https://map.naver.com/p/search/${encodeURIComponent("부산 중구 피부과")}`,
    });
  });

  it("has an incomplete list where no clinics are registered", () => {
    expect(isIncomplete(near)).toBe(true);
    expect(isIncomplete(inSeoul)).toBe(false);
    expect(isIncomplete({ ...near, first: [] })).toBe(true);
    expect(isIncomplete({ ...near, first: [], regions: regions.slice(0, 1) })).toBe(false);
  });
});

describe("districts of today", () => {
  it.each([
    ["42110", "춘천시", "51", "춘천시"],
    ["45111", "전주시완산구", "52", "전주시"],
    ["47720", "군위군", "27", "군위군"],
    ["11290", "서울시성북구", "11", "성북구"],
    ["28170", "남구", "28", "미추홀구"],
    ["26110", "중구", "26", "중구"],
    ["41281", "덕양구", "41", "고양시"],
    ["43710", "청원군", "43", "청주시"],
    ["44250", "계룡시", "44", "계룡시"],
  ])("%s %s is %s %s", (code, name, province, now) => {
    expect(districtOf(code, name)).toEqual({ province, name: now });
  });

  it("are not drawn twice", () => {
    expect(districtOf("48120", "창원시")).toBeNull();
  });

  it("have their name in the middle of the largest part", () => {
    const square = (x: number, size: number) => [
      [
        [x, 0],
        [x + size, 0],
        [x + size, size],
        [x, size],
        [x, 0],
      ],
    ];
    const [latitude, longitude] = labelPoint({
      type: "MultiPolygon",
      coordinates: [square(0, 1), square(10, 4)],
    });
    expect(latitude).toBeCloseTo(2);
    expect(longitude).toBeCloseTo(12);
  });
});
