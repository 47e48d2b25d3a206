/** Drawings for the photo guide: for each rule a right and a wrong example. */

import type { ComponentChildren } from "preact";

const SIZE = { width: 96, height: 72 };

function Drawing({ children }: { children: ComponentChildren }) {
  const { width, height } = SIZE;
  return (
    <svg
      class="drawing"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

const steps = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Hair combed to one side, from the parting outwards. */
function Combed({ from, to }: { from: number; to: number }) {
  const middle = (from + to) / 2;
  const outer = to < from ? -20 : 116;
  return (
    <>
      <path class="draw-hair" d={`M${from} -2Q${middle} 36 ${from} 74H${outer}V-2Z`} />
      {steps(9).map((index) => {
        const y = index * 11 - 18;
        return (
          <path
            key={index}
            class="draw-strand"
            d={`M${(from + middle) / 2} ${y}C${middle} ${y + 5} ${to} ${y + 14} ${outer} ${y + 40}`}
          />
        );
      })}
    </>
  );
}

function Parting() {
  return (
    <>
      <rect class="draw-skin" width="96" height="72" />
      <Combed from={38} to={8} />
      <Combed from={58} to={88} />
      {steps(6).map((index) => (
        <path
          key={index}
          class="draw-root"
          d={index % 2 ? `M45 ${6 + index * 12}l-9 3` : `M51 ${6 + index * 12}l9 3`}
        />
      ))}
    </>
  );
}

export const PartingRight = () => (
  <Drawing>
    <Parting />
  </Drawing>
);

export const PartingWrong = () => (
  <Drawing>
    <rect class="draw-hair" width="96" height="72" />
    {steps(13).map((index) => {
      const x = index * 10 - 12;
      return (
        <path
          key={index}
          class="draw-strand"
          d={`M${x} -4C${x + 12} 20 ${x - 8} 46 ${x + (index % 3) * 7} 76`}
        />
      );
    })}
  </Drawing>
);

export const LightRight = () => (
  <Drawing>
    <Parting />
    <g class="draw-lamp">
      <circle cx="80" cy="15" r="6.500" />
      <path d="M80 3.500v-2M80 28.500v-2M68.500 15h-2M93.500 15h-2M71.900 6.900l-1.400-1.400M89.500 24.500l-1.400-1.400M88.100 6.900l1.400-1.400M70.500 24.500l1.400-1.400" />
    </g>
  </Drawing>
);

export const LightWrong = () => (
  <Drawing>
    <Parting />
    <path class="draw-shadow" d="M0 0H52L34 72H0Z" />
    <g class="draw-glare">
      <circle cx="64" cy="36" r="19" />
      <circle cx="64" cy="36" r="11" />
    </g>
  </Drawing>
);

/** Where hairs leave the skin, and which way they lean. */
const FOLLICLES = [
  [14, 16, 8],
  [40, 10, -6],
  [68, 18, 9],
  [88, 12, 5],
  [24, 40, -8],
  [52, 36, 7],
  [80, 44, -6],
  [12, 62, 6],
  [38, 62, 8],
  [64, 64, -7],
] as const;

export const DistanceRight = () => (
  <Drawing>
    <rect class="draw-skin" width="96" height="72" />
    {FOLLICLES.map(([x, y, lean]) => (
      <g key={`${x} ${y}`}>
        <ellipse class="draw-pore" cx={x} cy={y} rx="3" ry="2.200" />
        <path class="draw-single" d={`M${x} ${y}q${lean / 3} -10 ${lean} -17`} />
        <path class="draw-single" d={`M${x + 1} ${y}q${lean / 2 + 2} -7 ${lean + 6} -12`} />
      </g>
    ))}
  </Drawing>
);

export const DistanceWrong = () => (
  <Drawing>
    <rect class="draw-room" width="96" height="72" />
    <path class="draw-skin" d="M42 50h12v10c12 1 20 5 22 14H20c2-9 10-13 22-14Z" />
    <ellipse class="draw-hair" cx="48" cy="34" rx="17" ry="21" />
    <path class="draw-part" d="M48 14c-1.500 7-1.500 12 0 19" />
  </Drawing>
);

/** A scope on its tip, 22 wide; the phone or cable is on its other end. */
function Scope() {
  return (
    <>
      <rect class="draw-device" x="-11" y="-46" width="22" height="34" rx="5" />
      <rect class="draw-tip" x="-7.500" y="-13" width="15" height="13" rx="2.500" />
      <path class="draw-line" d="M-5 -34h10M-5 -29h10" />
    </>
  );
}

function Ground() {
  return (
    <>
      <rect class="draw-room" width="96" height="72" />
      <path class="draw-skin" d="M-2 62Q48 44 98 62V74H-2Z" />
      {[8, 20, 76, 88].map((x) => (
        <path
          key={x}
          class="draw-single"
          d={`M${x} ${x < 48 ? 62 - x / 6 : 46 + x / 6}q${x < 48 ? -3 : 3} -8 ${x < 48 ? -9 : 9} -11`}
        />
      ))}
    </>
  );
}

export const ScopeRight = () => (
  <Drawing>
    <Ground />
    <g transform="translate(48 54)">
      <Scope />
    </g>
  </Drawing>
);

export const ScopeWrong = () => (
  <Drawing>
    <Ground />
    <g transform="translate(44 47) rotate(28)">
      <Scope />
    </g>
    <path class="draw-gap" d="M38 52.500l-2 2.500M46 49l0 4M54 51l2 2.500" />
  </Drawing>
);
