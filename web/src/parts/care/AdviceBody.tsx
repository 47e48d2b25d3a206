import type { components } from "../../api/openapi";
import { Fold } from "../../components/Fold";
import { CheckIcon, CrossIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/care.json";
import ko from "../../i18n/ko/care.json";
import { Sources } from "./Sources";

type Advice = components["schemas"]["Advice"];
type Statement = components["schemas"]["Statement"];
type Source = components["schemas"]["Source"];

interface AdviceBodyProps {
  advice: Advice;
  sources: ReadonlyMap<string, Source>;
}

/** Advice: description, what to do and avoid, frequency, when to see a dermatologist, sources. */
export function AdviceBody({ advice, sources }: AdviceBodyProps) {
  const t = useMessages({ ko, en });
  const named = new Set(
    Object.values(advice).flatMap((part) => part.flatMap((statement) => statement.sources)),
  );
  const known = [...sources.values()].filter(({ id }) => named.has(id));
  return (
    <div class="advice">
      <Statements all={advice.whatItIs} />
      <div class="advice-pair">
        {advice.toDo.length > 0 && (
          <div class="advice-do">
            <h4>
              <CheckIcon />
              {t("care.do")}
            </h4>
            <StatementList all={advice.toDo} />
          </div>
        )}
        {advice.toAvoid.length > 0 && (
          <div class="advice-avoid">
            <h4>
              <CrossIcon />
              {t("care.avoid")}
            </h4>
            <StatementList all={advice.toAvoid} />
          </div>
        )}
      </div>
      <dl class="advice-when">
        <When term={t("care.often")} all={advice.howOften} />
        <When term={t("care.dermatologist")} all={advice.seeDermatologist} />
      </dl>
      <Fold class="fold-quiet" summary={t("care.sources", { count: known.length })}>
        <Sources sources={known} />
      </Fold>
    </div>
  );
}

/** One term with its statements; nothing where the API gives none, as triage may leave some out. */
function When({ term, all }: { term: string; all: Statement[] }) {
  if (all.length === 0) return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Statements all={all} />
      </dd>
    </div>
  );
}

function Statements({ all }: { all: Statement[] }) {
  const { locale } = useI18n();
  return (
    <>
      {all.map((statement) => (
        <p key={statement.ko}>{statement[locale]}</p>
      ))}
    </>
  );
}

function StatementList({ all }: { all: Statement[] }) {
  const { locale } = useI18n();
  return (
    <ul>
      {all.map((statement) => (
        <li key={statement.ko}>{statement[locale]}</li>
      ))}
    </ul>
  );
}
