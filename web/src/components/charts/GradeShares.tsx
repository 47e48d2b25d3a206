import { useI18n } from "../../i18n";
import { GRADES, type Grade } from "../../vocabulary";
import "./charts.css";

interface GradeSharesProps {
  /** Whole percentages of the four grades; they add up to 100. */
  percents: readonly number[];
  /** Text at the bar's start: the group. */
  label: string;
  /** Text at its end, such as the mean. */
  end?: string;
  /** Grade to mark, with the mark's text. */
  own?: { grade: Grade; mark: string } | null;
}

/** Shares of the four grades as one stacked bar, whose name gives the figures. */
export function GradeShares({ percents, label, end, own = null }: GradeSharesProps) {
  const { t, percent, list } = useI18n();
  const words = list(
    GRADES.map((grade) => `${t(`grade.${grade}`)} ${percent((percents[grade] ?? 0) / 100)}`),
  );
  const before = percents.slice(0, own?.grade).reduce((sum, share) => sum + share, 0);
  const middle = before + (percents[own?.grade ?? 0] ?? 0) / 2;
  const mark = own === null ? "" : `. ${own.mark}: ${t(`grade.${own.grade}`)}`;
  return (
    <div class="shares" role="img" aria-label={`${label}: ${words}${mark}`}>
      <span class="shares-label">{label}</span>
      {end && <span class="shares-end">{end}</span>}
      <span class={own === null ? "shares-bar" : "shares-bar shares-bar-marked"}>
        {GRADES.map((grade) => (
          <i
            key={grade}
            class={
              own?.grade === grade
                ? `grade-fill-${grade} shares-own ${side(middle)}`
                : `grade-fill-${grade}`
            }
            style={{ flexGrow: percents[grade] ?? 0 }}
            hidden={percents[grade] === 0 && own?.grade !== grade}
            data-mark={own?.grade === grade ? own.mark : undefined}
          />
        ))}
      </span>
    </div>
  );
}

/** Return the class that moves a mark near the bar's end inward, so that it stays within the bar. */
function side(middle: number): string {
  if (middle < 10) return "shares-own-first";
  return middle > 90 ? "shares-own-last" : "";
}

/** Legend of the four grades, once for all bars below it. */
export function GradeLegend() {
  const { t } = useI18n();
  return (
    <ul role="list" class="grade-legend">
      {GRADES.map((grade) => (
        <li key={grade}>
          <i class={`grade-swatch grade-fill-${grade}`} aria-hidden="true" />
          {t(`grade.${grade}`)}
        </li>
      ))}
    </ul>
  );
}
