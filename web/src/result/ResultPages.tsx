import { LazyPart } from "../shell/LazyPart";
import { ResultView, type ResultViewProps } from "./ResultView";
import { useTriage } from "./useTriage";

const report = () => import("../parts/report/ReportPage").then((part) => part.ReportPage);

type Props = Omit<ResultViewProps, "state"> & { asReport: boolean };

/** A result or its report. Both count the person's answers, which end with the two pages. */
export function ResultPages({ asReport, ...props }: Props) {
  const { assessment, result, photoUrl } = props;
  const state = useTriage(result);
  if (!asReport) return <ResultView {...props} state={state} />;
  return <LazyPart load={report} props={{ assessment, result, photoUrl, state }} />;
}
