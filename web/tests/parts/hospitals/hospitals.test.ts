import { describe, expect, it } from "vitest";
import { districtOf } from "../../../basemap/division";
import { distance, nearestFirst, roundDistance } from "../../../src/parts/hospitals/distance";
import type { Hospital, Hours } from "../../../src/parts/hospitals/hospital";
import { weekOf } from "../../../src/parts/hospitals/hours";
import { labelPoint } from "../../../src/parts/hospitals/leaflet/labelPoint";
import { isInKorea, positionFailure } from "../../../src/parts/hospitals/position";
import {
  nearbyQuery,
  normaliseName,
  queryParameters,
  widen,
} from "../../../src/parts/hospitals/query";

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
