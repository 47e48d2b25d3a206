import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { Fold } from "../components/Fold";
import { LazyPart } from "../shell/LazyPart";

interface FoldedPartProps<Props extends object> {
  /** Id of the heading; unique on the page. */
  id: string;
  title: string;
  load: () => Promise<ComponentType<Props>>;
  props: Props;
}

/** A section that is folded; neither its code nor its data is loaded before it is opened. */
export function FoldedPart<Props extends object>({
  id,
  title,
  load,
  props,
}: FoldedPartProps<Props>) {
  const [opened, setOpened] = useState(false);
  return (
    <section class="folded-part" aria-labelledby={id}>
      <Fold summary={<h2 id={id}>{title}</h2>} onOpen={() => setOpened(true)}>
        {opened && <LazyPart load={load} props={props} />}
      </Fold>
    </section>
  );
}
