import { useEffect, useRef, useState } from 'react';
import { Banner } from '../parts/states.tsx';
import { readPage } from './document-page.ts';

/** Prints what the frame shows. */
export type PrintFrame = () => void;

const MM_PER_PIXEL = 25.4 / 96;
/** White at the head and the foot of the paper, in mm. */
const MARGINS_MM = 6;

/**
 * Shows the page of a document in a frame of its own, in which nothing runs and nothing is loaded.
 * @param onReady is given the function that prints it
 */
export function DocumentFrame({
  html,
  title,
  mark,
  onReady,
}: {
  html: string;
  title: string;
  /** A word over the document: "COPIA". */
  mark: string;
  onReady: (print: PrintFrame) => void;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isShown, setShown] = useState(true);
  const ready = useRef(onReady);
  ready.current = onReady;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const isFilled = fill(element, html, { title, mark });
    setShown(isFilled);
    if (isFilled) ready.current(() => element.contentWindow?.print());
  }, [html, title, mark]);
  return (
    <>
      <iframe
        ref={frame}
        className="document-frame"
        title={`Comprobante ${title}`}
        sandbox="allow-same-origin allow-modals"
        hidden={!isShown}
      />
      {!isShown && (
        <Banner tone="warn" title="Este navegador no muestra comprobantes">
          Descargue el PDF o use otro navegador.
        </Banner>
      )}
    </>
  );
}

function fill(
  frame: HTMLIFrameElement,
  html: string,
  { title, mark }: { title: string; mark: string },
): boolean {
  const { contentDocument: target } = frame;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  const page = readPage(html);
  if (page === null || target === null || view === null) return false;
  target.documentElement.lang = 'es-PE';
  target.title = title;
  target.body.replaceChildren(...page.content);
  const [main = target.body] = target.getElementsByTagName('main');
  const copy = target.createElement('p');
  copy.className = 'center strong';
  copy.textContent = mark;
  main.prepend(copy);
  // Styles in the page are not allowed here; a sheet that is built by code is.
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(page.style);
  target.adoptedStyleSheets = [sheet];
  const paper = new view.CSSStyleSheet();
  const heightMm = Math.ceil(main.scrollHeight * MM_PER_PIXEL) + MARGINS_MM;
  paper.replaceSync(`@page { size: 80mm ${heightMm}mm; margin: 3mm 0; }`);
  target.adoptedStyleSheets = [sheet, paper];
  return true;
}
