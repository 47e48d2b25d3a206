import { useEffect, useRef, useState } from "preact/hooks";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/ask.json";
import ko from "../../i18n/ko/ask.json";
import type { Symptom } from "../../vocabulary";
import { type Ask, createAsk, type Reply } from "./ask";
import { type Guide, loadGuide } from "./guide";
import { ReplyView } from "./ReplyView";
import { suggestionsFor } from "./suggestions";
import "../../components/textField.css";
import "./ask.css";

interface AskBoxProps {
  /** Symptoms of the result beside the box, the worst first. */
  symptoms?: readonly Symptom[];
  /** Whether the result beside the box sends the person to a doctor first. */
  doctorFirst?: boolean;
}

const MOST_LETTERS = 300;

/** A box for questions. They are answered in this page: nothing typed is sent or stored. */
export function AskBox({ symptoms = [], doctorFirst = false }: AskBoxProps) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const { guide, ask, failed, retry } = useGuide();
  const [question, setQuestion] = useState("");
  const [asked, setAsked] = useState("");
  const answer = useRef<HTMLDivElement>(null);
  const reply: Reply | null = ask !== null && asked !== "" ? ask(asked, symptoms) : null;

  const submit = (text: string) => {
    setQuestion(text);
    setAsked(text.trim());
  };
  useEffect(() => {
    if (asked !== "") answer.current?.scrollIntoView?.({ block: "nearest" });
  }, [asked]);

  return (
    <div class="ask">
      <form
        class="ask-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit(question);
        }}
      >
        <label for="ask-question">{t("ask.label")}</label>
        <div class="ask-line">
          <input
            id="ask-question"
            class="text-field"
            type="text"
            autocomplete="off"
            enterkeyhint="search"
            maxLength={MOST_LETTERS}
            placeholder={t("ask.placeholder")}
            aria-describedby="ask-private"
            value={question}
            onInput={(event) => setQuestion(event.currentTarget.value)}
          />
          <button
            type="submit"
            class="button button-primary"
            disabled={guide === null || question.trim() === ""}
          >
            {t("ask.submit")}
          </button>
        </div>
        <p class="hint" id="ask-private">
          {t("ask.private")}
        </p>
      </form>
      {failed && (
        <div role="alert">
          <p>{shell("later.failed")}</p>
          <button type="button" class="button" onClick={retry}>
            {shell("problem.retry")}
          </button>
        </div>
      )}
      <div class="ask-reply" aria-live="polite" ref={answer}>
        {guide !== null && reply !== null && (
          <ReplyView key={asked} guide={guide} reply={reply} doctorFirst={doctorFirst} />
        )}
      </div>
      {guide !== null && (
        <div class="ask-suggestions">
          <p class="hint">
            {t(symptoms.length > 0 ? "ask.suggestions.result" : "ask.suggestions")}
          </p>
          <ul role="list">
            {suggestionsFor(guide, symptoms).map(({ id, title }) => (
              <li key={id}>
                <button type="button" class="button button-small" onClick={() => submit(title)}>
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface GuideState {
  guide: Guide | null;
  ask: Ask | null;
  failed: boolean;
  retry: () => void;
}

/** Load and index the guide of the page's language. */
function useGuide(): GuideState {
  const { locale } = useI18n();
  const [loaded, setLoaded] = useState<{ guide: Guide; ask: Ask } | null>(null);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try loads again
  useEffect(() => {
    let current = true;
    setFailed(false);
    loadGuide(locale).then(
      ({ guide, language }) => current && setLoaded({ guide, ask: createAsk(guide, language) }),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [locale, tries]);
  const usable = loaded?.guide.locale === locale ? loaded : null;
  return {
    guide: usable?.guide ?? null,
    ask: usable?.ask ?? null,
    failed,
    retry: () => setTries(tries + 1),
  };
}
