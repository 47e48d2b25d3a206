import { useEffect } from "preact/hooks";
import type { PatientAnswers } from "../api/client";
import { useLatest } from "../components/useLatest";
import { LazyPart } from "../shell/LazyPart";
import { ResultView, type ResultViewProps } from "./ResultView";
import { useTriage } from "./useTriage";

const report = () => import("../parts/report/ReportPage").then((part) => part.ReportPage);

type Props = Omit<ResultViewProps, "state"> & {
  asReport: boolean;
  /** Answers that were given before the photo. */
  before: PatientAnswers;
  /** Called once these are taken over. */
  onTaken: () => void;
};

/** A result or its report. Both count the person's answers, which end with the two pages. */
export function ResultPages({ asReport, before, onTaken, ...props }: Props) {
  const { assessment, result, photoUrl } = props;
  const state = useTriage(result, before);
  const taken = useLatest(onTaken);
  useEffect(() => taken.current(), [taken]);
  if (!asReport) return <ResultView {...props} state={state} />;
  return <LazyPart load={report} props={{ assessment, result, photoUrl, state }} />;
}
