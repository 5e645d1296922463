import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Banner } from '../parts/states.tsx';

const LOOK_EVERY_MS = 150;
/** The same code is not read twice within this time: the hand is still moving away, in ms. */
const SAME_CODE_MS = 1_500;

/** Finds codes in a picture. */
interface Detector {
  detect(video: HTMLVideoElement): Promise<readonly { rawValue: string }[]>;
}

type DetectorClass = new () => Detector;

/** The browser's own detector, or one that we serve; it is loaded when the camera is first used. */
async function createDetector(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (own !== undefined) return new own();
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasmUrl }] = await Promise.all([
    import('barcode-detector/pure'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ]);
  prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
  return new BarcodeDetector();
}

/** Reads codes by the camera, one after the other, until it is closed. */
export function CameraDialog({
  onCode,
  onClose,
}: {
  /** @returns a word on the fate of the code */
  onCode: (code: string) => string;
  onClose: () => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(onCode);
  latest.current = onCode;
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const picture = video.current;
    if (picture === null) return;
    const eye = openEye(picture, (code) => setTold(latest.current(code)));
    void eye.opened.catch((error: unknown) => setProblem(problemOf(error)));
    return eye.close;
  }, []);
  return (
    <Dialog
      title="Leer con la cámara"
      className="dialog--caja"
      onClose={onClose}
      foot={
        <button type="button" className="btn btn--primary" onClick={onClose}>
          Listo
        </button>
      }
    >
      <div className="stack">
        {problem === null ? (
          <video
            ref={video}
            className="camera"
            muted
            playsInline
            aria-label="Imagen de la cámara"
          />
        ) : (
          <Banner tone="warn" title="No se puede usar la cámara">
            {problem}
          </Banner>
        )}
        <p className="soft" role="status">
          {told ?? (problem === null ? 'Acerque el código de barras.' : '')}
        </p>
      </div>
    </Dialog>
  );
}

/** A camera that looks for codes until it is closed. */
function openEye(video: HTMLVideoElement, onCode: (code: string) => void) {
  let isClosed = false;
  let stream: MediaStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = { code: '', at: Number.NEGATIVE_INFINITY };

  async function look(detector: Detector): Promise<void> {
    const [found] = await detector.detect(video);
    const now = performance.now();
    if (found && (found.rawValue !== last.code || now - last.at > SAME_CODE_MS)) {
      onCode(found.rawValue);
    }
    if (found) last = { code: found.rawValue, at: now };
    if (!isClosed) timer = setTimeout(() => void look(detector), LOOK_EVERY_MS);
  }

  async function open(): Promise<void> {
    const [detector, given] = await Promise.all([
      createDetector(),
      navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
    ]);
    stream = given;
    if (isClosed) return close();
    video.srcObject = given;
    await video.play();
    await look(detector);
  }

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
  }

  return { opened: open(), close };
}

function problemOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError')
    return 'El navegador no dio permiso. Actívelo y vuelva a abrirla.';
  if (name === 'NotFoundError') return 'Este equipo no tiene cámara.';
  return 'Escriba el código en el buscador.';
}
