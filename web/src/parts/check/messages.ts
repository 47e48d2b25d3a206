/** Messages of this part. */

import { useMessages } from "../../i18n";
import en from "../../i18n/en/check.json";
import ko from "../../i18n/ko/check.json";

export function useCheckMessages() {
  return useMessages({ ko, en });
}
