import { Fold } from "../../components/Fold";
import { CareIcon, InfoIcon } from "../../components/icons";
import { SourceList } from "../../components/SourceList";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/ask.json";
import ko from "../../i18n/ko/ask.json";
import type { Reply } from "./ask";
import type { Guide, Notice, Sentence } from "./guide";

interface ReplyViewProps {
  guide: Guide;
  reply: Reply;
  doctorFirst: boolean;
}

/** Notices first, then answers. Beside a reason to see a doctor, no answer reassures or suggests to wait. */
export function ReplyView({ guide, reply, doctorFirst }: ReplyViewProps) {
  const t = useMessages({ ko, en });
  const { kind, notices, answers } = reply;
  const urgent = kind === "red_flag" || doctorFirst;
  const said = (answer: Sentence[]) => (urgent ? answer.filter(({ atHome }) => !atHome) : answer);
  const [first, ...others] = answers;
  const opens = kind === "answer" && first !== undefined;
  const folded = opens ? others : answers;
  return (
    <>
      {notices.map((notice) => (
        <NoticeView key={notice.id} guide={guide} notice={notice} urgent={kind === "red_flag"} />
      ))}
      {doctorFirst && kind !== "red_flag" && answers.length > 0 && (
        <p class="notice notice-care">
          <CareIcon />
          <strong>{guide.doctorFirst}</strong>
        </p>
      )}
      {opens && (
        <article class="ask-answer">
          <h3>{first.entry.title}</h3>
          <Passage guide={guide} answer={said(first.entry.answer)} />
        </article>
      )}
      {folded.length > 0 && (
        <div class="ask-others">
          <p class="ask-others-title">{t(`ask.others.${kind}`)}</p>
          {folded.map(({ entry }) => (
            <Fold key={entry.id} summary={entry.title}>
              <Passage guide={guide} answer={said(entry.answer)} />
            </Fold>
          ))}
        </div>
      )}
    </>
  );
}

interface NoticeViewProps {
  guide: Guide;
  notice: Notice;
  urgent: boolean;
}

function NoticeView({ guide, notice, urgent }: NoticeViewProps) {
  const t = useMessages({ ko, en });
  const { id, title, answer, call } = notice;
  return (
    <section
      class={urgent ? "notice notice-care" : "notice ask-limit"}
      aria-labelledby={`ask-${id}`}
    >
      {urgent ? <CareIcon /> : <InfoIcon />}
      <div>
        <h3 id={`ask-${id}`}>{title}</h3>
        <Passage guide={guide} answer={answer} />
        {call !== undefined && (
          <a class="button button-primary" href={`tel:${call}`}>
            {t("ask.call", { number: call })}
          </a>
        )}
        {call === undefined && id !== "off_topic" && (
          <a class="button" href="#/clinics">
            {t("ask.clinics")}
          </a>
        )}
      </div>
    </section>
  );
}

/** Sentences of the guide, and their sources on demand. */
function Passage({ guide, answer }: { guide: Guide; answer: Sentence[] }) {
  const t = useMessages({ ko, en });
  const ids = [...new Set(answer.flatMap(({ sources }) => sources))];
  const sources = ids.map((id) => guide.sources[id]!);
  const links = sources.flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }]));
  const pages = sources.filter(({ url }) => url === undefined);
  return (
    <div class="ask-passage">
      {answer.map(({ text }) => (
        <p key={text}>{text}</p>
      ))}
      <Fold class="fold-quiet" summary={t("ask.sources", { count: sources.length })}>
        <SourceList sources={links} />
        {pages.map(({ name }) => (
          <p class="hint" key={name}>
            {name}
          </p>
        ))}
      </Fold>
    </div>
  );
}
