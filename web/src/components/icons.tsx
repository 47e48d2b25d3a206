/** Decorative icons: each stands beside a text that says the same. */

import type { ComponentChildren } from "preact";
import type { HeadRegion } from "../vocabulary";

function Icon({ children, size = 24 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const BrandMark = () => (
  <svg class="brand-mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
    <rect class="brand-ground" width="32" height="32" rx="9" />
    <circle class="brand-ring" cx="16" cy="16" r="9.6" />
    <path
      class="brand-hair"
      d="M11 21.5c.4-4.600 1.800-8 4.200-10.400M21 20.500c.3-2.600 1-4.800 2.300-6.600"
    />
    <path class="brand-hair brand-hair-lit" d="M16 22.500c.4-4.600 1.800-8 4.200-10.400" />
  </svg>
);

export const CheckIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="m5 12.500 4.500 4.500L19 7.500" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon size={20}>
    <path d="m7 7 10 10M17 7 7 17" />
  </Icon>
);

export const AlertIcon = ({ size = 24 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M12 4 2.800 19.500h18.400L12 4ZM12 10v4.500M12 17.200v.1" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 11v5.500M12 7.600v.1" />
  </Icon>
);

export const CareIcon = () => (
  <Icon>
    <path d="M12 21s-8-4.700-8-11a4.500 4.500 0 0 1 8-2.800A4.500 4.500 0 0 1 20 10c0 6.300-8 11-8 11Z" />
    <path d="M12 10.500v5M9.500 13h5" />
  </Icon>
);

export const CameraIcon = () => (
  <Icon>
    <path d="M4 8.500A1.500 1.500 0 0 1 5.500 7H8l1.500-2.500h5L16 7h2.500A1.500 1.500 0 0 1 20 8.500v9a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 17.500Z" />
    <circle cx="12" cy="13" r="3.600" />
  </Icon>
);

export const LightIcon = ({ size = 24 }: { size?: number }) => (
  <Icon size={size}>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600 7 7M17 17l1.400 1.400M18.400 5.600 17 7M7 17l-1.400 1.400" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon size={20}>
    <path d="M19.500 14.200A8 8 0 0 1 9.800 4.500a8 8 0 1 0 9.700 9.700Z" />
  </Icon>
);

export const TrashIcon = () => (
  <Icon size={20}>
    <path d="M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.8 12.500h9.400L17.500 7M10.200 11v5M13.800 11v5" />
  </Icon>
);

export const OutsideIcon = () => (
  <Icon size={18}>
    <path d="M13.500 5H19v5.500M19 5l-8 8M16.500 14.500V18a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8.500a1 1 0 0 1 1-1h3.500" />
  </Icon>
);

export const ShareIcon = () => (
  <Icon size={20}>
    <path d="M12 15V4M8 7.500 12 3.500l4 4M6.500 11.500h-1v9h13v-9h-1" />
  </Icon>
);

export const SaveIcon = () => (
  <Icon size={20}>
    <path d="M12 4v11M8 11.500 12 15.500l4-4M4.500 19.500h15" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon size={20}>
    <path d="M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1" />
  </Icon>
);

export const ReportIcon = () => (
  <Icon size={20}>
    <path d="M6 3.500h8l4 4v13H6ZM14 3.500v4h4M9 12h6M9 15.500h6" />
  </Icon>
);

const REGION_SHAPES: Record<HeadRegion, ComponentChildren> = {
  top: <circle cx="20" cy="21" r="6" />,
  left: <ellipse cx="11.800" cy="21" rx="3.200" ry="6.500" />,
  right: <ellipse cx="28.200" cy="21" rx="3.200" ry="6.500" />,
  back: <ellipse cx="20" cy="31.200" rx="6.500" ry="3.200" />,
};

/** A head from above, nose up, with the given region filled. */
export function HeadRegionIcon({ site }: { site: HeadRegion | null }) {
  return (
    <svg class="site-icon" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
      <path
        class="site-head"
        d="M17.500 7.500 20 3.500l2.500 4M7 18.500c-2 .2-2.600 1.500-2.600 3s.8 2.800 2.600 3M33 18.500c2 .2 2.600 1.500 2.600 3s-.8 2.800-2.600 3"
      />
      <ellipse class="site-head" cx="20" cy="21" rx="13" ry="14.500" />
      {site && <g class="site-spot">{REGION_SHAPES[site]}</g>}
    </svg>
  );
}
