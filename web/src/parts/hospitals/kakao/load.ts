/// <reference types="kakao.maps.d.ts" />
/** Kakao's script, which is loaded only where a key is configured. */

export type KakaoMaps = typeof kakao.maps;

const TIMEOUT_MS = 8_000;

/** https://apis.map.kakao.com/web/guide/#loadjsmaps */
export function scriptUrl(key: string): string {
  const query = new URLSearchParams({
    appkey: key,
    libraries: "services,clusterer",
    autoload: "false",
  });
  return `https://dapi.kakao.com/v2/maps/sdk.js?${query}`;
}

let loaded: Promise<KakaoMaps> | null = null;

/** Load the script once; after a failure the next call tries again. */
export function loadKakao(key: string): Promise<KakaoMaps> {
  loaded ??= load(key).catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  return loaded;
}

function load(key: string): Promise<KakaoMaps> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("Kakao Maps did not answer")), TIMEOUT_MS);
    const script = document.createElement("script");
    script.src = scriptUrl(key);
    script.async = true;
    // Kakao checks the referrer against registered domains; the page's own policy would hide it.
    script.referrerPolicy = "strict-origin-when-cross-origin";
    script.onerror = () => {
      clearTimeout(timer);
      script.remove();
      reject(new Error("Kakao Maps could not be loaded"));
    };
    script.onload = () => {
      // With a refused key the script loads without its maps.
      if (typeof kakao === "undefined") return script.onerror?.("");
      kakao.maps.load(() => {
        clearTimeout(timer);
        resolve(kakao.maps);
      });
    };
    document.head.append(script);
  });
}
