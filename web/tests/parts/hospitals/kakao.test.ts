import { afterEach, describe, expect, it, vi } from "vitest";
import type { Hospital } from "../../../src/parts/hospitals/hospital";
import { KakaoMap } from "../../../src/parts/hospitals/kakao/KakaoMap";
import { type KakaoMaps, loadKakao, scriptUrl } from "../../../src/parts/hospitals/kakao/load";
import { searchPlaces } from "../../../src/parts/hospitals/kakao/searchPlaces";
import type { MapSettings } from "../../../src/parts/hospitals/map";

/** Return the objects of Kakao's API that the map uses, under their published types. */
function fake() {
  const calls = {
    level: 13,
    centre: null as unknown,
    fitted: 0,
    markers: [] as FakeMarker[],
    info: null as unknown,
    circle: null as unknown,
  };
  class LatLng implements Pick<kakao.maps.LatLng, "getLat" | "getLng"> {
    constructor(
      readonly latitude: number,
      readonly longitude: number,
    ) {}
    getLat = () => this.latitude;
    getLng = () => this.longitude;
  }
  class FakeMarker implements Pick<kakao.maps.Marker, "setMap" | "setPosition"> {
    click: () => void = () => undefined;
    constructor(readonly options: kakao.maps.MarkerOptions) {}
    setMap = () => undefined;
    setPosition = () => undefined;
  }
  class FakeMap
    implements Pick<kakao.maps.Map, "getLevel" | "setLevel" | "panTo" | "setCenter" | "setBounds">
  {
    addControl = () => undefined;
    getLevel = () => calls.level;
    setLevel = (level: number) => {
      calls.level = level;
    };
    setBounds = () => {
      calls.fitted += 1;
    };
    panTo = (to: unknown) => {
      calls.centre = to;
    };
    setCenter = this.panTo;
  }
  class Clusterer implements Pick<kakao.maps.MarkerClusterer, "clear" | "addMarkers"> {
    clear = () => {
      calls.markers = [];
    };
    addMarkers = (markers: kakao.maps.Marker[]) => {
      calls.markers = markers as unknown as FakeMarker[];
    };
  }
  class InfoWindow implements Pick<kakao.maps.InfoWindow, "open" | "close"> {
    constructor(readonly options: kakao.maps.InfoWindowOptions) {}
    open = () => {
      calls.info = this.options.content;
    };
    close = () => {
      calls.info = null;
    };
  }
  class Circle implements Pick<kakao.maps.Circle, "setMap"> {
    setMap = (map: unknown) => {
      calls.circle = map;
    };
  }
  const maps = {
    LatLng,
    Map: FakeMap,
    Marker: FakeMarker,
    MarkerClusterer: Clusterer,
    InfoWindow,
    Circle,
    ZoomControl: class {},
    ControlPosition: { TOPLEFT: 0 },
    LatLngBounds: class {
      extend = () => undefined;
    },
    event: {
      addListener: (marker: FakeMarker, _: string, heard: () => void) => {
        marker.click = heard;
      },
    },
  };
  return { calls, maps: maps as unknown as KakaoMaps };
}

const hospital = { id: "h1", name: "보기의원", latitude: 37.5, longitude: 127 } as Hospital;

function opened() {
  const { calls, maps } = fake();
  const onSelect = vi.fn();
  const details = { classList: { add: () => undefined } } as unknown as HTMLElement;
  const settings = { element: {}, details, onSelect } as unknown as MapSettings;
  return { calls, onSelect, details, map: new KakaoMap(maps, settings) };
}

describe("the map by Kakao", () => {
  it("clusters the hospitals and reports the chosen one", () => {
    const { calls, onSelect, map } = opened();
    map.show([hospital], [hospital]);
    expect(calls.markers.map(({ options }) => options.title)).toEqual(["보기의원"]);
    expect(calls.fitted).toBe(1);
    calls.markers[0]?.click();
    expect(onSelect).toHaveBeenCalledWith("h1");
    map.show([hospital, hospital], []);
    expect(calls.markers).toHaveLength(2);
    expect(calls.fitted).toBe(1);
  });

  it("opens and closes the info window", () => {
    const { calls, details, map } = opened();
    map.select(hospital);
    expect(calls.info).toBe(details);
    expect(calls.level).toBeLessThan(13);
    expect(calls.centre).toMatchObject({ latitude: 37.5, longitude: 127 });
    map.select(null);
    expect(calls.info).toBeNull();
  });

  it("moves to a place that was searched", () => {
    const { calls, map } = opened();
    map.moveTo({ latitude: 35.158, longitude: 129.059 });
    expect(calls.level).toBe(6);
    expect(calls.centre).toMatchObject({ latitude: 35.158, longitude: 129.059 });
  });

  it("marks where the person is", () => {
    const { calls, map } = opened();
    map.markPosition({ latitude: 37, longitude: 127 });
    expect(calls.circle).not.toBeNull();
    map.markPosition(null);
    expect(calls.circle).toBeNull();
  });
});

describe("Kakao's script", () => {
  afterEach(() => vi.unstubAllGlobals());

  function withScript(then: (script: HTMLScriptElement) => void): void {
    const script = { remove: () => undefined } as unknown as HTMLScriptElement;
    vi.stubGlobal("document", {
      createElement: () => script,
      head: { append: () => queueMicrotask(() => then(script)) },
    });
  }

  it("gets the key and does not start by itself", () => {
    expect(scriptUrl("k&y")).toBe(
      "https://dapi.kakao.com/v2/maps/sdk.js?appkey=k%26y&libraries=services%2Cclusterer&autoload=false",
    );
  });

  it("fails when it does not load or refuses the key, and may be tried again", async () => {
    withScript((script) => script.onerror?.(""));
    await expect(loadKakao("key")).rejects.toThrow();
    withScript((script) => script.onload?.call(script, {} as Event));
    await expect(loadKakao("key")).rejects.toThrow();
    const maps = { load: (ready: () => void) => ready() };
    vi.stubGlobal("kakao", { maps });
    withScript((script) => script.onload?.call(script, {} as Event));
    await expect(loadKakao("key")).resolves.toBe(maps);
  });
});

describe("Kakao's places", () => {
  const station = {
    place_name: "강남역 2호선",
    address_name: "서울 강남구 역삼동 858",
    x: "127.028",
    y: "37.498",
  };

  function mapsAnswering(status: string, found: object[]): KakaoMaps {
    class Places implements Pick<kakao.maps.services.Places, "keywordSearch"> {
      keywordSearch: kakao.maps.services.Places["keywordSearch"] = (_, heard) =>
        heard(found as never, status as never, {} as never);
    }
    const Status = { ERROR: "ERROR", OK: "OK", ZERO_RESULT: "ZERO_RESULT" };
    return { services: { Places, Status } } as unknown as KakaoMaps;
  }

  it("are named with their address, within Korea", async () => {
    const abroad = { ...station, x: "139.7", y: "35.7" };
    const places = await searchPlaces(mapsAnswering("OK", [station, abroad]), "강남역");
    expect(places).toEqual([
      {
        name: { ko: "강남역 2호선", en: "강남역 2호선" },
        area: { ko: "서울 강남구 역삼동 858", en: "서울 강남구 역삼동 858" },
        latitude: 37.498,
        longitude: 127.028,
      },
    ]);
  });

  it("may be none, and may fail", async () => {
    await expect(searchPlaces(mapsAnswering("ZERO_RESULT", []), "없음")).resolves.toEqual([]);
    await expect(searchPlaces(mapsAnswering("ERROR", []), "강남역")).rejects.toThrow();
  });
});
