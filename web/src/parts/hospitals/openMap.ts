/** Choice of the map: Kakao's where a key is configured and it loads, else Leaflet's. */

import { loadConfig } from "../../shell/config";
import type { HospitalMap, MapSettings } from "./map";

export async function openMap(settings: MapSettings): Promise<HospitalMap> {
  const { kakaoKey } = await loadConfig();
  if (kakaoKey !== null) {
    try {
      const [{ loadKakao }, { KakaoMap }] = await Promise.all([
        import("./kakao/load"),
        import("./kakao/KakaoMap"),
      ]);
      return new KakaoMap(await loadKakao(kakaoKey), settings);
    } catch {
      settings.element.replaceChildren(); // Leaflet replaces it, so nothing is reported
    }
  }
  const { LeafletMap } = await import("./leaflet/LeafletMap");
  return new LeafletMap(settings);
}
