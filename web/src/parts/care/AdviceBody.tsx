import type { components } from "../../api/openapi";
import { Fold } from "../../components/Fold";
import { CheckIcon, CrossIcon } from "../../components/icons";
import { SourceList } from "../../components/SourceList";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/care.json";
import ko from "../../i18n/ko/care.json";

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
        <div class="advice-do">
          <h4>
            <CheckIcon />
            {t("care.do")}
          </h4>
          <StatementList all={advice.toDo} />
        </div>
        <div class="advice-avoid">
          <h4>
            <CrossIcon />
            {t("care.avoid")}
          </h4>
          <StatementList all={advice.toAvoid} />
        </div>
      </div>
      <dl class="advice-when">
        <div>
          <dt>{t("care.often")}</dt>
          <dd>
            <Statements all={advice.howOften} />
          </dd>
        </div>
        <div>
          <dt>{t("care.dermatologist")}</dt>
          <dd>
            <Statements all={advice.seeDermatologist} />
          </dd>
        </div>
      </dl>
      <Fold class="fold-quiet" summary={t("care.sources", { count: known.length })}>
        <SourceList
          sources={known.map((source) => ({
            url: source.url,
            name: `${source.publisher} – ${source.title}`,
          }))}
        />
      </Fold>
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
